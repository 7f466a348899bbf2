"""TLC's classes in the form that Java maps into memory: a class-data archive per jar and Java.

A process of TLC takes 0.2 s less processor time with it, of 1.0 s for a small model. Java uses an
archive as it is or not at all: it checks that the archive belongs to this jar and this version.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.job import TlcOptions
from moltverify.running.portless_jar import main_class
from moltverify.running.process import Finished
from moltverify.running.staged_files import made_staged_files
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import tools_folder
from moltverify.store.code_digest import code_digest
from moltverify.store.private_folders import private_folder
from moltverify.store.sealed_file import SealedFile

LIMIT = 30.0  # seconds for making it; it takes one
MODULE = """---- MODULE Small ----
EXTENDS Naturals, Sequences, FiniteSets, TLC
VARIABLE x
Init == x = <<>>
Next == Len(x) < 3 /\\ \\E i \\in {1, 2} : x' = Append(x, [at |-> i, of |-> {i}])
Inv == Cardinality({x[i].at : i \\in 1..Len(x)}) < 2
====
"""
CONFIG = "INIT Init\nNEXT Next\nINVARIANT Inv\n"


class ArchiveInputs(Struct, frozen=True):
    """What an archive is made of: the launcher's file, the jar, and the code that makes it.

    `class_path` has the path of each jar with the time of its last change in nanoseconds.
    """

    launcher: str
    changed: int
    jar: str
    class_path: tuple[tuple[str, int], ...]
    code: str


def archive_of(toolchain: Toolchain, environment: Mapping[str, str]) -> SealedFile:
    """Return the place of these tools' archive; raises OSError if there is no launcher."""
    launcher = toolchain.java.path.resolve()
    own, _ = main_class()
    inputs = ArchiveInputs(
        launcher=str(launcher),
        changed=launcher.stat().st_mtime_ns,
        jar=toolchain.jar.digest,
        # Java takes an archive only if these jars lie, unchanged, where they lay when it was made.
        class_path=tuple((str(one), one.stat().st_mtime_ns) for one in (toolchain.jar.path, *own)),
        code=code_digest("running/class_data_archive.py"),
    )
    return SealedFile(tools_folder(environment), "classes", toolchain.jar.digest, ".jsa", inputs)


def find_archive(
    toolchain: Toolchain, may_make: bool, environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Return the archive; made if it may be and is not there as it was made, or None.

    `environment` says where caches are.
    """
    with suppress(OSError):
        archive = archive_of(toolchain, environment)
        # Java compares an archive's header with the jar and with itself, but not its content.
        if not archive.is_as_made():
            if not may_make:
                return None
            archive.make(partial(write_archive, toolchain))
        # Where Java could make none, an empty file keeps us from trying each time.
        return archive.path if archive.path.stat().st_size else None
    return None


@contextmanager
def made_meanwhile(toolchain: Toolchain) -> Iterator[None]:
    """Make the archive while the block runs, for later runs of this program."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most find one

    with ThreadPoolExecutor(1, thread_name_prefix="archive") as pool:
        pool.submit(find_archive, toolchain, may_make=True)
        yield


def write_archive(toolchain: Toolchain, file: Path) -> None:
    """Let one small run of TLC write its classes down; the file is empty if Java writes none."""
    with private_folder() as name:
        command = small_run(toolchain, Path(name), TlcOptions(heap="256m"))
        flags = (*command.flags, f"-XX:ArchiveClassesAtExit={file}")
        launch_alone(replace(command, flags=flags), LIMIT)
    file.touch()


def small_run(toolchain: Toolchain, folder: Path, options: TlcOptions) -> TlcCommand:
    """Return the command of a run in an empty folder that uses most of TLC."""
    private = PrivateFolder(folder)
    private.create()
    files = made_staged_files({"Small": MODULE.encode()}, "Small", CONFIG)
    files.write(private.spec)
    return tlc_command(files, options, toolchain, RunPlace(private, folder, os.environ))


def with_archive(launch: Launch, archive: Path) -> Launch:
    """Return a launch whose Java maps the archive."""

    def mapped(
        command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        return launch(replace(command, archive=archive), timeout, stop, on_tick)

    return mapped
