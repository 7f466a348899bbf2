"""Signals that end a run: children first, then the program."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


class Stop(Event):
    """A stop flag that remembers which signal raised it."""

    signal: int = 0


@contextmanager
def stop_on_signal() -> Iterator[Stop]:
    """Turn ^C, TERM and a closed terminal into a stop flag, so that children are ended first."""
    stop = Stop()

    def handle(number: int, _frame: FrameType | None) -> None:
        stop.signal = number
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
