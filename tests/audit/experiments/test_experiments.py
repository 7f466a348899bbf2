"""The bench: which experiments run, which are found again, and what is never kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import (
    KIND,
    Experiment,
)
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.job import TlcOptions
from moltverify.running.staged_files import StagedFile
from moltverify.store.keyed import KeyedStore
from moltverify.tlc.outcome import Failed, Holds, Stopped, StopReason
from tests.audit.benches import bench_in
from tests.audit.played import Played, coverage, failing, holding, stage_in, timed_out

MODULE = (
    "---- MODULE M ----\nEXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = 1 - x\n====\n"
)
EXPERIMENT = Experiment(
    modules={"M": MODULE.encode()},
    root="M",
    config="INIT Init\nNEXT Next\n",
    options=TlcOptions(timeout=5),
    timeout=9,
)
OTHERS: list[Callable[[Experiment], Experiment]] = [
    lambda one: replace(one, modules={"M": MODULE.encode() + b"\n"}),
    lambda one: replace(one, modules={**one.modules, "N": b"---- MODULE N ----\n====\n"}),
    lambda one: replace(one, config="INIT Init\nNEXT Next\nCONSTANT C = 1\n"),
    lambda one: replace(one, data=(StagedFile("log.txt", b"a line"),)),
    lambda one: replace(one, more=("-coverage", "1")),
    lambda one: replace(one, timeout=10),
    lambda one: replace(one, options=TlcOptions(heap="2g")),
    lambda one: replace(one, options=TlcOptions(deadlock=False)),
]


def test_tlc_gets_the_files_of_an_experiment_and_one_thread(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding())
    experiment = replace(
        EXPERIMENT, data=(StagedFile("log.txt", b"a line"),), more=("-coverage", "1")
    )
    bench.run(experiment)
    [spec] = stage.specs
    assert spec.files == {"M.tla": MODULE, "M.cfg": EXPERIMENT.config, "log.txt": "a line"}
    assert ("-workers", "1") in zip(spec.options, spec.options[1:], strict=False)
    assert ("-coverage", "1") in zip(spec.options, spec.options[1:], strict=False)


def test_what_a_run_did_is_observed(tmp_path: Path) -> None:
    place = "line 4, col 1 to line 4, col 4 of module M"
    run = holding("1", distinct=7, depth=4, coverage=coverage(f"Next {place}"), seconds=2.5)
    _, bench = stage_in(tmp_path, run)
    seen = bench.run(EXPERIMENT)
    assert (seen.outcome, seen.printed, seen.seconds) == (Holds(), ("1",), 2.5)
    assert (seen.statistics.distinct, seen.statistics.depth) == (7, 4)
    assert seen.coverage
    assert [one.name for one in seen.coverage.actions] == ["Next"]


def test_nothing_of_a_run_is_left_in_its_folder(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path, holding())
    bench.run(EXPERIMENT)
    assert list((tmp_path / "run").iterdir()) == []


@pytest.mark.parametrize("run", [holding("1"), failing(), timed_out()])
def test_an_observation_is_found_again(tmp_path: Path, run: Played) -> None:
    stage, bench = stage_in(tmp_path, run)
    assert bench.observe(EXPERIMENT) == bench.observe(EXPERIMENT)
    _, later = stage_in(tmp_path)
    assert later.observe(EXPERIMENT) == bench.observe(EXPERIMENT)
    assert len(stage.specs) == 1


def test_a_bench_may_run_what_is_known_again(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding(), holding(), again=True)
    bench.observe(EXPERIMENT)
    bench.observe(EXPERIMENT)
    assert len(stage.specs) == 2


@pytest.mark.parametrize("change", OTHERS)
def test_an_experiment_that_differs_in_anything_runs(
    tmp_path: Path, change: Callable[[Experiment], Experiment]
) -> None:
    stage, bench = stage_in(tmp_path, holding(), holding())
    bench.observe(EXPERIMENT)
    bench.observe(change(EXPERIMENT))
    assert len(stage.specs) == 2


def test_the_models_own_time_and_threads_make_no_difference(tmp_path: Path) -> None:
    _, bench = stage_in(tmp_path)
    other = replace(EXPERIMENT, options=TlcOptions(timeout=99, workers=4))
    assert bench.digest(EXPERIMENT) == bench.digest(other)


def test_an_observation_that_was_interrupted_is_not_kept(tmp_path: Path) -> None:
    interrupted = Played("", exit_code=130)
    stage, bench = stage_in(tmp_path, interrupted, holding())
    assert bench.observe(EXPERIMENT).outcome == Stopped(StopReason.INTERRUPTED)
    assert bench.observe(EXPERIMENT).outcome == Holds()
    assert len(stage.specs) == 2


def test_a_file_that_cannot_be_read_counts_as_not_kept(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding("1"), holding("1"))
    bench.observe(EXPERIMENT)
    [kept] = tmp_path.rglob("*.json")
    kept.write_bytes(kept.read_bytes()[:-9])
    assert bench.observe(EXPERIMENT).printed == ("1",)
    assert len(stage.specs) == 2


def test_where_nothing_can_be_kept_an_experiment_runs_all_the_same(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, holding())
    bench.kept = KeyedStore(tmp_path / "file" / "below", KIND)
    (tmp_path / "file").write_text("no folder")
    assert bench.observe(EXPERIMENT).outcome == Holds()
    assert len(stage.specs) == 1


def test_a_run_that_does_not_hold_has_no_graph(tmp_path: Path) -> None:
    stage, bench = stage_in(tmp_path, failing())
    assert bench.explore(EXPERIMENT) is None
    assert "-dump" in stage.specs[0].options


@pytest.mark.tlc
def test_tlc_explores_the_whole_graph(tmp_path: Path, launch_for: LaunchFor) -> None:
    bench = bench_in(tmp_path, launch_for)
    graph = bench.explore(EXPERIMENT)
    failed = bench.observe(replace(EXPERIMENT, config="INIT Gone\nNEXT Next\n"))
    assert graph
    assert len(graph.states) == len(graph.edges) == 2
    assert [dict(graph.states[one]) for one in graph.initial] == [{"x": 0}]
    assert isinstance(failed.outcome, Failed)
