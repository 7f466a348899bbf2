"""One TLC in a sandbox: no network, a read-only system, limits, and nothing of the environment."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from moltverify.running import process
from moltverify.running.capacity import cores
from moltverify.running.command import TlcCommand
from moltverify.running.engines import RunSize
from moltverify.running.long_search import for_long_search
from moltverify.running.process import Command, End, Finished
from moltverify.running.sandbox.box_options import boxed, boxed_starter, model_options
from moltverify.running.sandbox.control_groups import GroupLimits, limiting_group, memory_ran_out
from moltverify.running.sandbox.limits import MEGABYTE, SandboxLimits
from moltverify.running.tethered_process import PYTHON, Launch

START = str(Path(__file__).with_name("box_start.py"))
ENGINE = "sandbox"
# bubblewrap ends with 128 and the number of the signal that ended its program. Other numbers above
# 128 are exit codes of TLC.
SIGNALS = {128 + number: -number for number in (6, 9, 11, 15)}


class OutputLimitError(Exception):
    """A run has printed more than it may."""


def sandbox_launch(limits: SandboxLimits) -> Launch:
    """Return a launch that runs each command in a sandbox of its own, or not at all.

    It raises OSError where bubblewrap or Java is missing.
    """

    def launch(
        command: TlcCommand,
        timeout: float,
        stop: Event | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> Finished:
        group = GroupLimits(limits.memory(command.heap), limits.processes)
        with limiting_group(group) as groups:
            started = start_of(command, timeout, limits, groups)
            finished = finished_within(limits, started, timeout, stop, on_tick)
            note = f"the sandbox's limit of {group.memory} MB was reached"
            return replace(finished, note=note if memory_ran_out(groups) else finished.note)

    return launch


@contextmanager
def open_sandbox(limits: SandboxLimits) -> Iterator[Callable[[RunSize], Launch]]:
    """Yield a function from the size of a run to its launch, as `open_engine` does."""
    launch = sandbox_launch(limits)

    def launch_long(
        command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        # Not outside the heap: the limit of memory is computed from the heap.
        return launch(for_long_search(command, off_heap=False), timeout, stop, on_tick)

    yield lambda size: launch if size is RunSize.SMALL else launch_long


def start_of(
    command: TlcCommand, timeout: float, limits: SandboxLimits, groups: Sequence[Path]
) -> Command:
    """Return the process to start; raises OSError if bubblewrap or Java is missing."""
    if not os.access(command.java, os.X_OK):
        raise FileNotFoundError(2, "no such program", str(command.java))
    request = box_request(
        limits.resources(command.heap, timeout, cores()),
        model_options(command, limits),
        boxed(command).arguments(boxed_starter()),
        groups,
    )
    file = command.private.root / "box.json"
    file.write_text(request, encoding="utf-8")
    return Command(
        arguments=[*PYTHON, START, str(os.getpid()), str(file)],
        folder=command.private.root,
        environment={},
        stdout=command.output,
        stderr=command.errors,
    )


def box_request(
    resources: dict[str, int], options: list[str], command: list[str], groups: Sequence[Path] = ()
) -> str:
    """Return what `box_start` reads; raises FileNotFoundError if there is no bubblewrap."""
    program = shutil.which("bwrap")
    if program is None:
        raise FileNotFoundError(2, "no such program", "bwrap")
    return json.dumps(
        {
            "bubblewrap": program,
            "groups": [str(group) for group in groups],
            "resources": resources,
            "options": options,
            "command": command,
        }
    )


def finished_within(
    limits: SandboxLimits,
    started: Command,
    timeout: float,
    stop: Event | None,
    on_tick: Callable[[], None],
) -> Finished:
    """Run a command to its end, or until it has printed too much."""
    most = limits.output * MEGABYTE

    def prints_too_much() -> bool:
        return any(file.stat().st_size >= most for file in (started.stdout, started.stderr))

    def look() -> None:
        if prints_too_much():
            raise OutputLimitError
        on_tick()

    try:
        finished = process.run(started, timeout, stop, look)
    except OutputLimitError:
        finished = Finished(-9, End.TOO_MUCH, 0.0)
    exit_code = SIGNALS.get(finished.exit_code, finished.exit_code)
    # Also after the end: a success whose output was cut is none.
    end = End.TOO_MUCH if prints_too_much() else finished.end
    note = f"it printed more than {limits.output} MB" if end is End.TOO_MUCH else ""
    return replace(finished, exit_code=exit_code, end=end, engine=ENGINE, note=note)
