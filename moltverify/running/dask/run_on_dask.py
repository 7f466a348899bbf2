"""One run as Dask's scheduler knows it, and what became of the workers that had it."""

import time
from collections.abc import Sequence
from itertools import pairwise
from threading import Event

from distributed import Future
from msgspec import Struct

TOGETHER = 5.0  # seconds within which workers die of one cause, such as the end of their machine
# A run that ends its worker itself must come to an end, so both are limited.
MOST_MOMENTS = 3
MOST_DEATHS = 16


class WorkersDiedError(OSError):
    """Dask gives a run up, because too many workers died while they had it."""


class Death(Struct, frozen=True):
    """The end of a worker that had a run; `at` is in seconds of the client's monotonic clock."""

    worker: str
    at: float


class RunOnDask:
    """One run as the scheduler knows it: its future, and what its events have said."""

    def __init__(self, future: Future[bytes]) -> None:
        self.future = future
        self.done = Event()
        self.tail = b""
        self.deaths: list[Death] = []
        future.add_done_callback(lambda _: self.done.set())

    def take_tail(self) -> bytes:
        """Return the end of TLC's output if a new one came, or nothing."""
        tail, self.tail = self.tail, b""
        return tail

    def note_death(self, worker: str) -> None:
        """Note that a worker died that had this run, or its answer."""
        self.deaths.append(Death(worker, time.monotonic()))


def may_be_made_again(deaths: Sequence[Death]) -> bool:
    """Tell whether a run that Dask gave up may be innocent of the deaths of its workers.

    Dask gives the run of a dead worker to another one, which may have died with it, unnoticed as
    yet; so one machine that ends can count several times.
    """
    times = sorted(one.at for one in deaths)
    later = sum(after - before > TOGETHER for before, after in pairwise(times))
    return bool(times) and later + 1 <= MOST_MOMENTS and len(times) <= MOST_DEATHS
