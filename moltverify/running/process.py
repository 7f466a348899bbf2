"""One child process with one deadline; no process of its group is left afterwards.

The caller decides what to run and what its end means. This module has the mechanics: the child
leads a session of its own, so that all processes it starts can be killed with it; its standard
input is a file or empty; its output goes to files, which stay readable if this process crashes.
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
from typing import IO

from msgspec import Struct

# Seconds between SIGTERM and SIGKILL for a group. A JVM ends 0.4 s after SIGTERM, and removes the
# modules that it unpacked.
GRACE = 2.0
TICK = 0.2  # seconds between checks of the clock, the stop flag and the output


class End(Enum):
    """The reason for the end of a child process; all but EXITED are by this process."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    STOPPED = "stopped"
    TOO_MUCH = "too much output"


class Command(Struct, frozen=True, kw_only=True):
    """A process to start; its standard input is `stdin`, or empty. No shell is involved."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]
    stdout: Path
    stderr: Path
    stdin: Path | None = None


class Finished(Struct, frozen=True):
    """The end of a child: exit code (negative: a signal's number), reason, duration in seconds.

    `engine` names the kind of launch; `note` describes an irregularity of the launch, if any.
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

    `on_tick` is called several times a second meanwhile. Raises OSError when the program cannot be
    started or an output file cannot be opened.
    """
    # Not time.time(): a change of the system's clock must not end or prolong a run.
    started = time.monotonic()
    with (command.stdin or Path(os.devnull)).open("rb") as given:
        child = start(command, given)
    return finish(child, started, timeout, stop, on_tick)


def start(command: Command, given: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Start the command with its standard input, which may be `subprocess.PIPE`.

    Raises OSError as `run` does. The caller ends the process's group, by `finish` or `end_group`.
    """
    with command.stdout.open("wb") as out, command.stderr.open("wb") as err:
        return subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=given,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )


def finish(
    child: subprocess.Popen[bytes],
    started: float,
    timeout: float,
    stop: Event | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Finished:
    """Wait for a process that began its work at `started` (by the monotonic clock), as `run`."""
    # Also when on_tick raises, or ^C arrives: the child leads its own session, so the terminal
    # does not signal it.
    try:
        end = wait(child, started + timeout, stop or Event(), on_tick)
    finally:
        end_group(child)
    return Finished(child.returncode, end, time.monotonic() - started)


def wait(
    child: subprocess.Popen[bytes], deadline: float, stop: Event, on_tick: Callable[[], None]
) -> End:
    """Wait for the first of: the child's end, the deadline, the stop flag."""
    while not ended_within(child, min(TICK, max(0.0, deadline - time.monotonic()))):
        if stop.is_set():
            return End.STOPPED
        if time.monotonic() >= deadline:
            return End.TIMED_OUT
        on_tick()
    return End.EXITED


def ended_within(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Return whether the child ends within these seconds; returns as soon as it does."""
    # pidfd_open exists on Linux only, from 5.3 on.
    if child.poll() is None and hasattr(os, "pidfd_open"):
        # Popen.wait(timeout) polls, with up to 50 ms between: a tenth of a model's half second.
        watch = os.pidfd_open(child.pid)
        try:
            select.select([watch], [], [], seconds)
        finally:
            os.close(watch)
        seconds = 0
    with suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    return child.returncode is not None


def end_group(child: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM) -> None:
    """End the child's process group: the first signal, a grace period, SIGKILL; reap the child."""
    if child.poll() is None:
        signal_group(child, first)
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE)
    # Also after the child ended by itself: it may have left processes of its group running.
    signal_group(child, signal.SIGKILL)
    child.wait()


def signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to the child's process group, if a process of it is left."""
    # macOS reports a permission error for a group that has only zombies.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
