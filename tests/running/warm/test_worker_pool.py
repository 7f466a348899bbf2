"""Workers that die, are killed, run out of memory or time, or reach their limit of runs."""

import os
import shutil
import signal
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.command import TlcCommand
from moltverify.running.java_search import Java
from moltverify.running.job import TlcOptions
from moltverify.running.process import End
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.worker_pool import WarmPool
from moltverify.tlc.outcome import Failed, FailureReason, Holds, Stopped, StopReason, Violated
from tests.running.kinds import (
    ENDLESS,
    GREEDY,
    INIT_NEXT,
    KINDS,
    SETS,
    Kind,
    run,
    ticking,
    warm_workers,
    write,
)

pytestmark = pytest.mark.tlc


def test_a_worker_serves_one_model_after_the_other(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    for name in ("holds", "invariant", "liveness", "assumption"):
        run(write(tmp_path / name, KINDS[name]), toolchain, tmp_path / name / "logs", pool.launch)
    assert len(pool.idle) == 1
    assert len(warm_workers()) == 1


def test_a_model_whose_worker_is_killed_runs_again_in_a_process(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    def kill(_: TlcCommand) -> None:
        for worker in warm_workers():
            os.kill(worker, signal.SIGKILL)

    model = write(tmp_path / "spec", Kind(SETS + "Inv == s # {99}", INIT_NEXT + "INVARIANT Inv"))
    killed = run(model, toolchain, tmp_path / "logs", ticking(pool.launch, kill))
    assert killed.reading.outcome == Holds()
    assert killed.reading.statistics.distinct == 2**15
    assert killed.finished.engine == "process"
    assert killed.finished.note.startswith("the warm worker died (exit code -9)")


def test_a_worker_whose_run_ends_after_the_pool_was_closed_is_ended_too(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    # Dask closes a worker's pool and does not wait for its runs.
    launch = ticking(pool.launch, lambda _: pool.close())
    model = write(tmp_path / "spec", Kind(SETS + "Inv == s # {99}", INIT_NEXT + "INVARIANT Inv"))
    ended = run(model, toolchain, tmp_path / "logs", launch)
    assert (ended.reading.outcome, ended.finished.engine) == (Holds(), "warm")
    assert warm_workers() == []


# A large model: ten seconds. The test above shows the same for a worker that a signal ends.
@pytest.mark.nightly
def test_a_tlc_that_ends_its_machine_runs_again_in_a_process(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    def take_disk_away(command: TlcCommand) -> None:
        # tlc2.util.StatePoolWriter ends the JVM when the queue's folder does not exist.
        has_begun = "Finished computing initial states" in command.output.read_text()
        if has_begun and warm_workers():
            for stamp in command.private.states.iterdir():
                shutil.rmtree(stamp)

    wide = SETS.replace("15", "17")  # large enough that TLC writes its queue to disk
    model = write(tmp_path / "spec", Kind(wide + "Inv == s # {99}", INIT_NEXT + "INVARIANT Inv"))
    ended = run(model, toolchain, tmp_path / "logs", ticking(pool.launch, take_disk_away))
    assert ended.reading.outcome == Holds()
    assert ended.reading.statistics.distinct == 2**17
    assert ended.finished.note.startswith("the warm worker died")


def test_a_model_that_never_ends_is_stopped_at_its_deadline_with_its_worker(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    endless = run(model, toolchain, tmp_path / "logs", pool.launch, timeout=1.5)
    assert endless.reading.outcome == Stopped(StopReason.TIMEOUT)
    assert endless.finished.end is End.TIMED_OUT
    assert warm_workers() == []


@pytest.mark.nightly  # test_warm_suite.py and the process engine show it too
def test_memory_that_runs_out_is_said_and_costs_only_the_worker(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", Kind(GREEDY, INIT_NEXT, TlcOptions(heap="48m")))
    greedy = run(model, toolchain, tmp_path / "logs", pool.launch)
    assert isinstance(greedy.reading.outcome, Failed)
    assert greedy.reading.outcome.reason is FailureReason.OUT_OF_MEMORY
    assert pool.idle == []


def test_a_worker_that_cannot_start_java_is_replaced_by_a_process(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    (tmp_path / "jpype.py").write_text("raise ImportError('no JPype here')\n")
    model = write(tmp_path / "spec", KINDS["invariant"])
    invariant = run(model, toolchain, tmp_path / "logs", pool.launch)
    assert isinstance(invariant.reading.outcome, Violated)
    assert "no JPype here" in invariant.finished.note


@pytest.mark.nightly  # test_warm_suite.py runs models at the same time
def test_models_at_the_same_time_have_a_worker_each(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    def check(name: str) -> None:
        for turn in range(3):
            logs = tmp_path / name / str(turn)
            ends[f"{name} {turn}"] = run(
                models[name], toolchain, logs, pool.launch
            ).finished.exit_code

    models = {name: write(tmp_path / name, KINDS[name]) for name in ("invariant", "liveness")}
    ends: dict[str, int] = {}
    threads = [threading.Thread(target=check, args=(name,)) for name in models]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends == {f"invariant {n}": 12 for n in range(3)} | {f"liveness {n}": 0 for n in range(3)}
    assert len(pool.idle) == 2


@pytest.mark.nightly  # two machines one after the other
def test_another_heap_needs_another_machine(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    for heap in ("256m", "300m"):
        kind = Kind(KINDS["holds"].body, KINDS["holds"].config, TlcOptions(heap=heap))
        run(write(tmp_path / heap, kind), toolchain, tmp_path / heap / "logs", pool.launch)
    assert [one.machine.options.count("-Xmx300m") for one in pool.idle] == [1]
    assert len(warm_workers()) == 1


def test_a_java_without_a_library_runs_in_a_process(
    pool: WarmPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    launcher = tmp_path / "bin" / "java"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec "{toolchain.java.path}" "$@"\n')
    launcher.chmod(0o755)
    bare = replace(toolchain, java=Java(launcher, "a test"))
    ran = run(write(tmp_path / "spec", KINDS["holds"]), bare, tmp_path / "logs", pool.launch)
    assert ran.reading.outcome == Holds()
    assert ran.finished.engine == "process"
    assert pool.idle == []
