"""Polarity: where in a property a formula's truth makes the property true."""

from pathlib import Path

import pytest

from moltverify.audit.findings.polarity import Polarity, mixed_keys, property_parts
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import one_line_expression, without_parentheses
from tests.audit.parsed import LAMP, definition, parsed

A, B = "x = 0", "on = TRUE"


def texts(sources: ParsedModules, polarity: Polarity, steps: tuple[str, ...] = ()) -> list[str]:
    """Return the formulas of one polarity in the property Safe, in the order of the search."""
    keys = {definition(sources, name).key for name in steps}
    parts = property_parts(sources, [definition(sources, "Safe")], keys)
    nodes = [without_parentheses(part.node) for part in parts if part.polarity is polarity]
    return [one_line_expression(node) for node in nodes]


@pytest.mark.parametrize(
    "formula",
    [
        f"{A} /\\ {B}",
        f"{A} \\/ {B}",
        f"/\\ {A}\n        /\\ {B}",
        f"\\/ {A}\n        \\/ {B}",
        f"(({A}) /\\ ({B}))",
        f"LET y == 1 IN {A} /\\ {B}",
        f"IF x > 1 THEN {A} ELSE {B}",
        f"\\A i \\in {{1}} : {A} /\\ {B}",
        f"\\E i \\in {{1}} : {A} /\\ {B}",
        f"[]({A}) /\\ <>({B})",
        f"[][{A} /\\ {B}]_x",
        f"<><<{A} /\\ {B}>>_x",
    ],
)
def test_operands_whose_truth_helps_are_positive(tmp_path: Path, formula: str) -> None:
    sources = parsed(tmp_path, f"{LAMP}Safe == {formula}")
    assert [one for one in texts(sources, Polarity.POSITIVE) if one in {A, B}] == [A, B]


@pytest.mark.parametrize("sign", ["=>", "~>"])
def test_the_left_side_of_an_implication_is_mixed_and_the_right_side_positive(
    tmp_path: Path, sign: str
) -> None:
    sources = parsed(tmp_path, f"{LAMP}Safe == {A} {sign} {B}")
    assert A in texts(sources, Polarity.MIXED)
    assert B in texts(sources, Polarity.POSITIVE)
    assert A not in texts(sources, Polarity.POSITIVE)


@pytest.mark.parametrize(
    "formula", [f"~({A})", f"({A}) = ({B})", f"({A}) <=> ({B})", f"x \\in {{i \\in {{1}} : {A}}}"]
)
def test_other_formulas_are_mixed_as_a_whole(tmp_path: Path, formula: str) -> None:
    sources = parsed(tmp_path, f"{LAMP}Safe == {formula}")
    assert texts(sources, Polarity.MIXED) == [formula]
    assert A not in texts(sources, Polarity.POSITIVE)


def test_a_definition_in_positive_position_is_entered(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"{LAMP}Low == {A} \\/ {B}\nSafe == x < 9 /\\ Low")
    assert texts(sources, Polarity.POSITIVE)[-3:] == [f"{A} \\/ {B}", A, B]


def test_arguments_of_a_definition_are_mixed(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"{LAMP}Either(p, q) == p \\/ q\nSafe == Either({A}, {B})")
    assert [one for one in texts(sources, Polarity.MIXED) if one in {A, B}] == [A, B]


def test_a_definition_is_entered_once_even_if_it_names_itself(tmp_path: Path) -> None:
    body = f"{LAMP}RECURSIVE Low(_)\nLow(n) == {A} \\/ Low(n)\nSafe == Low(1) /\\ Low(2)"
    assert texts(parsed(tmp_path, body), Polarity.POSITIVE).count(A) == 1


def test_a_definition_of_the_steps_is_not_entered(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"{LAMP}Safe == [][Toggle => {A}]_x /\\ Rest")
    entered = texts(sources, Polarity.POSITIVE, steps=("Rest",))
    assert "Rest" in entered
    assert "x = 2" not in entered


def test_definitions_in_mixed_position_are_named_with_all_that_they_use(tmp_path: Path) -> None:
    body = f"{LAMP}Deep == {A}\nLow == Deep\nHigh == {B}\nSafe == ~Low /\\ High"
    sources = parsed(tmp_path, body)
    parts = list(property_parts(sources, [definition(sources, "Safe")], ()))
    assert mixed_keys(sources, parts) == {("M", "Low"), ("M", "Deep")}


def test_a_definition_in_both_positions_counts_as_mixed(tmp_path: Path) -> None:
    sources = parsed(tmp_path, f"{LAMP}Low == {A}\nSafe == Low /\\ (Low => {B})")
    parts = list(property_parts(sources, [definition(sources, "Safe")], ()))
    assert mixed_keys(sources, parts) == {("M", "Low")}
