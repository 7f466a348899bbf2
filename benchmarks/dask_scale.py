"""`python -m benchmarks.dask_scale`: what Dask costs and bears, written to docs/scale.md.

The overhead is that of real models, on as many workers as cores. For 64 workers one machine is too
small, so there the runs wait in place of TLC, and all the rest is as in earnest.
"""

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event
from typing import NamedTuple

import psutil

from benchmarks.dask_waiting import wait_on_worker
from moltverify.registry.load import load_registry
from moltverify.running.chosen_engine import open_chosen
from moltverify.running.dask.certificates import make_certificates
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.dask.dask_engine import connected_client
from moltverify.running.dask.dask_launch import DaskLauncher
from moltverify.running.dask.worker_versions import versions_with
from moltverify.running.engines import Engine, RunSize
from moltverify.running.job import TlcOptions
from moltverify.running.process import End
from moltverify.running.run_tlc import TlcRun, TlcTask, run_task
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Toolchain, find_toolchain
from moltverify.suite import loop as suite
from moltverify.suite.results import ModelResult

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scale.md"
JOBS, WORKERS, PROCESSES, WAIT = 1000, 64, 8, 10.0
CORES = 2
ROUNDS = 3
PROGRAM = [sys.executable, "-m", "moltverify", "dask"]
MODULE = b"---- MODULE Wait ----\nVARIABLE x\nInit == x = 0\nNext == UNCHANGED x\n====\n"


class Times(NamedTuple):
    """Seconds of clock and of processors for a list of models."""

    clock: float
    processor: float


@contextmanager
def started(arguments: list[str], word: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a service, and yield it with the line in which it says that it serves."""
    process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, next(line for line in process.stdout if word in line).strip()
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def scheduler() -> Iterator[tuple[subprocess.Popen[str], ClusterChoice]]:
    """Start a scheduler on loopback with certificates of its own."""
    with tempfile.TemporaryDirectory() as folder:
        certificates = Path(folder) / "certificates"
        make_certificates(certificates, days=1)
        options = ["--port", "0", "--certificates", str(certificates)]
        with started([*PROGRAM, "scheduler", *options], "tls://") as (process, line):
            yield process, ClusterChoice(line.split()[-1], certificates)


def processor_seconds(services: list[subprocess.Popen[str]]) -> float:
    """Return the processor time of this process and of services, with all that they started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own = sum(one.ru_utime + one.ru_stime for one in used)
    trees = [psutil.Process(one.pid) for one in services]
    living = [*trees, *(below for tree in trees for below in tree.children(recursive=True))]
    # The workers of this process that still run, whose time the system has not added yet.
    living += [one for one in psutil.Process().children(recursive=True) if one not in living]
    return own + sum(sum(one.cpu_times()[:4]) for one in living if one.pid != os.getpid())


def run_models(
    engine: Engine, toolchain: Toolchain, choice: ClusterChoice, claims: int
) -> tuple[list[ModelResult], float]:
    """Run the models of the first claims, and return the results and the seconds of clock."""
    registry = load_registry(ROOT / "specs" / "registry.yaml")
    wanted = {claim.id for claim in registry.claims[:claims]}
    models = [model for model in registry.models if model.claim in wanted]
    with tempfile.TemporaryDirectory() as folder:
        settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=Path(folder) / "run",
            jobs=CORES,
            engine=lambda sizes: open_chosen(engine, sizes, toolchain, choice, CORES),
        )
        began = time.monotonic()
        results = suite.check_models(models, settings, Event(), lambda _: None)
        return results, time.monotonic() - began


