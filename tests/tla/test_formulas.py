"""Properties as formulas about a state or a step: what they say, and in which lines."""

from pathlib import Path

import pytest

from moltverify.tla.formulas import Formula, formula_of
from moltverify.tla.syntax_tree import parse, walk
from tests.mutation.parsed import SYSTEM, sources_of


def formula(folder: Path, definition: str) -> Formula | None:
    """Return the formula of a property called Prop."""
    sources = sources_of(folder, f"{SYSTEM}\nProp == {definition}")
    return formula_of(sources, sources.root.definitions["Prop"])


@pytest.mark.parametrize(
    ("definition", "steps"),
    [
        ("x < 3", False),
        ("[](x < 3)", False),
        ("[][x' > x]_x", True),
        # A step that changes x needs x = 0, although nothing is primed.
        ("[][x = 0]_x", True),
    ],
)
def test_a_formula_is_about_steps_if_its_truth_depends_on_the_next_state(
    tmp_path: Path, definition: str, steps: bool
) -> None:
    found = formula(tmp_path, definition)
    assert found
    assert found.steps is steps


@pytest.mark.parametrize(
    "definition", ["<>(x = 3)", "x = 1 ~> x = 2", "ENABLED Next", "WF_x(Next)"]
)
def test_what_no_single_state_breaks_is_no_formula(tmp_path: Path, definition: str) -> None:
    assert formula(tmp_path, definition) is None


def test_lines_that_begin_left_of_the_formula_are_kept_whole(tmp_path: Path) -> None:
    found = formula(tmp_path, "[][\n  CASE x = 1 -> x' = 2\n    [] OTHER -> x' = 3]_x")
    assert found
    assert "CASE x = 1 -> x' = 2" in found.text
    module = f"---- MODULE N ----\nVARIABLE x\nF ==\n{found.text}\n====\n"
    assert "ERROR" not in {one.type for one in walk(parse(module.encode()))}
