"""A Java that starts while Python still reads files, and makes one run once they are read.

Reading takes a third of the time of one small model, and Java as long to be ready for TLC. The
process is started as that of any run, without what is private to a run, which it gets later. The
run's files are linked into the folder that it started in.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

from moltverify.running import process
from moltverify.running.child_environment import java_environment
from moltverify.running.class_data_archive import find_archive
from moltverify.running.command import PrivateFolder, TlcCommand
from moltverify.running.job import TlcOptions
from moltverify.running.portless_jar import PLAIN_MAIN, PORTLESS_JAR, main_class
from moltverify.running.process import Finished
from moltverify.running.tethered_process import launch_alone, tethered_java
from moltverify.running.toolchain import Toolchain
from moltverify.store.private_folders import private_folder
from moltverify.store.runs import EARLY


class EarlyJava:
    """A process that waits for a run; `launch` gives it the first one that it can make.

    `awaited` has the flags that a run must have, and the folder and files of the process.
    """

    def __init__(self, awaited: TlcCommand) -> None:
        self.awaited = awaited
        started = tethered_java(awaited, awaited.waiting_arguments())
        self.child = process.start(started, subprocess.PIPE)
        assert self.child.stdin is not None
        self.pipe = self.child.stdin
        self.lock = Lock()
        self.is_free = True

    def launch(
        self,
        command: TlcCommand,
        timeout: float,
        stop: Event | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> Finished:
        """Run the command in the waiting process if it can, or in one of its own.

        Raises OSError as `launch_alone` does.
        """
        started = time.monotonic()
        if not self.take(command):
            return launch_alone(command, timeout, stop, on_tick)
        return process.finish(self.child, started, timeout, stop, on_tick)

    def take(self, command: TlcCommand) -> bool:
        """Give the process a command; False if it has had one, is of another kind, or has ended."""
        with self.lock:
            if not self.is_free or not self.fits(command):
                return False
            self.is_free = False
        try:
            self.give(command)
        except OSError:
            process.end_group(self.child)
            return False
        return True

    def fits(self, command: TlcCommand) -> bool:
        """Tell whether a run needs a process such as this one, and can be described to it."""
        return (
            command.waiting_arguments() == self.awaited.waiting_arguments()
            and command.environment == self.awaited.environment
            and private_words(command).isascii()
        )

    def give(self, command: TlcCommand) -> None:
        """Let the process make a run in its own folder; raises OSError if it cannot."""
        with self.pipe:
            # First, because this fails between file systems; another process makes the file anew.
            self.awaited.output.rename(command.output)
            self.awaited.errors.rename(command.errors)
            for file in command.private.spec.iterdir():
                # Links, so that nothing is missing if the process has ended and another follows.
                (self.awaited.private.spec / file.name).hardlink_to(file)
            self.pipe.write(private_words(command))

    def close(self) -> None:
        """End the process, unless it had a run, which ended it."""
        with self.lock:
            if self.is_free:
                self.pipe.close()
                process.end_group(self.child, signal.SIGKILL)


def private_words(command: TlcCommand) -> bytes:
    """Return what is private to a run, as `WaitingTlc.java` reads it."""
    words = [one.value for one in command.private_properties] + command.tlc_arguments()
    return b"".join(os.fsencode(word) + b"\0" for word in words)


@contextmanager
def early_java(
    toolchain: Toolchain, parent: Path, environment: Mapping[str, str] = os.environ
) -> Iterator[EarlyJava]:
    """Yield a process for a small run, which ends with the block.

    It has a folder in `parent`, that of the runs' logs: no file can be moved between file systems.
    Raises OSError if it cannot be started.
    """
    if main_class()[1] == PLAIN_MAIN:
        raise FileNotFoundError(2, "Java can load nothing from this path", str(PORTLESS_JAR))
    with private_folder(EARLY, parent) as folder:
        private = PrivateFolder(folder)
        private.spec.mkdir(mode=0o700)
        java = EarlyJava(awaited_command(toolchain, private, environment))
        try:
            yield java
        finally:
            java.close()


def awaited_command(
    toolchain: Toolchain, private: PrivateFolder, environment: Mapping[str, str]
) -> TlcCommand:
    """Return the command of a small run without what is private to it."""
    return TlcCommand(
        java=toolchain.java.path,
        jar=toolchain.jar.path,
        heap=TlcOptions().heap,
        archive=find_archive(toolchain, may_make=False, environment=environment),
        options=(),
        module="",
        config="",
        files=(),
        private=private,
        output=private.root / "output.txt",
        errors=private.root / "errors.txt",
        environment=java_environment(environment),
    )
