"""Signals that end a run: children first, then the program; a second ^C ends it at once."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import NoReturn

# Seconds within which a second SIGINT is the same ^C: npm and others pass on the signal that the
# terminal has sent to their children as well.
SAME = 0.5
SHOW_CURSOR = b"\x1b[?25h"
# What restores the terminal for whoever uses it next.
AT_HARD_END: list[Callable[[], None]] = []


class Stop(Event):
    """A stop flag with the number of the signal that set it, or 0, and when that was."""

    signal: int = 0
    since: float = 0.0


@contextmanager
def stop_on_signal() -> Iterator[Stop]:
    """Turn SIGINT, SIGTERM and SIGHUP into a stop flag; restore the handlers afterwards.

    A SIGINT after that ends the program without its last words. Its children end with it.
    """
    # Not an exception: children have to be ended and results recorded before this process ends.
    stop = Stop()

    def handle(number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if number == signal.SIGINT and stop.is_set() and now - stop.since > SAME:
            end_at_once()
        stop.since = stop.since or now
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


def end_at_once() -> NoReturn:
    """End the program without any clean-up, which could be what takes so long."""
    # The line of progress hides the cursor, and nothing else would show it again.
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), SHOW_CURSOR)
    for restore in AT_HARD_END:
        restore()
    os._exit(128 + signal.SIGINT)
