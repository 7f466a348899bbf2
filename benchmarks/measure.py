"""Measure commands side by side: all once, then all again, so that changes of load affect all."""

import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec import Struct

MEGABYTE = 1024  # of ru_maxrss on Linux


class Held(Struct, frozen=True):
    """What processes have used that go on from round to round: processor seconds, megabytes."""

    cpu: float = 0.0
    memory: float = 0.0

    @classmethod
    def of(cls, program: int) -> "Held":
        """Return what a process and those below it have used; Linux only, else nothing."""
        ticks, peak = 0, 0.0
        for pid in family(program):
            folder = Path("/proc") / str(pid)
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
            status = (folder / "status").read_text()
            peak = max(peak, int(status.partition("VmHWM:")[2].split()[0]) / MEGABYTE)
        return cls(ticks / os.sysconf("SC_CLK_TCK"), peak)


def family(program: int) -> Iterator[int]:
    """Yield the ids of a process and of all below it; nothing where there is no /proc."""
    threads = Path(f"/proc/{program}/task")
    if not threads.exists():
        return
    yield program
    for thread in list(threads.iterdir()):
        # It may have ended since.
        with suppress(OSError):
            for child in (thread / "children").read_text().split():
                yield from family(int(child))


class Case(Struct, frozen=True):
    """One thing to measure; `against` names the case that its ratio is taken to.

    `held` tells what processes have used that do not end with the run.
    """

    name: str
    section: str
    run: Callable[[], None]
    against: str = ""
    prepare: Callable[[], None] = lambda: None
    held: Callable[[], Held] = Held


class Cost(Struct, frozen=True):
    """The cost of one run: seconds by the clock, seconds of processor time, megabytes.

    Memory is the maximum over its processes, not their sum.
    """

    wall: float
    cpu: float
    memory: float


class Measured(Struct, frozen=True):
    """A case with its costs, one per round."""

    case: Case
    costs: tuple[Cost, ...]

    @property
    def wall(self) -> float:
        """Median seconds by the clock."""
        return statistics.median(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        """Median seconds of processor time."""
        return statistics.median(cost.cpu for cost in self.costs)

    @property
    def memory(self) -> float:
        """Median of the largest process's memory, in megabytes."""
        return statistics.median(cost.memory for cost in self.costs)


def measure(cases: Sequence[Case], rounds: int, say: Callable[[str], None]) -> list[Measured]:
    """Run every case once per round; raises RuntimeError if one fails."""
    costs: dict[str, list[Cost]] = {case.name: [] for case in cases}
    for number in range(1, rounds + 1):
        for case in cases:
            case.prepare()
            cost = cost_of(case)
            costs[case.name].append(cost)
            say(f"round {number}: {case.name}: {cost.wall:.2f} s, processor {cost.cpu:.2f} s")
    return [Measured(case, tuple(costs[case.name])) for case in cases]


def cost_of(case: Case) -> Cost:
    """Run a case and return its cost, with that of all children that have ended."""
    # In a separate process: the system reports the maximum over all children since the start.
    alone = multiprocessing.get_context("fork")
    receiver, sender = alone.Pipe(duplex=False)
    process = alone.Process(target=run_and_send, args=(case, sender))
    process.start()
    sender.close()
    try:
        cost: Cost = receiver.recv()
    except EOFError as error:
        raise RuntimeError(f"{case.name} failed") from error
    finally:
        process.join()
    return cost


def run_and_send(case: Case, sender: Connection) -> None:
    """Run a case and send its cost; an exception ends this process with a traceback."""
    before, started = case.held(), time.monotonic()
    case.run()
    wall, usage = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    after = case.held()
    cpu = usage.ru_utime + usage.ru_stime + after.cpu - before.cpu
    sender.send(Cost(wall, cpu, max(usage.ru_maxrss / MEGABYTE, after.memory)))


def ratio(one: Measured, other: Measured) -> float:
    """Return how many times longer the other took: the median of the rounds' ratios."""
    pairs = zip(one.costs, other.costs, strict=True)
    return statistics.median(theirs.wall / mine.wall for mine, theirs in pairs)


def peak_megabytes(arguments: Sequence[str]) -> float:
    """Run moltverify and return its maximum memory in megabytes, without its children."""
    code = (
        "import resource, runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_module('moltverify', run_name='__main__')\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "moltverify", *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stderr.split()[-1]) / MEGABYTE
