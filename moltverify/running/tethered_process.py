"""One TLC in a process of its own, which ends with its parent and can be reached by nobody."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from moltverify.running import process
from moltverify.running.process import Command, Finished, Launch

# -I and -S: the script reads nothing but the standard library, and is through in 20 ms.
PYTHON = (sys.executable, "-I", "-S")
TETHER = str(Path(__file__).with_name("parent_watch.py"))
PROBE = (
    "import runpy, sys; "
    "sys.exit(not runpy.run_path(sys.argv[1], run_name='probe')['leave_network']())"
)


def launch_alone(
    command: Command,
    timeout: float,
    stop: Event | None = None,
    on_tick: Callable[[], None] = lambda: None,
) -> Finished:
    """Do what `process.run` does, with the child tied to this process and, if possible, no network.

    Raises OSError when the program cannot be started or an output file cannot be opened.
    """
    return process.run(tethered(command), timeout, stop, on_tick)


def with_arguments(launch: Launch, change: Callable[[Sequence[str]], Iterable[str]]) -> Launch:
    """Return a launch that changes the command's arguments first."""

    def changed(
        command: Command, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        arguments = list(change(command.arguments))
        return launch(replace(command, arguments=arguments), timeout, stop, on_tick)

    return changed


def tethered(command: Command) -> Command:
    """Put the script that ties a child to its parent before a command's arguments."""
    program = Path(command.arguments[0])
    # The script could only say so; as an error of ours it breaks the model with its reason.
    if not os.access(program, os.X_OK):
        raise FileNotFoundError(2, "no such program", str(program))
    return replace(command, arguments=[*PYTHON, TETHER, str(os.getpid()), *command.arguments])


def can_leave_network() -> bool:
    """Tell whether the system lets a process of this user have a network of its own."""
    if not sys.platform.startswith("linux"):
        return False
    probe = subprocess.run([*PYTHON, "-c", PROBE, TETHER], check=False, capture_output=True)
    return probe.returncode == 0
