"""The input of a TLC run: files and options, without an expectation about the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    # Records of a registry have jobs; who only lists them reads no module.
    from moltverify.tla.dependencies import DependencyReader


class TlcOptions(Struct, frozen=True):
    """Options of one run.

    `timeout` is in seconds, `workers` counts TLC's threads, `heap` is in Java's notation, and
    `deadlock` says whether TLC checks for deadlocks.
    """

    timeout: float = 60.0
    workers: int = 1
    heap: str = "1g"
    deadlock: bool = True


class TlcJob(Struct, frozen=True, kw_only=True):
    """One module with one config.

    The module's dependencies are searched in its own folder first, then in `libraries` in order.
    `data` are files that its operators read, such as a log; TLC finds them in its working
    directory.
    """

    module: Path
    config: Path
    options: TlcOptions = TlcOptions()
    libraries: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()


def job_files(job: TlcJob, reader: DependencyReader) -> tuple[Path, ...]:
    """Return the files that TLC can read: modules sorted by name, then data, then the config.

    Raises OSError for a module that cannot be read.
    """
    return (*reader.modules(job.module, job.libraries), *job.data, job.config)
