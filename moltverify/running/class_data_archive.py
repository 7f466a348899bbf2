"""TLC's classes in the form that Java maps into memory: a class-data archive per jar and Java.

A process of TLC starts in 0.69 s with it and in 0.81 s without (CPU 0.34 s and 0.45 s). The archive
is used as it is or not at all: Java checks that it belongs to this jar and to this version.
"""

import hashlib
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from msgspec.structs import replace

from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.job import TlcOptions
from moltverify.running.process import Finished
from moltverify.running.staged_files import made_staged_files
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain

VARIABLE = "MOLTVERIFY_CACHE"
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


def cache_folder(given: Mapping[str, str]) -> Path:
    """Return where files may be kept that can be made again."""
    if named := given.get(VARIABLE):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "moltverify"
    return Path(given.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "moltverify"


def archive_path(toolchain: Toolchain) -> Path:
    """Return where the archive of these tools is, if there is one; they are told by their files."""
    launcher = toolchain.java.path.resolve()
    told = (
        str(launcher),
        launcher.stat().st_mtime_ns,
        str(toolchain.jar.path),
        toolchain.jar.digest,
    )
    name = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
    return cache_folder(os.environ) / f"classes-{name}.jsa"


def find_archive(toolchain: Toolchain, may_make: bool) -> Path | None:
    """Return the archive; made if it may be and is not there yet, None if there is none."""
    with suppress(OSError):
        archive = archive_path(toolchain)
        if may_make and not archive.exists():
            make_archive(toolchain, archive)
        # Where Java could make none, an empty file keeps us from trying each time.
        return archive if archive.stat().st_size else None
    return None


def make_archive(toolchain: Toolchain, archive: Path) -> None:
    """Let one small run of TLC write its classes down; raises OSError if that cannot be done."""
    archive.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = archive.with_name(f".{archive.name}.{secrets.token_hex(4)}")
    try:
        with tempfile.TemporaryDirectory(prefix="moltverify-") as name:
            launch_alone(small_run(toolchain, Path(name), part), LIMIT)
        part.touch()
        part.replace(archive)
    finally:
        part.unlink(missing_ok=True)


def small_run(toolchain: Toolchain, folder: Path, archive: Path) -> TlcCommand:
    """Return the command of a run that uses most of TLC and writes the archive at its end."""
    private = PrivateFolder(folder)
    private.create()
    files = made_staged_files({"Small": MODULE.encode()}, "Small", CONFIG)
    files.write(private.spec)
    options = TlcOptions(heap="256m")
    command = tlc_command(files, options, toolchain, RunPlace(private, folder, os.environ))
    return replace(command, flags=(*command.flags, f"-XX:ArchiveClassesAtExit={archive}"))


def with_archive(launch: Launch, archive: Path) -> Launch:
    """Return a launch whose Java maps the archive."""

    def mapped(
        command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        return launch(replace(command, archive=archive), timeout, stop, on_tick)

    return mapped
