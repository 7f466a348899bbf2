"""Graphs of mutants compared with the model's by digests give the results of whole comparisons."""

from functools import cached_property
from pathlib import Path
from threading import Event

import pytest

import moltverify
from moltverify.audit.experiments.experiments import Bench, Experiment
from moltverify.audit.results import MutantResult, MutantStatus
from moltverify.mutation.model_graph import ModelGraph
from moltverify.mutation.mutant_run import MutantRunner
from moltverify.mutation.mutants import Mutant
from moltverify.registry.load import load_registry
from moltverify.registry.records import Claim
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.job import TlcOptions
from tests.audit.benches import bench_in
from tests.conftest import PROJECT

pytestmark = pytest.mark.tlc

SPECS = Path(moltverify.__path__[0]).parent / "specs"
MODULE = """---- MODULE Lamp ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == {next}
Low == x < 9
====
"""
LOOP = "x' = (x + 1) % 3"


class WholeGraph(ModelGraph):
    """Reads every graph, and compares all of it."""

    @cached_property
    def digest(self) -> None:
        """No digest, so none is equal."""
        return None


def lamp(step: str, checks: str = "INVARIANT Low\n") -> Experiment:
    return Experiment(
        modules={"Lamp": MODULE.format(next=step).encode()},
        root="Lamp",
        config=f"INIT Init\nNEXT Next\n{checks}",
        options=TlcOptions(),
        timeout=60,
    )


@pytest.fixture
def bench(tmp_path: Path, launch_for: LaunchFor) -> Bench:
    """A bench with warm workers."""
    return bench_in(tmp_path, launch_for)


@pytest.mark.parametrize(
    "step", [LOOP, f"{LOOP} \\/ UNCHANGED x", f"({LOOP} /\\ x < 2) \\/ ({LOOP})"]
)
def test_a_graph_with_the_same_states_and_steps_has_no_differences(bench: Bench, step: str) -> None:
    for graph in (ModelGraph(bench, lamp(LOOP)), WholeGraph(bench, lamp(LOOP))):
        assert graph.differences(lamp(step), may_equal=True) == ()


def test_an_equal_graph_is_not_read(bench: Bench) -> None:
    graph = ModelGraph(bench, lamp(LOOP))
    graph.differences(lamp(f"{LOOP} \\/ UNCHANGED x"), may_equal=True)
    assert "graph" not in vars(graph)


def test_a_graph_with_another_step_differs_in_it(bench: Bench) -> None:
    step = f"{LOOP} \\/ (x = 2 /\\ x' = 1)"
    found = ModelGraph(bench, lamp(LOOP)).differences(lamp(step), may_equal=True)
    assert found is not None
    assert found[0].startswith("allows 1 more step; the nearest: ")
    assert WholeGraph(bench, lamp(LOOP)).differences(lamp(step), may_equal=True) == found


def test_properties_cost_nothing_when_a_graph_is_explored(bench: Bench) -> None:
    # TLC would refuse the name, if it were still in the config.
    graph = ModelGraph(bench, lamp(LOOP, "INVARIANT Gone\n"))
    assert graph.differences(lamp(LOOP, "PROPERTY Gone\n"), may_equal=True) == ()


def test_a_graph_that_is_not_explored_to_its_end_is_not_compared(bench: Bench) -> None:
    deadlock = lamp("x < 2 /\\ x' = x + 1")
    assert ModelGraph(bench, lamp(LOOP)).differences(deadlock, may_equal=True) is None
    assert ModelGraph(bench, deadlock).differences(lamp(LOOP), may_equal=True) is None


def results(claim: Claim, bench: Bench, whole: bool, wanted: int) -> list[MutantResult | None]:
    """Return the results of some of a claim's mutants, in the order of the text."""
    runner = MutantRunner(claim, bench)
    if whole:
        experiment = runner.baseline_experiment(runner.timeout)
        vars(runner)["graph"] = WholeGraph(bench, experiment)
    chosen: list[Mutant] = list(runner.mutants)[:: max(1, len(runner.mutants) // wanted)]
    return [runner.result(mutant) for mutant in chosen]


def compare(claim: Claim, folder: Path, launch_for: LaunchFor, wanted: int) -> set[MutantStatus]:
    """Compare both kinds of comparison on a claim; return the statuses that occur."""
    # Two benches, because each keeps its results.
    quick, whole = (
        results(claim, bench_in(folder / name, launch_for, Event()), name == "whole", wanted)
        for name in ("quick", "whole")
    )
    assert quick == whole
    return {one.status for one in quick if one}


@pytest.mark.nightly
def test_mutants_of_the_small_project_have_the_results_of_whole_comparisons(
    tmp_path: Path, launch_for: LaunchFor
) -> None:
    [claim] = load_registry(PROJECT / "specs/registry.yaml").claims
    statuses = compare(claim, tmp_path, launch_for, 99)
    assert {MutantStatus.EQUIVALENT, MutantStatus.NOTICED, MutantStatus.SURVIVED} <= statuses


@pytest.mark.campaign
@pytest.mark.slow
@pytest.mark.parametrize(
    "claim", ["pairing-refresh", "pairing-refresh-race", "routing-precedence", "delivered-once"]
)
def test_mutants_of_the_suite_have_the_results_of_whole_comparisons(
    claim: str, tmp_path: Path, launch_for: LaunchFor
) -> None:
    found = load_registry(SPECS / "registry.yaml").claim(claim)
    assert MutantStatus.KILLED in compare(found, tmp_path, launch_for, 25)
