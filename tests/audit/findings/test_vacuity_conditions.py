"""Marks: which conditions of a model should be true, false or reached, and the findings if not."""

from pathlib import Path

import pytest

from moltverify.audit.findings.vacuity_conditions import Mark, Want, disjuncts, vacuity_marks
from moltverify.audit.results import FindingKind
from moltverify.tla.syntax_tree import one_line_expression
from tests.audit.parsed import LAMP, definition, parsed

CHECKED = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"
PROPERTY = "SPECIFICATION Spec\nPROPERTY Safe\n"
# Only these marks come from the lamp itself.
PLAIN = LAMP.replace("Next == Toggle \\/ Rest", "Next == Toggle \\/ Rest \\/ Odd")


def marks_of(folder: Path, body: str, config: str = CHECKED, **modules: str) -> list[Mark]:
    return vacuity_marks(parsed(folder, body, config, **modules))


def brief(marks: list[Mark]) -> list[tuple[str, str, str]]:
    """Return the definition, the wanted event and the text of each condition."""
    return [
        (mark.definition.name, mark.want.value, one_line_expression(mark.node)) for mark in marks
    ]


def test_the_condition_of_an_if_in_a_step_should_be_true_and_false(tmp_path: Path) -> None:
    step = "Odd == x = 1 /\\ x' = (IF on THEN 2 ELSE 1) /\\ UNCHANGED on"
    marks = marks_of(tmp_path, f"{PLAIN}{step}\nSafe == x < 3")
    assert brief(marks) == [("Odd", "true", "on"), ("Odd", "false", "on")]
    assert [mark.kind for mark in marks] == [FindingKind.NEVER_TRUE, FindingKind.NEVER_FALSE]
    assert marks[1].message == "Odd: this condition is never false: on"


def test_each_arm_of_case_should_come_but_other_has_no_condition(tmp_path: Path) -> None:
    step = "Odd == x' = (CASE x = 1 -> 2 [] on -> 1 [] OTHER -> 0) /\\ UNCHANGED on"
    marks = marks_of(tmp_path, f"{PLAIN}{step}\nSafe == x < 3")
    assert brief(marks) == [("Odd", "true", "x = 1"), ("Odd", "true", "on")]
    assert marks[0].message == "Odd: this case never comes: x = 1"


def test_alternatives_of_a_guard_are_marked_and_alternative_steps_are_not(tmp_path: Path) -> None:
    step = "Odd == (x = 1 \\/ on) /\\ (x' = 2 \\/ x' = 1) /\\ UNCHANGED on"
    assert brief(marks_of(tmp_path, f"{PLAIN}{step}\nSafe == x < 3")) == [
        ("Odd", "true", "x = 1"),
        ("Odd", "true", "on"),
    ]


def test_the_left_side_of_an_implication_in_a_step_should_be_true(tmp_path: Path) -> None:
    step = "Odd == (on => x = 1) /\\ x' = 2 /\\ UNCHANGED on"
    [mark] = marks_of(tmp_path, f"{PLAIN}{step}\nSafe == x < 3")
    assert mark.message == "Odd: this never holds: on"


@pytest.mark.parametrize(
    ("formula", "found", "message"),
    [
        ("on => x < 3", ("Safe", "true", "on"), "Safe says nothing, for this never holds: on"),
        (
            "\\A i \\in {x} \\ {0} : i < 3",
            ("Safe", "reached", "i < 3"),
            "Safe says nothing, for there is never any i \\in {x} \\ {0}",
        ),
    ],
)
def test_a_property_that_may_hold_trivially_is_marked(
    tmp_path: Path, formula: str, found: tuple[str, str, str], message: str
) -> None:
    [mark] = marks_of(tmp_path, f"{LAMP}Safe == {formula}")
    assert (brief([mark]), mark.message) == ([found], message)
    assert mark.kind is FindingKind.ANTECEDENT_NEVER_HOLDS


def test_each_disjunct_of_a_property_should_be_true(tmp_path: Path) -> None:
    marks = marks_of(tmp_path, f"{LAMP}Safe == x < 2 \\/ (on \\/ x = 2)")
    assert brief(marks) == [
        ("Safe", "true", "x < 2"),
        ("Safe", "true", "on"),
        ("Safe", "true", "x = 2"),
    ]
    assert marks[0].message == "Safe holds without this, which is never true: x < 2"


@pytest.mark.parametrize(
    "formula",
    [
        "\\E i \\in {x} : i < 3",
        "~(on => x = 0)",
        "(x = 0 \\/ on) = TRUE",
        "\\E i \\in {1} : i = x \\/ TRUE",
        "[](x < 3) /\\ ~<>(x = 9)",
    ],
)
def test_what_cannot_be_vacuous_has_no_mark(tmp_path: Path, formula: str) -> None:
    assert [
        one
        for one in marks_of(tmp_path, f"{LAMP}Safe == {formula}", PROPERTY)
        if one.kind is FindingKind.ANTECEDENT_NEVER_HOLDS or "=" not in brief([one])[0][2]
    ] == []


def test_a_definition_that_a_property_negates_has_no_mark(tmp_path: Path) -> None:
    body = f"{LAMP}Bad == on /\\ (x = 0 \\/ x > 2)\nSafe == ~Bad"
    assert marks_of(tmp_path, body) == []


