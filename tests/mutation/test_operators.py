"""The mutation operators: how each changes a step, and what none of them changes."""

from pathlib import Path

import pytest

from moltverify.mutation.mutants import MutantGenerator
from moltverify.tla.syntax_tree import parse, walk
from tests.mutation.parsed import SYSTEM, mutants_of, sources_of, texts


@pytest.mark.parametrize(
    ("operator", "step", "made"),
    [
        ("drop a conjunct", "x < 3 /\\ x' = 1 /\\ mode' = mode", ["TRUE /\\ x' = 1"]),
        ("negate a conjunct", "x < 3 /\\ x' = 1 /\\ mode' = mode", ["~(x < 3) /\\ x' = 1"]),
        ("negate a conjunct", "~(x < 3) /\\ x' = 1 /\\ mode' = mode", ["(x < 3) /\\ x' = 1"]),
        ("negate a conjunct", "x' = (IF x < 3 THEN 1 ELSE 2) /\\ mode' = mode", ["IF ~(x < 3)"]),
        ("negate a conjunct", "x' \\in {i \\in 0 .. 3 : i > x} /\\ mode' = mode", [": ~(i > x)}"]),
        ("swap and, or", "(x < 3 /\\ x # 1) /\\ x' = 1 /\\ mode' = mode", ["x < 3 \\/ x # 1"]),
        ("swap =, #", "x = 3 /\\ x' = 1 /\\ mode' = mode", ["x # 3 /\\"]),
        ("swap =, #", "x /= 3 /\\ x' = 1 /\\ mode' = mode", ["x = 3 /\\"]),
        ("swap <, <=", "x < 3 /\\ x' = 1 /\\ mode' = mode", ["x <= 3"]),
        ("swap <, <=", "x >= 3 /\\ x' = 1 /\\ mode' = mode", ["x > 3"]),
        ("off by one", "x < 3 /\\ x' = 1 /\\ mode' = mode", ["x < (3 - 1)"]),
        ("off by one", "x <= 3 /\\ x' = 1 /\\ mode' = mode", ["x <= (3 + 1)"]),
        ("off by one", "x + 1 > 2 * x /\\ x' = 1 /\\ mode' = mode", ["> ((2 * x) + 1)"]),
        ("off by one", "x >= 3 /\\ x' = 1 /\\ mode' = mode", ["x >= (3 - 1)"]),
        ("swap +, -", "x' = x + 1 /\\ mode' = mode", ["x - 1"]),
        ("swap quantifiers", "(\\E i \\in {1} : i = x) /\\ x' = 1 /\\ mode' = mode", ["\\A i"]),
        ("swap set operations", "x' \\in ({x} \\cup {1}) /\\ mode' = mode", ["{x} \\ {1}"]),
        ("swap set operations", "x \\in {1} /\\ x' = 2 /\\ mode' = mode", ["x \\notin {1}"]),
        ("keep an assigned variable", "x' = x + 1 /\\ UNCHANGED mode", ["x' = x /\\"]),
        ("keep an assigned variable", "x' \\in {1, 2} /\\ UNCHANGED mode", ["x' = x /\\"]),
        ("change an UNCHANGED", "x' = 1 /\\ UNCHANGED mode", ['(mode\' = "on")']),
        (
            "change an UNCHANGED",
            "UNCHANGED <<x, mode>>",
            ["(UNCHANGED <<mode>> /\\ x' = 0)", '(UNCHANGED <<x>> /\\ mode\' = "on")'],
        ),
        ("swap constants", "mode = \"on\" /\\ x' = 1 /\\ mode' = mode", ['mode = "off"']),
        ("swap constants", "x' = 1 /\\ mode' = \"off\"", ['mode\' = "on"']),
    ],
)
def test_an_operator_changes_one_thing(
    tmp_path: Path, operator: str, step: str, made: list[str]
) -> None:
    found = texts(mutants_of(tmp_path, step), operator)
    assert len(found) == len(made)
    for text, piece in zip(found, made, strict=True):
        assert piece in text


@pytest.mark.parametrize(
    ("operator", "step"),
    [
        # TLC could evaluate none of these.
        ("drop a conjunct", "x' = 1 /\\ mode' = mode"),
        ("negate a conjunct", "x' = 1 /\\ mode' = mode"),
        ("swap and, or", "x' = 1 /\\ mode' = mode"),
        ("swap =, #", "x' = 1 /\\ mode' = mode"),
        ("swap quantifiers", "\\E i \\in {1, 2} : x' = i /\\ mode' = mode"),
        # x # 1 says the same as ~(x = 1).
        ("negate a conjunct", "x = 1 /\\ x' = 2 /\\ mode' = mode"),
        ("keep an assigned variable", "x' = x /\\ mode' = mode"),
    ],
)
def test_changes_that_tlc_could_not_evaluate_or_that_change_nothing_are_not_made(
    tmp_path: Path, operator: str, step: str
) -> None:
    assert texts(mutants_of(tmp_path, step), operator) == []


def test_properties_types_and_initial_values_are_not_changed(tmp_path: Path) -> None:
    mutants = mutants_of(tmp_path, "x < 3 /\\ x' = x + 1 /\\ UNCHANGED mode")
    assert {mutant.definition.name for mutant in mutants} == {"Init", "Step"}
    assert {m.operator for m in mutants if m.definition.name == "Init"} == {"swap constants"}


def test_bounds_of_the_model_are_not_changed(tmp_path: Path) -> None:
    bound = 'Modes == {"on"} \\cup {"off"}'
    mutants = mutants_of(tmp_path, "x' = 1 /\\ mode' \\in Modes", bound)
    assert "Modes" not in {mutant.definition.name for mutant in mutants}


def test_an_initial_value_that_binds_a_name_may_stand_where_that_name_is_bound(
    tmp_path: Path,
) -> None:
    more = "VARIABLE seen\nInitSeen == seen = [i \\in 0 .. 9 |-> i > 1]"
    system = f"{SYSTEM}{more}".replace('mode = "on"', 'mode = "on" /\\ InitSeen')
    step = "Step == \\E i \\in 0 .. 3 : x' = i /\\ UNCHANGED <<mode, seen>>"
    mutants = list(MutantGenerator(sources_of(tmp_path, f"{system}\n{step}")).mutants())
    made = texts(mutants, "change an UNCHANGED")
    assert "seen' = [iMoltverify \\in 0 .. 9 |-> iMoltverify > 1]" in made[1]


def test_every_mutant_is_still_a_module(tmp_path: Path) -> None:
    step = """
        /\\ x < 3
        /\\ \\/ mode = "on" /\\ x # 2
           \\/ mode = "off"
        /\\ IF x = 1 THEN /\\ x' = x + 1
                         /\\ mode' = "off"
                    ELSE UNCHANGED <<x, mode>>"""
    mutants = mutants_of(tmp_path, step)
    assert len(mutants) > 15
    for mutant in mutants:
        kinds = {one.type for one in walk(parse(mutant.modules["M"]))}
        assert not kinds & {"ERROR", "MISSING"}, mutant.diff


def test_a_mutant_has_a_name_of_its_own_and_the_same_one_each_time(tmp_path: Path) -> None:
    step = 'x < 3 /\\ mode = "on" /\\ x\' = x + 1 /\\ UNCHANGED mode'
    names = [mutant.id for mutant in mutants_of(tmp_path, step)]
    assert len(set(names)) == len(names)
    assert [mutant.id for mutant in mutants_of(tmp_path, step)] == names
