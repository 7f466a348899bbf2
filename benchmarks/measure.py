"""Measure commands side by side: all once, then all again, so that changes of load affect all."""

import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

from msgspec import Struct

MEGABYTE = 1024  # of ru_maxrss on Linux


class Case(Struct, frozen=True):
    """One thing to measure; `against` names the case that its ratio is taken to."""

    name: str
    section: str
    run: Callable[[], None]
    against: str = ""
    prepare: Callable[[], None] = lambda: None


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
    started = time.monotonic()
    case.run()
    wall, usage = time.monotonic() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    sender.send(Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE))


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
