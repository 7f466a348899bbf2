"""A model of given states: the module that holds them, and how it begins and goes on."""

from pathlib import Path

import pytest

from moltverify.audit.experiments.explicit_states import (
    explicit_states_experiment,
    is_declared,
    model_values,
    states_module,
)
from moltverify.audit.experiments.state_sample import State
from moltverify.audit.experiments.tlc_registers import printed_numbers
from moltverify.running.engine_selection import LaunchFor
from moltverify.tla.config import read_config
from moltverify.tla.syntax_tree import first_error, parse
from moltverify.tla.value_types import FunctionValue, ModelValue, SetValue
from tests.audit.benches import bench_in
from tests.audit.experiments.questions import question

A, B = ModelValue("a"), ModelValue("b")
STATES: list[State] = [(True, 0), (False, 2)]


def test_the_states_are_a_sequence_of_tuples_in_the_variables_order() -> None:
    text = states_module(STATES)
    assert "All == <<\n  <<TRUE, 0>>,\n  <<FALSE, 2>>\n>>" in text
    assert "CONSTANTS" not in text
    assert first_error(parse(text.encode())) is None


def test_model_values_in_states_are_declared() -> None:
    states: list[State] = [(SetValue((B,)), FunctionValue(((A, 1),))), (A, 2)]
    assert model_values(states) == ["a", "b"]
    assert "CONSTANTS a, b\n" in states_module(states)


def root_text(folder: Path, formula: str, states: list[State], skipped: set[int]) -> str:
    asked = question(folder, formula)
    experiment = explicit_states_experiment(asked, states, skipped)
    text = experiment.modules[experiment.root].decode()
    assert first_error(parse(text.encode())) is None
    return text


def test_it_begins_in_each_state_but_those_that_are_skipped(tmp_path: Path) -> None:
    text = root_text(tmp_path, "x < 3", STATES, {2, 1})
    assert "MoltverifyStatesGiven == (DOMAIN MoltverifyStates!All) \\ {1, 2}" in text
    begin = text[text.index("MoltverifyBegin ==") :]
    assert "/\\ on = MoltverifyStates!All[MoltverifyAt][1]\n" in begin
    assert "/\\ x = MoltverifyStates!All[MoltverifyAt][2]\n" in begin


def test_formulas_about_states_need_no_step(tmp_path: Path) -> None:
    text = root_text(tmp_path, "x < 3", STATES, set())
    go = text[text.index("MoltverifyGo ==") :]
    assert "/\\ UNCHANGED MoltverifyAt\n  /\\ UNCHANGED on\n  /\\ UNCHANGED x\n" in go
    assert "All[MoltverifyAt']" not in text


def test_formulas_about_steps_have_one_from_each_state_to_each(tmp_path: Path) -> None:
    text = root_text(tmp_path, "[][x' > x]_x", STATES, set())
    go = text[text.index("MoltverifyGo ==") :]
    assert "/\\ MoltverifyAt' \\in MoltverifyStatesGiven\n" in go
    assert "/\\ x' = MoltverifyStates!All[MoltverifyAt'][2]\n" in go
    assert "UNCHANGED" not in go


@pytest.mark.parametrize(
    ("formula", "at"), [("x < 3", "MoltverifyAt"), ("[][x' > x]_x", "MoltverifyAt'")]
)
def test_each_state_is_printed_before_its_formulas(tmp_path: Path, formula: str, at: str) -> None:
    text = root_text(tmp_path, formula, STATES, set())
    before, _, after = text.partition(f'PrintT(<<"moltverify at", {at}>>) /\\ (MoltverifyTyped =>')
    assert before
    assert after.startswith(" MoltverifyProbeAll)")


def test_a_model_value_that_the_model_lacks_becomes_a_constant(tmp_path: Path) -> None:
    asked = question(
        tmp_path,
        "on # a",
        body="CONSTANT a\nVARIABLES on, x\nTypeOK == TRUE\n",
        config="CONSTANT a = a\n",
    )
    assert is_declared(asked.sources, "a")
    assert is_declared(asked.sources, "TypeOK")
    assert not is_declared(asked.sources, "b")
    experiment = explicit_states_experiment(asked, [(A, B)], set())
    assert "\nCONSTANTS b\n" in experiment.modules[experiment.root].decode()
    constants = read_config(experiment.config).constants
    assert [(one.name, one.value) for one in constants] == [("a", A), ("b", B)]


@pytest.mark.tlc
def test_tlc_finds_the_formulas_that_the_states_break_and_prints_the_states(
    tmp_path: Path,
    launch_for: LaunchFor,
) -> None:
    asked = question(tmp_path / "model", "x < 2", "x < 3", "on \\/ x > 0")
    bench = bench_in(tmp_path, launch_for)
    seen = bench.observe(explicit_states_experiment(asked, STATES, set()))
    skipped = bench.observe(explicit_states_experiment(asked, STATES, {2}))
    assert printed_numbers(seen) == {0}
    assert {line for line in seen.printed if "moltverify at" in line} == {
        '<<"moltverify at", 1>>',
        '<<"moltverify at", 2>>',
    }
    assert printed_numbers(skipped) == set()


@pytest.mark.tlc
def test_tlc_finds_the_formulas_that_a_step_between_states_breaks(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    asked = question(tmp_path / "model", "[][x' > x]_x", "[][x' # x]_x", "[][x' < 3]_x")
    bench = bench_in(tmp_path, launch_for)
    seen = bench.observe(explicit_states_experiment(asked, STATES, set()))
    # Between two states with one x there is no step of [A]_x.
    assert printed_numbers(seen) == {0}
