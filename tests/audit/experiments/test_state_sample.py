"""The sample of states: the invariant that prints it, and what is read of the lines."""

from pathlib import Path

import pytest

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.state_sample import (
    DENSE,
    MODULE,
    SAMPLE,
    SAMPLING,
    read_sample,
    sample_definitions,
)
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.job import TlcOptions
from moltverify.tla.syntax_tree import first_error, parse
from moltverify.tla.value_types import ModelValue, SetValue
from moltverify.tlc.outcome import Holds
from tests.audit.benches import bench_in

COUNTER = """\
---- MODULE Counter ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x < 999 /\\ x' = x + 1
{sample}
====
"""


def line(interval: int, state: str) -> str:
    return f'<<"moltverify reached", {interval}, <<{state}>>>>'


def test_the_generated_module_is_one() -> None:
    assert first_error(parse(MODULE.encode())) is None


def test_the_invariant_is_about_the_variables_in_their_order() -> None:
    assert sample_definitions(["door", "key"])[-1] == f"{SAMPLE} == {SAMPLING}!Note(<<door, key>>)"


def test_states_of_the_largest_interval_come_first_in_the_order_of_their_lines() -> None:
    printed = [line(1, "1"), line(3, "2"), line(1, "3"), line(3, "4")]
    assert list(read_sample(printed)) == [(2,), (4,), (1,), (3,)]


def test_a_value_that_tlc_wraps_is_read_whole() -> None:
    printed = ['<< "moltverify reached",', "   1,", '   <<2, "x",', "     {a}>> >>"]
    assert list(read_sample(printed)) == [(2, "x", SetValue((ModelValue("a"),)))]


@pytest.mark.parametrize(
    "other",
    ["1", '<<"moltverify saw", 9001>>', '<<"moltverify reached", 1', '<<"moltverify reached", 1>>'],
)
def test_other_lines_are_passed_over(other: str) -> None:
    assert list(read_sample([other, line(1, "7"), other])) == [(7,)]


def test_no_line_is_no_state() -> None:
    assert list(read_sample([])) == []


@pytest.mark.tlc
def test_tlc_prints_the_first_states_and_then_ever_fewer(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    sample = "\n".join(sample_definitions(["x"]))
    experiment = Experiment(
        modules={"Counter": COUNTER.format(sample=sample).encode(), SAMPLING: MODULE.encode()},
        root="Counter",
        config=f"INIT Init\nNEXT Next\nINVARIANT {SAMPLE}\n",
        options=TlcOptions(deadlock=False),
        timeout=60,
    )
    bench = bench_in(tmp_path, launch_for)
    observation = bench.observe(experiment)
    assert (observation.outcome, observation.statistics.distinct) == (Holds(), 1000)
    states = [state[0] for state in read_sample(observation.printed)]
    assert set(range(DENSE)) <= set(states)
    # The first 128 states, then every third one up to 384, then every seventh one.
    assert DENSE * 2 < len(states) < DENSE * 4
    assert states[0] != 0
