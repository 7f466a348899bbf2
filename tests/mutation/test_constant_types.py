"""Types of constants: which one may replace another."""

from pathlib import Path

import pytest

from moltverify.mutation.constant_types import ConstantTypes
from moltverify.tla.syntax_tree import text_of, walk
from tests.mutation.parsed import SYSTEM, sources_of


def others(folder: Path, definition: str, constant: str, declared: str = "") -> set[str | None]:
    """Return what may stand in the place of a constant in a definition."""
    sources = sources_of(
        folder, f"{declared}{SYSTEM}\n{definition}", CONFIGURED if declared else SYSTEM_CONFIG
    )
    types = ConstantTypes(sources)
    found = [one for one in walk(sources.root.tree) if text_of(one) == constant]
    return {types.alternative(one) for one in found} - {None}


SYSTEM_CONFIG = "INIT Init\nNEXT Next\n"
CONFIGURED = f"{SYSTEM_CONFIG}CONSTANTS Cap = 2 TTL = 3 Name = n1 Names = {{n1, n2}}\n"


@pytest.mark.parametrize(
    "definition",
    [
        'Step == x.kind = "red" \\/ x.kind = "blue"',
        'Step == x.kind \\in {"red", "blue"}',
        'Step == {"red", "blue"}',
        'Step == [kind |-> "red"] = [kind |-> "blue"]',
        'Step == x.kind = (IF x = 1 THEN "red" ELSE "blue")',
        'Step == [x EXCEPT !.kind = "red"] = [x EXCEPT !.kind = "blue"]',
        'Step == CASE x = 1 -> "red" [] OTHER -> "blue"',
    ],
)
def test_strings_under_one_name_or_in_one_set_are_of_one_type(
    tmp_path: Path, definition: str
) -> None:
    assert others(tmp_path, definition, '"red"') == {'"blue"'}


def test_strings_of_different_names_are_of_different_types(tmp_path: Path) -> None:
    assert others(tmp_path, 'Step == x.kind = "red" \\/ x.size = "big"', '"red"') == set()


def test_strings_are_joined_by_a_third_one(tmp_path: Path) -> None:
    definition = 'Step == x.kind \\in {"a", "b"} \\/ x.kind = "c"'
    assert others(tmp_path, definition, '"b"') == {'"c"'}
    assert others(tmp_path, definition, '"c"') == {'"a"'}


def test_the_condition_of_an_if_is_not_of_the_type_of_its_value(tmp_path: Path) -> None:
    definition = 'Step == x.kind = (IF x.size = "big" THEN "red" ELSE "blue")'
    assert others(tmp_path, definition, '"big"') == set()


@pytest.mark.parametrize(
    ("name", "other"), [("Cap", {"TTL"}), ("TTL", {"Cap"}), ("Name", set()), ("Names", set())]
)
def test_a_declared_constant_is_swapped_with_one_of_its_kind(
    tmp_path: Path, name: str, other: set[str]
) -> None:
    declared = "CONSTANTS Cap, TTL, Name, Names\n"
    assert others(tmp_path, f"Step == {name}", name, declared) == other


def test_a_field_is_no_constant_even_if_one_is_called_so(tmp_path: Path) -> None:
    declared = "CONSTANTS Cap, TTL, Name, Names\n"
    sources = sources_of(tmp_path, f"{declared}{SYSTEM}\nStep == x.Cap = 1", CONFIGURED)
    [step] = [one for name, one in sources.root.definitions.items() if name == "Step"]
    types = ConstantTypes(sources)
    assert [types.alternative(one) for one in walk(step.body) if text_of(one) == "Cap"] == [None]


def test_truth_is_a_value_only_where_it_is_stored_or_compared(tmp_path: Path) -> None:
    assert others(tmp_path, "Step == x.open = TRUE", "TRUE") == {"FALSE"}
    assert others(tmp_path, "Step == x > 1 \\/ TRUE", "TRUE") == set()