def test_a_definition_of_the_steps_keeps_its_marks_if_a_property_negates_it(tmp_path: Path) -> None:
    step = "Odd == Low /\\ x' = 2 /\\ UNCHANGED on\nLow == x = 1 \\/ on"
    marks = marks_of(tmp_path, f"{PLAIN}{step}\nSafe == ~(Low /\\ x > 2)")
    assert brief(marks) == [("Low", "true", "x = 1"), ("Low", "true", "on")]


def test_the_condition_of_an_if_in_a_propertys_helper_is_marked(tmp_path: Path) -> None:
    body = f"{LAMP}Limit(s) == IF s THEN 2 ELSE 3\nSafe == x <= Limit(on)"
    # The name `s` is bound: its value differs from call to call.
    assert marks_of(tmp_path, body) == []
    body = f"{LAMP}Fine == IF on THEN x < 3 ELSE x < 9\nSafe == Fine"
    assert [one[:2] for one in brief(marks_of(tmp_path, body))] == [
        ("Fine", "true"),
        ("Fine", "false"),
    ]


@pytest.mark.parametrize("condition", ["Cap = 2", "Cap > 1 /\\ Strict", "Small"])
def test_a_condition_about_constants_has_no_mark(tmp_path: Path, condition: str) -> None:
    body = f"CONSTANTS Cap, Strict\nSmall == Cap < 3\n{LAMP}Safe == {condition} => x < 3"
    assert marks_of(tmp_path, body, f"{CHECKED}CONSTANTS Cap = 2 Strict = TRUE\n") == []


def test_a_type_invariant_has_no_mark(tmp_path: Path) -> None:
    body = LAMP.replace("x \\in 0 .. 2", "(x \\in 0 .. 2 \\/ on)")
    assert marks_of(tmp_path, body, "SPECIFICATION Spec\nINVARIANT TypeOK\n") == []


def test_a_condition_in_a_temporal_formula_comes_with_a_variable(tmp_path: Path) -> None:
    [mark] = marks_of(tmp_path, f"{LAMP}Safe == [](x = 1 => on)", PROPERTY)
    assert (mark.variable, brief([mark])[0][2]) == ("on", "x = 1")
    [mark] = marks_of(tmp_path, f"{LAMP}Safe == x = 1 => on")
    assert mark.variable == ""


def test_a_temporal_condition_has_no_mark(tmp_path: Path) -> None:
    marks = marks_of(tmp_path, f"{LAMP}Safe == []<>(x = 2) => <>(on)", PROPERTY)
    assert marks == []


def test_a_temporal_formula_of_an_extended_module_gets_a_variable_of_that_module(
    tmp_path: Path,
) -> None:
    level = "EXTENDS Naturals\nVARIABLE level\nSafe == [](level = 1 => level < 2)"
    body = LAMP.replace("Init ==", "Init == level = 0 /\\").replace("on' =", "level' = 0 /\\ on' =")
    [mark] = marks_of(tmp_path, body, PROPERTY, Level=level)
    assert mark.variable == "level"


def test_a_temporal_formula_of_a_module_without_variables_has_no_mark(tmp_path: Path) -> None:
    rule = "EXTENDS Naturals\nSoon(p) == [](p => <>p)\nNever(v) == [](v > 1 => v > 0)"
    assert marks_of(tmp_path, f"{LAMP}Safe == Never(x)", PROPERTY, Rule=rule) == []


def test_a_module_that_is_only_an_instance_has_no_mark(tmp_path: Path) -> None:
    job = parsed(
        tmp_path,
        f"{LAMP}Other == INSTANCE Other WITH v <- x\nSafe == Other!Fine",
        CHECKED,
    )
    (tmp_path / "Other.tla").write_text(
        "---- MODULE Other ----\nEXTENDS Naturals\nVARIABLE v\nFine == v = 1 => v < 2\n====\n"
    )
    assert vacuity_marks(job) == []


def test_one_condition_that_two_properties_share_is_marked_once(tmp_path: Path) -> None:
    body = f"{LAMP}Low == on => x < 3\nSafe == Low\nAlso == Low"
    marks = marks_of(tmp_path, body, "SPECIFICATION Spec\nINVARIANTS Safe Also\n")
    assert brief(marks) == [("Low", "true", "on")]


def test_marks_of_steps_come_before_those_of_properties(tmp_path: Path) -> None:
    step = "Odd == (x = 1 \\/ on) /\\ x' = 2 /\\ UNCHANGED on"
    marks = marks_of(tmp_path, f"{PLAIN}{step}\nSafe == on => x < 3")
    assert [mark.definition.name for mark in marks] == ["Odd", "Odd", "Safe"]
    assert {mark.want for mark in marks} == {Want.TRUE}


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("on \\/ x = 1", ["on", "x = 1"]),
        ("\\/ on\n        \\/ x = 1", ["on", "x = 1"]),
        ("(on \\/ x = 1) \\/ x = 2", ["x = 2"]),
        ("\\/ on", []),
        ("on /\\ x = 1", []),
    ],
)
def test_disjuncts_are_those_of_one_disjunction(
    tmp_path: Path, formula: str, found: list[str]
) -> None:
    sources = parsed(tmp_path, f"{LAMP}Safe == {formula}", CHECKED)
    nodes = disjuncts(definition(sources, "Safe").body)
    assert [one_line_expression(node) for node in nodes] == found
