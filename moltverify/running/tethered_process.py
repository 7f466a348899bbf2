"""One TLC in a process of its own, which ends with this process and has no network."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeAlias

from moltverify.running import process
from moltverify.running.command import TlcCommand
from moltverify.running.process import Command, Finished

# A run of TLC: command, timeout in seconds, stop flag, function to call while TLC runs.
Launch: TypeAlias = Callable[[TlcCommand, float, Event | None, Callable[[], None]], Finished]

# -I and -S: the script imports the standard library only, and takes 20 ms in all.
PYTHON = (sys.executable, "-I", "-S")
TETHER = str(Path(__file__).with_name("parent_watch.py"))
PROBE = (
    "import runpy, sys; "
    "sys.exit(not runpy.run_path(sys.argv[1], run_name='probe')['leave_network']())"
)


def launch_alone(
    command: TlcCommand,
    timeout: float,
    stop: Event | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Finished:
    """Run the command in a process that ends with this one and, where possible, has no network.

    Raises OSError when Java cannot be started or an output file cannot be opened.
    """
    return process.run(tethered(command), timeout, stop, on_tick)


def tethered(command: TlcCommand) -> Command:
    """Return the process to start: the script that ties a child to its parent, then Java."""
    return tethered_java(command, command.arguments())


def tethered_java(command: TlcCommand, arguments: list[str]) -> Command:
    """Return the process to start for a command whose Java has these arguments."""
    # Checked here, because the script could only print the error into TLC's output; an exception
    # becomes the reason of the model's result.
    if not os.access(command.java, os.X_OK):
        raise FileNotFoundError(2, "no such program", str(command.java))
    return Command(
        arguments=[*PYTHON, TETHER, str(os.getpid()), *arguments],
        folder=command.private.spec,
        environment=command.environment,
        stdout=command.output,
        stderr=command.errors,
    )


def can_leave_network() -> bool:
    """Return whether the system lets this user make a network namespace."""
    if not sys.platform.startswith("linux"):
        return False
    # In a child, because a process cannot return from the namespace.
    probe = subprocess.run([*PYTHON, "-c", PROBE, TETHER], check=False, capture_output=True)
    return probe.returncode == 0
