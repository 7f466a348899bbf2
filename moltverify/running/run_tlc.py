"""One run of TLC: stage the files, launch, parse the output once."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec import Struct, field
from msgspec.structs import replace

from moltverify.file_access import open_text, read_start
from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.job import RandomSearch, TlcOptions
from moltverify.running.process import End, Finished
from moltverify.running.staged_files import StagedFiles
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Jar, Toolchain
from moltverify.store.private_folders import private_folder
from moltverify.tla.config import ConfigSyntaxError, read_config
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Searched,
    StopReason,
    Violated,
)
from moltverify.tlc.output import Reading, read_output
from moltverify.tlc.progress import Progress, latest_progress

# Bytes from the end of the output that are searched for progress: many progress messages, and far
# less than a long output, which would be read several times a second.
PROGRESS_TAIL = 8192
MOST_ERRORS = 8_000_000  # bytes of standard error that are read; a Java module can print there
STOP_REASONS = {
    End.TIMED_OUT: StopReason.TIMEOUT,
    End.STOPPED: StopReason.INTERRUPTED,
    End.TOO_MUCH: StopReason.OUTPUT,
}


class TlcTask(Struct, frozen=True, kw_only=True):
    """The input of one run, and `logs`, the folder for TLC's output.

    With `dump`, TLC writes every reachable state to that file; with `graph`, every state and
    step, and the file's name must end in `.dot`, because TLC appends the suffix otherwise. `more`
    are additional options of TLC.
    """

    files: StagedFiles
    options: TlcOptions
    toolchain: Toolchain
    logs: Path
    stop: Event = field(default_factory=Event)
    on_progress: Callable[[Progress], None] = lambda _: None
    dump: Path | None = None
    graph: Path | None = None
    more: tuple[str, ...] = ()


class TlcRun(Struct, frozen=True):
    """The parsed output, the end of the process, and whether the config names a property."""

    reading: Reading
    finished: Finished
    has_properties: bool


class EndedTlc(Struct, frozen=True):
    """The end of a process, and the files with what it printed."""

    finished: Finished
    output: Path
    errors_file: Path

    def errors(self) -> str:
        """Return the start of the standard error; raises OSError."""
        return read_start(self.errors_file, MOST_ERRORS)


def run_task(task: TlcTask, launch: Launch = launch_alone) -> TlcRun:
    """Run TLC once; raises OSError when its files cannot be staged or Java does not start."""
    search, seconds = task.options.random_search, search_seconds(task.options)
    ran = launch_task(task, launch)
    finished = ran.finished
    # By lines of bounded length, because a model can print hundreds of megabytes.
    with open_text(ran.output) as lines:
        reading = read_output(
            lines,
            finished.exit_code,
            ran.errors(),
            stopped=STOP_REASONS.get(finished.end),
            searched=searched_by(search, seconds is not None and finished.end is End.TIMED_OUT),
        )
    reading = with_search_advice(of_named_jar(reading, task.toolchain.jar), search)
    return TlcRun(reading, finished, names_properties(task.files))


def launch_task(task: TlcTask, launch: Launch) -> EndedTlc:
    """Run TLC once without reading what it printed; raises OSError as `run_task` does."""
    task.logs.mkdir(parents=True, exist_ok=True)
    limit = search_seconds(task.options) or task.options.timeout
    with private_folder("tlc-", task.logs) as root:
        private = PrivateFolder(root)
        private.create()
        task.files.write(private.spec)
        command = command_of(task, private)
        finished = launch(command, limit, task.stop, lambda: pass_progress(task, command.output))
    return EndedTlc(finished, command.output, command.errors)


def search_seconds(options: TlcOptions) -> int | None:
    """Return after how many seconds a search of random traces ends; None if something else does."""
    search = options.random_search
    seconds = search.seconds if search else None
    return seconds if seconds and seconds <= options.timeout else None


def searched_by(search: RandomSearch | None, timed_out: bool) -> Searched | None:
    """Return the outcome of a search that finds nothing, until its time limit or to its end."""
    if search is None:
        return None
    if timed_out:
        return Searched(search.depth, search.seed, seconds=search.seconds)
    return Searched(search.depth, search.seed, search.traces)


def with_search_advice(reading: Reading, search: RandomSearch | None) -> Reading:
    """Return a reading whose failure says that TLC does not have the option of a search."""
    outcome = reading.outcome
    if not search or not isinstance(outcome, Failed) or search.option not in outcome.message:
        return reading
    if outcome.reason is not FailureReason.COMMAND_LINE:
        return reading
    version = reading.version or "this TLC"
    message = f"{version} does not have the option {search.option}; `simulate` is another mode, "
    return replace(
        reading, outcome=replace(outcome, message=f"{message}or name another jar (--tla2tools)")
    )


def of_named_jar(reading: Reading, jar: Jar) -> Reading:
    """Return the reading, as a failure if another TLC ran than that of the jar.

    What runs may be something else than the jar: warm workers load a rewritten one, and both come
    from folders that other programs write to. What a jar that is not known prints, nobody knows.
    """
    concluded = isinstance(reading.outcome, Holds | Searched | Violated)
    if jar.banner is None or reading.version in {jar.banner, *(() if concluded else (None,))}:
        return reading
    message = f"{jar.path} is {jar.known_as}, which says {jar.banner!r}, but what ran says "
    said = repr(reading.version) if reading.version else "no version"
    return replace(reading, outcome=Failed(FailureReason.OTHER_TLC, message + said))


def command_of(task: TlcTask, private: PrivateFolder) -> TlcCommand:
    """Return the command that runs a task in a private folder."""
    # Absolute, because TLC resolves a relative name in its own working directory.
    dump = ("-dump", str(task.dump.absolute())) if task.dump else ()
    graph = ("-dump", "dot,actionlabels", str(task.graph.absolute())) if task.graph else ()
    command = tlc_command(
        task.files,
        task.options,
        task.toolchain,
        RunPlace(private, task.logs, os.environ),
        (*dump, *graph, *task.more),
    )
    # By name too: what runs TLC on another machine has to bring these files back.
    return replace(
        command, outputs=tuple(file.absolute() for file in (task.dump, task.graph) if file)
    )


def names_properties(files: StagedFiles) -> bool:
    """Return whether the config names an invariant or property; False if it is malformed."""
    with suppress(ConfigSyntaxError):
        config = read_config(files.config.text)
        return bool(config.invariants or config.properties)
    return False


def pass_progress(task: TlcTask, output: Path) -> None:
    """Pass the latest progress in TLC's output, if any, to the task's listener."""
    # Bytes, decoded with replacement: the tail can start, and end, inside a character.
    with output.open("rb") as content:
        content.seek(max(0, output.stat().st_size - PROGRESS_TAIL))
        progress = latest_progress(content.read().decode("utf-8", "replace"))
    if progress is not None:
        task.on_progress(progress)
