"""The keyboard of a watch: single keys from a terminal, without Enter."""

import os
import select
import signal
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType
from typing import TextIO

from moltverify.cli.signals import AT_HARD_END
from moltverify.watching.messages import Key, KeyPressed, Put

LINE = "a: run all  f: run failed  q: quit"
# Seconds until the next look, while a job in the background must leave the keyboard alone.
PAUSE = 0.5


def has_keys(stream: TextIO | None) -> bool:
    """Tell whether a stream is a terminal, and this program the one that it listens to."""
    return stream is not None and stream.isatty() and is_foreground(stream.fileno())


def is_foreground(terminal: int) -> bool:
    """Tell whether a terminal gives its keys to this process; reading would stop another one."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False


@contextmanager
def keys_of(stream: TextIO, put: Put) -> Iterator[None]:
    """Put a message for each key while the block runs; the terminal is then as it was before."""
    terminal = stream.fileno()
    before, stop = termios.tcgetattr(terminal), Event()

    def take_over(_number: int = 0, _frame: FrameType | None = None) -> None:
        if is_foreground(terminal):
            # Signals still come from ^C and ^Z.
            tty.setcbreak(terminal, termios.TCSANOW)

    def give_back() -> None:
        if is_foreground(terminal):
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    thread = Thread(target=read_keys, args=(terminal, put, stop), name="keys", daemon=True)
    # A shell sets the terminal for itself while a job is stopped.
    handler = signal.signal(signal.SIGCONT, take_over)
    AT_HARD_END.append(give_back)
    take_over()
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        signal.signal(signal.SIGCONT, handler)
        AT_HARD_END.remove(give_back)
        give_back()


def read_keys(terminal: int, put: Put, stop: Event) -> None:
    """Put a message for each key that a watch knows, until the stop flag is set."""
    known = {key.value: key for key in Key}
    while not stop.is_set():
        if not is_foreground(terminal):
            stop.wait(PAUSE)
            continue
        if not select.select([terminal], [], [], PAUSE)[0]:
            continue
        try:
            typed = os.read(terminal, 64)
        except OSError:
            return
        if not typed:
            return  # the terminal is gone
        for character in typed.decode("utf-8", "replace").lower():
            if character in known:
                put(KeyPressed(known[character]))
