"""One child process: one deadline, no survivors.

Policy (what to run, what its end means) is the caller's. Mechanics are here: the child leads a
session of its own, so that whatever it starts can be killed with it; its standard input is a file
or empty; its output goes to files, which outlive a crash of ours.
"""

import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from threading import Event

from msgspec import Struct

GRACE = 2.0  # seconds between asking a group to end and ending it
TICK = 0.2  # seconds between looks at the clock, the stop flag and the output


class End(Enum):
    """Why a child process is over."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    STOPPED = "stopped"


class Command(Struct, frozen=True, kw_only=True):
    """What to start: arguments, working directory, environment, files for its output.

    Its standard input is `stdin`, or empty.
    """

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    stdout: Path
    stderr: Path
    stdin: Path | None = None


class Finished(Struct, frozen=True):
    """How a child ended: its exit code (negative: the signal), why, and after how many seconds.

    `engine` says what ran it, `note` what was unusual about that.
    """

    exit_code: int
    end: End
    seconds: float
    engine: str = "process"
    note: str = ""


Launch = Callable[[Command, float, Event | None, Callable[[], None]], Finished]


def run(
    command: Command,
    timeout: float,
    stop: Event | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Finished:
    """Run the command to its end, or to the timeout (seconds), or until `stop` is set.

    Raises OSError when the program cannot be started or an output file cannot be opened.
    """
    started = time.monotonic()
    with (
        (command.stdin or Path(os.devnull)).open("rb") as given,
        command.stdout.open("wb") as out,
        command.stderr.open("wb") as err,
    ):
        child = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=given,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
    try:
        end = wait(child, started + timeout, stop or Event(), on_tick)
    finally:
        end_group(child)
    return Finished(child.returncode, end, time.monotonic() - started)


def wait(
    child: subprocess.Popen[bytes], deadline: float, stop: Event, on_tick: Callable[[], None]
) -> End:
    """Wait for the child, the deadline or the stop flag, whichever comes first."""
    while not ended_within(child, min(TICK, max(0.0, deadline - time.monotonic()))):
        if stop.is_set():
            return End.STOPPED
        if time.monotonic() >= deadline:
            return End.TIMED_OUT
        on_tick()
    return End.EXITED


def ended_within(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Tell whether the child ended within so many seconds, at once when it does."""
    if child.poll() is None and hasattr(os, "pidfd_open"):
        # Popen.wait(timeout) sleeps up to 50 ms past the end: much, for a model of half a second.
        watch = os.pidfd_open(child.pid)
        try:
            select.select([watch], [], [], seconds)
        finally:
            os.close(watch)
        seconds = 0
    with suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    return child.returncode is not None


def end_group(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started: ask, wait, kill, and reap the child."""
    if child.poll() is None:
        signal_group(child, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE)
    # Also after an orderly end: a grandchild may have stayed behind.
    signal_group(child, signal.SIGKILL)
    child.wait()


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the child's process group, if any of it is left."""
    # macOS answers with a permission error for a group of zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
