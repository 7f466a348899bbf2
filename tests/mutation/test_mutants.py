"""Mutants of a model: which definitions are changed, where each is, and the changed modules."""

from pathlib import Path

import pytest

from moltverify.mutation.edits import Edit
from moltverify.mutation.mutants import (
    Mutant,
    MutantGenerator,
    assigned_variable,
    initial_values,
    line_diff,
    mutable_definitions,
    part_definitions,
    with_fresh_names,
)
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import FormulaPart
from tests.mutation.parsed import SYSTEM, mutants_of, sources_of

STEP = "Step == x < 3 /\\ x' = x + 1 /\\ UNCHANGED mode"
SPECIFICATION = "SPECIFICATION Spec\nINVARIANTS TypeOK Safe\n"


def names(sources: ParsedModules) -> list[str]:
    return [one.name for one in mutable_definitions(sources)]


def generated(sources: ParsedModules) -> list[Mutant]:
    return list(MutantGenerator(sources).mutants())


def test_initial_states_and_steps_are_changed_in_the_order_of_the_text(tmp_path: Path) -> None:
    assert names(sources_of(tmp_path, f"{SYSTEM}{STEP}")) == ["Init", "Next", "Step"]


def test_a_specification_and_init_with_next_name_the_same_definitions(tmp_path: Path) -> None:
    spec = f"{SYSTEM}{STEP}\nSpec == Init /\\ [][Next]_<<x, mode>> /\\ WF_x(Step)"
    assert names(sources_of(tmp_path, spec, SPECIFICATION)) == ["Init", "Next", "Step"]


def test_an_operator_with_parameters_or_a_variable_is_changed_and_a_constant_is_not(
    tmp_path: Path,
) -> None:
    more = "Limit == 3\nLow(n) == n < Limit\nMany == x > 1\n"
    text = SYSTEM + more + STEP.replace("x < 3", "Low(x) /\\ ~Many")
    assert names(sources_of(tmp_path, text)) == ["Init", "Next", "Low", "Many", "Step"]


def test_a_property_that_a_step_uses_is_not_changed(tmp_path: Path) -> None:
    text = SYSTEM + STEP.replace("x < 3", "Safe /\\ TypeOK")
    assert names(sources_of(tmp_path, text)) == ["Init", "Next", "Step"]


def test_operators_of_extended_modules_come_after_those_of_the_root(tmp_path: Path) -> None:
    text = SYSTEM + STEP.replace("x < 3", "Low(x)")
    sources = sources_of(tmp_path, text, Tools="EXTENDS Naturals\nLow(n) == n < 3")
    assert names(sources) == ["Init", "Next", "Step", "Low"]


def test_the_parts_of_a_specification_include_the_named_definition_itself(tmp_path: Path) -> None:
    sources = sources_of(tmp_path, f"{SYSTEM}{STEP}")
    found = {part: part_definitions(sources, part) for part in FormulaPart}
    assert {one.name for one in found[FormulaPart.INITIAL]} == {"Init"}
    assert {one.name for one in found[FormulaPart.NEXT]} == {"Next", "Step"}


def test_a_mutant_says_where_it_is_and_what_it_changes(tmp_path: Path) -> None:
    [mutant] = [
        one
        for one in generated(sources_of(tmp_path, f"{SYSTEM}{STEP}"))
        if one.operator == "swap +, -"
    ]
    assert mutant.id == "Step 8:23 swap +, - 0"
    assert (mutant.file, mutant.line) == (str(tmp_path / "M.tla"), 8)
    assert mutant.diff == f"-{STEP}\n+{STEP.replace('+', '-')}"
    assert mutant.modules["M"].count(b"x - 1") == 1


def test_two_changes_of_one_node_have_names_of_their_own(tmp_path: Path) -> None:
    changes = mutants_of(tmp_path, "x' = 1 /\\ UNCHANGED <<mode, x>>")
    ids = [one.id for one in changes if one.operator == "change an UNCHANGED"]
    assert len(set(ids)) == len(ids) == 2


def test_all_modules_come_with_a_mutant_and_only_its_own_differ(tmp_path: Path) -> None:
    text = SYSTEM + STEP.replace("x < 3", "Low(x)")
    sources = sources_of(tmp_path, text, Tools="EXTENDS Naturals\nLow(n) == n < 3")
    for mutant in generated(sources):
        changed = [
            name for name, text in mutant.modules.items() if text != sources.by_name[name].text
        ]
        assert changed == [mutant.definition.module]
        assert set(mutant.modules) == {"M", "Tools"}


