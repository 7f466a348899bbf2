"""What a Dask worker has for runs of TLC: jars by their digest, and an engine for each of them.

Imports nothing of Dask.
"""

import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock

from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.running.command import TlcCommand
from moltverify.running.dask.shipped_run import (
    MOST_RETURNED,
    ShippedAnswer,
    ShippedRun,
    answer_with_files,
    received_command,
)
from moltverify.running.dask.worker_versions import version_difference, versions_with
from moltverify.running.engine_selection import MIN_CHECKED, LaunchFor, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.java_search import find_java
from moltverify.running.process import End, Finished
from moltverify.running.run_tlc import PROGRESS_TAIL
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Jar, Toolchain, find_jar, jar_of
from moltverify.store.private_folders import private_folder
from moltverify.store.record_files import write_atomically
from moltverify.tlc.progress import Progress, latest_progress


class RunContact(Struct, frozen=True):
    """The client of a run: whether it still wants it, and where the end of TLC's output goes."""

    is_wanted: Callable[[], bool]
    tell: Callable[[bytes], None]


class TlcTools(Struct, frozen=True):
    """Java with a jar, and the launches of the engine that is open for both."""

    toolchain: Toolchain
    launch_for: LaunchFor


class WorkerDesk:
    """Makes runs for clients until it is closed; several threads may ask at a time."""

    def __init__(self, name: str, parent: Path) -> None:
        self.name = name
        self.stack, self.lock = ExitStack(), Lock()
        self.folder = self.stack.enter_context(private_folder("moltverify-dask-", parent))
        self.jars: dict[str, Jar] = {}
        self.tools: dict[str, TlcTools] = {}

    def close(self) -> None:
        """End the warm Java, and remove the jars."""
        self.stack.close()

    def keep_jar(self, digest: str, content: bytes) -> None:
        """Keep a jar; raises ToolchainError if the content is not the digested one."""
        if hashlib.sha256(content).hexdigest() != digest:
            raise ToolchainError(f"a jar that came from the client has not the SHA-256 {digest}")
        file = self.folder / f"{digest}.jar"
        write_atomically(file, content)
        with self.lock:
            self.jars[digest] = jar_of(file)

    def find(self, digest: str) -> Jar | None:
        """Return the jar with a digest: a kept one, or that of this installation."""
        if digest not in self.jars:
            try:
                own = find_jar(None, os.environ)
            except ToolchainError:
                return None
            if own.digest != digest:
                return None
            self.jars[digest] = own
        return self.jars[digest]

    def run(self, run: ShippedRun, contact: RunContact) -> ShippedAnswer:
        """Make a run, unless a jar is missing or a version differs.

        Raises OSError as launches do, and ToolchainError if there is no Java.
        """
        with self.lock:
            found = {digest: self.find(digest) for digest in run.jars}
        if missing := tuple(digest for digest, jar in found.items() if jar is None):
            return ShippedAnswer(worker=self.name, missing=missing)
        main, *libraries = [jar for jar in found.values() if jar is not None]
        tools = self.opened(main)
        here = versions_with(tools.toolchain.java)
        if difference := version_difference(here, run.versions):
            return ShippedAnswer(worker=self.name, refusal=difference)
        with private_folder("tlc-", self.folder) as root:
            command = received_command(run, root, tools.toolchain)
            command = replace(command, class_path=tuple(jar.path for jar in libraries))
            finished = watched_run(command, run.timeout, tools.launch_for(run.size), contact)
            return answer_with_files(self.name, command, finished)

    def opened(self, jar: Jar) -> TlcTools:
        """Return the tools with a jar, whose engine is opened at the first use."""
        with self.lock:
            if jar.digest not in self.tools:
                tools = Toolchain(find_java(os.environ, jar.oldest_java), jar)
                # As if there were many runs: a single one would get no worker.
                many = [RunSize.SMALL] * MIN_CHECKED
                launch_for = self.stack.enter_context(open_engine(Engine.AUTO, many, tools))
                self.tools[jar.digest] = TlcTools(tools, launch_for)
            return self.tools[jar.digest]


class OutputWatch:
    """Called several times a second while TLC runs: ends it, or tells what it has printed."""

    def __init__(self, command: TlcCommand, contact: RunContact) -> None:
        self.command, self.contact = command, contact
        self.stop = Event()
        self.is_too_long = False
        self.last: Progress | None = None

    def __call__(self) -> None:
        """Look at the client and at TLC's output."""
        size = self.command.output.stat().st_size
        self.is_too_long = max(size, self.command.errors.stat().st_size) > MOST_RETURNED
        if self.is_too_long or not self.contact.is_wanted():
            self.stop.set()
            return
        with self.command.output.open("rb") as content:
            content.seek(max(0, size - PROGRESS_TAIL))
            tail = content.read()
        progress = latest_progress(tail.decode("utf-8", "replace"))
        # Only what is new: each message passes through the scheduler.
        if progress not in {None, self.last}:
            self.last = progress
            self.contact.tell(tail)


def watched_run(
    command: TlcCommand, timeout: float, launch: Launch, contact: RunContact
) -> Finished:
    """Run TLC until its end, its timeout, too much output, or until nobody wants it."""
    watch = OutputWatch(command, contact)
    finished = launch(command, timeout, watch.stop, watch)
    if not watch.is_too_long:
        return finished
    note = f"it printed more than {MOST_RETURNED >> 20} MB"
    return replace(finished, end=End.TOO_MUCH, note=note)
