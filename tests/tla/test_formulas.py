"""Properties as formulas about a state or a step: what they say, and in which lines."""

from pathlib import Path

import pytest

from moltverify.tla.formulas import Formula, formula_of, is_box_action
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
    "definition",
    # A conjunct that is about the initial state only makes the whole no formula of each state.
    ["<>(x = 3)", "x = 1 ~> x = 2", "ENABLED Next", "WF_x(Next)", "x = 0 /\\ [](x < 3)"],
)
def test_what_no_single_state_breaks_is_no_formula(tmp_path: Path, definition: str) -> None:
    assert formula(tmp_path, definition) is None


def test_lines_that_begin_left_of_the_formula_are_kept_whole(tmp_path: Path) -> None:
    found = formula(tmp_path, "[][\n  CASE x = 1 -> x' = 2\n    [] OTHER -> x' = 3]_x")
    assert found
    assert "CASE x = 1 -> x' = 2" in found.text
    module = f"---- MODULE N ----\nVARIABLE x\nF ==\n{found.text}\n====\n"
    assert "ERROR" not in {one.type for one in walk(parse(module.encode()))}


@pytest.mark.parametrize(
    ("formula", "is_one"),
    [
        ("[][x' > x]_x", True),
        ("([][x' > x]_x)", True),
        ("[]([x' > x]_x)", True),
        ("[][x' > x]_<<x, mode>>", True),
        ("□[x' > x]_x", True),
        # Brackets of tuples and arms of CASE are no temporal operators.
        ("[][<<>> = <<>> /\\ x' = x]_x", True),
        ("[][CASE x = 1 -> TRUE [] OTHER -> FALSE]_x", True),
        ("[][x' > x \\* not [] <>\n]_x", True),
        ("[](x < 3)", False),
        ("<>[][x' > x]_x", False),
        ("[][x' > x]_x /\\ [][x' < 9]_x", False),
        ("[][x' > x]_x \\/ <>(x = 1)", False),
        ("[]<><<x' > x>>_x", False),
        ("[][[]Next]_x", False),
        ("x = 1 ~> x = 2", False),
        ("WF_x(Next)", False),
        ("TRUE", False),
    ],
)
def test_a_box_action_is_that_and_nothing_else(tmp_path: Path, formula: str, is_one: bool) -> None:
    sources = sources_of(tmp_path, f"{SYSTEM}\nProp == {formula}")
    assert is_box_action(sources.root.definitions["Prop"].body) is is_one


@pytest.mark.parametrize(
    "definition",
    [
        "[](x < 3) /\\ [](x > 0)",
        "/\\ [](x < 3)\n   /\\ [](x > 0)",
        '([](x < 3)) /\\ ([](x > 0) /\\ [](mode = "on"))',
        "\\A n \\in 1..2 : [](x < n)",
        "/\\ [](x < 3)",
    ],
)
def test_a_conjunction_of_states_is_a_formula_without_its_signs(
    tmp_path: Path, definition: str
) -> None:
    found = formula(tmp_path, definition)
    assert found
    assert "[]" not in found.text
    assert not found.steps
    assert found.name == "Prop"


@pytest.mark.parametrize(
    "definition",
    [
        "[](x < 3) /\\ <>(x = 2)",
        "[](x < 3) \\/ [](x > 0)",
        "\\E n \\in 1..2 : [](x < n)",
        "[][](x < 3)",
        "[]<>(x < 3)",
        "[](x < 3) => [](x < 4)",
        "~[](x < 3)",
    ],
)
def test_a_formula_about_whole_behaviours_is_none(tmp_path: Path, definition: str) -> None:
    assert formula(tmp_path, definition) is None


def test_a_conjunction_of_hundreds_is_a_formula(tmp_path: Path) -> None:
    """Each of them is inside the next one's tree."""
    found = formula(tmp_path, "\n /\\ ".join(f"[](x # {number})" for number in range(1200)))
    assert found
    assert found.text.count("#") == 1200