def overhead(toolchain: Toolchain, claims: int) -> Iterator[str]:
    """Yield rows of a table: warm workers here, Dask in this process, Dask by TLS."""
    with ExitStack() as stack:
        process, choice = stack.enter_context(scheduler())
        arguments = [*PROGRAM, "worker", str(choice.scheduler), "--workers", str(CORES)]
        arguments += ["--certificates", str(choice.certificates)]
        workers, _ = stack.enter_context(started(arguments, "at work"))
        ways = {
            "warm workers, without Dask": (Engine.AUTO, ClusterChoice()),
            "`--engine dask`, in this process": (Engine.DASK, ClusterChoice()),
            "`--engine dask --scheduler`, by TLS": (Engine.DASK, choice),
        }
        times: dict[str, list[Times]] = {name: [] for name in ways}
        count = 0
        # In turns, so that what else the machine does falls on all; the first turn warms up.
        for turn in range(ROUNDS + 1):
            for name, (engine, cluster) in ways.items():
                before = processor_seconds([process, workers])
                results, clock = run_models(engine, toolchain, cluster, claims)
                assert all(result.ok for result in results), name
                used = processor_seconds([process, workers]) - before
                count = len(results)
                if turn:
                    times[name].append(Times(clock, used))
                print(f"{name}: {clock:.1f} s of clock, {used:.1f} s of processors", flush=True)
    base = best(times["warm workers, without Dask"])
    yield f"| {count} models on {CORES} workers | clock | processors | per model more |"
    yield "| --- | ---: | ---: | ---: |"
    for name, all_times in times.items():
        one = best(all_times)
        more = 1000 * (one.processor - base.processor) / count
        yield (
            f"| {name} | {one.clock:.1f} s ({one.clock / base.clock:.2f}) | {one.processor:.1f} s "
            f"({one.processor / base.processor:.2f}) | {more:.0f} ms |"
        )


def best(times: list[Times]) -> Times:
    """Return the least of each kind."""
    return Times(min(one.clock for one in times), min(one.processor for one in times))


def simulated(toolchain: Toolchain, kill: bool) -> Iterator[str]:
    """Yield a row of a table: runs that wait, on many workers, of which a third may be killed."""
    with ExitStack() as stack:
        process, choice = stack.enter_context(scheduler())
        place = [str(choice.scheduler), str(choice.certificates), str(WORKERS // PROCESSES)]
        arguments = [sys.executable, "-m", "benchmarks.dask_waiting", *place]
        workers = [stack.enter_context(started(arguments, "at work"))[0] for _ in range(PROCESSES)]
        client = stack.enter_context(connected_client(choice, 1))
        client.wait_for_workers(WORKERS, timeout=60)
        launcher = DaskLauncher(
            client, versions_with(toolchain.java), toolchain.jar, wait_on_worker
        )
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        memory = psutil.Process(process.pid).memory_info
        before = memory().rss
        if kill:
            third = workers[: PROCESSES // 3 + 1]
            timer = threading.Timer(JOBS * WAIT / WORKERS / 2, kill_all, [third])
            timer.start()
        began = time.monotonic()
        with ThreadPoolExecutor(WORKERS) as pool:
            runs = list(
                pool.map(lambda at: waited(launcher, toolchain, folder / str(at)), range(JOBS))
            )
        clock = time.monotonic() - began
        after = memory().rss
        launcher.close()
    ended = [run for run in runs if run.finished.end is End.EXITED]
    again = [run for run in ended if run.finished.note]
    killed = f", {len(third) * WORKERS // PROCESSES} killed at half time" if kill else ""
    yield (
        f"| {JOBS:,} runs of {WAIT:.0f} s on {WORKERS} workers{killed} | {clock:.1f} s | "
        f"{JOBS * WAIT / clock:.1f} | {len(ended):,} | {len(again)} | "
        f"{before >> 20} MB, {after >> 20} MB |"
    )


def kill_all(processes: list[subprocess.Popen[str]]) -> None:
    """Kill processes so that they cannot tidy up."""
    for process in processes:
        process.send_signal(signal.SIGKILL)


def waited(launcher: DaskLauncher, toolchain: Toolchain, logs: Path) -> TlcRun:
    """Make one run that waits, with all that the client does for a run of TLC."""
    task = TlcTask(
        files=made_staged_files({"Wait": MODULE}, "Wait", "INIT Init\nNEXT Next\n"),
        options=TlcOptions(timeout=WAIT, environment=()),
        toolchain=toolchain,
        logs=logs,
    )
    return run_task(task, launcher.launch_for(RunSize.SMALL))


def main() -> None:
    """Measure, and write the section of the page."""
    toolchain = find_toolchain(None, os.environ)
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    rows = [
        *(row for kill in (False, True) for row in simulated(toolchain, kill)),
        "",
        *overhead(toolchain, claims),
    ]
    head = "| | clock | speed-up | results | made again | scheduler's memory, before and after |"
    table = "\n".join([head, "| --- | ---: | ---: | ---: | ---: | ---: |", *rows])
    print(table)
    text = PAGE.read_text(encoding="utf-8")
    begin, end = "<!-- measured -->", "<!-- end -->"
    PAGE.write_text(
        re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n\n{table}\n\n{end}", text, flags=re.DOTALL),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
