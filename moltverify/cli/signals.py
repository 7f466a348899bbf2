"""Signals that end a run: children first, then the program."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


class Stop(Event):
    """A stop flag with the number of the signal that set it, or 0."""

    signal: int = 0


@contextmanager
def stop_on_signal() -> Iterator[Stop]:
    """Turn SIGINT, SIGTERM and SIGHUP into a stop flag; restore the handlers afterwards."""
    # Not an exception: children have to be ended and results recorded before this process ends.
    stop = Stop()

    def handle(number: int, _frame: FrameType | None) -> None:
        stop.signal = number
        stop.set()

    # SIGHUP too: a closed terminal does not signal the children, which lead sessions of their own.
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