def test_a_mutant_of_an_inner_module_changes_the_file_that_it_is_in(tmp_path: Path) -> None:
    inner = "---- MODULE Inner ----\nEXTENDS Naturals\nVARIABLE v\nLow == v < 3\n====\n"
    text = f"{SYSTEM}{inner}In == INSTANCE Inner WITH v <- x\n" + STEP.replace("x < 3", "In!Low")
    sources = sources_of(tmp_path, text)
    for mutant in generated(sources):
        assert set(mutant.modules) == {"M"}
        assert mutant.modules["M"] != sources.root.text


def test_an_initial_value_is_a_guard_in_a_step_that_uses_the_same_operator(
    tmp_path: Path,
) -> None:
    shared = "Fresh == x = 0\n"
    system = SYSTEM.replace('x = 0 /\\ mode = "on"', 'Fresh /\\ mode = "on"')
    only_initial = sources_of(tmp_path / "one", f"{shared}{system}{STEP}")
    both = sources_of(tmp_path / "two", f"{shared}{system}{STEP.replace('x < 3', 'Fresh')}")
    found = [
        {one.operator for one in generated(sources) if one.definition.name == "Fresh"}
        for sources in (only_initial, both)
    ]
    assert found == [set(), {"swap =, #"}]


def test_a_conjunct_that_gives_initial_values_through_another_is_not_dropped(
    tmp_path: Path,
) -> None:
    more = 'InitMode == mode = "on"\n'
    system = SYSTEM.replace('/\\ mode = "on"', "/\\ InitMode /\\ 1 < 2")
    dropped = [
        one.diff
        for one in generated(sources_of(tmp_path, f"{more}{system}{STEP}"))
        if one.operator == "drop a conjunct" and one.definition.name == "Init"
    ]
    assert len(dropped) == 1
    assert dropped[0].endswith("/\\ InitMode /\\ TRUE")


@pytest.mark.parametrize(
    ("initial", "values"),
    [
        ("x = 0 /\\ mode \\in {1, 2}", {"x": "= 0", "mode": "\\in {1, 2}"}),
        # It depends on a variable, which has another value in a step.
        ("x = 0 /\\ mode = x", {"x": "= 0"}),
        # Its lines are read by their columns.
        ("x = 0 /\\ mode = (\n  1)", {"x": "= 0"}),
        ("x = 0 /\\ mode > 1", {"x": "= 0"}),
    ],
)
def test_initial_values_are_those_that_may_stand_in_a_step(
    tmp_path: Path, initial: str, values: dict[str, str]
) -> None:
    text = SYSTEM.replace('x = 0 /\\ mode = "on"', initial)
    assert initial_values(sources_of(tmp_path, f"{text}{STEP}")) == values


def test_an_initial_value_of_a_definition_that_init_uses_counts(tmp_path: Path) -> None:
    text = SYSTEM.replace('x = 0 /\\ mode = "on"', "Fresh") + "Fresh == x = 4\n"
    assert initial_values(sources_of(tmp_path, f"{text}{STEP}")) == {"x": "= 4"}


def test_bound_names_get_a_suffix_and_fields_and_strings_do_not(tmp_path: Path) -> None:
    value = "[n \\in 0 .. 2 |-> n + y.n + (CHOOSE m \\in {1} : m = n)]"
    sources = sources_of(tmp_path, f"{SYSTEM}Value == {value}")
    text = with_fresh_names(sources.root.definitions["Value"].body)
    assert text == (
        "[nMoltverify \\in 0 .. 2 |-> nMoltverify + y.n"
        " + (CHOOSE mMoltverify \\in {1} : mMoltverify = nMoltverify)]"
    )


@pytest.mark.parametrize(
    ("conjunct", "variable"),
    [("x = 1", "x"), ("x \\in {1}", "x"), ("1 = x", None), ("x > 1", None), ("y = 1", None)],
)
def test_a_conjunct_assigns_the_variable_on_its_left(
    tmp_path: Path, conjunct: str, variable: str | None
) -> None:
    sources = sources_of(tmp_path, f"{SYSTEM}One == {conjunct}")
    assert assigned_variable(sources, sources.root.definitions["One"].body) == variable


def test_a_diff_has_the_changed_lines_only() -> None:
    text = b"one\ntwo\nthree\n"
    assert line_diff(text, [Edit(4, 7, "2"), Edit(8, 13, "3")]) == "-two\n-three\n+2\n+3"
    assert line_diff(text, [Edit(0, 3, "1"), Edit(8, 13, "3")]) == "-one\n+1\n-three\n+3"
    assert line_diff(text, []) == ""
