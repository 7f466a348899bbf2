"""The input of a TLC run: files and options, without an expectation about the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.running.pinned_jar import PinnedJar

if TYPE_CHECKING:
    # Records of a registry have jobs; who only lists them reads no module.
    from moltverify.tla.dependencies import DependencyReader


class RandomSearch(Struct, frozen=True, kw_only=True):
    """A search of random traces instead of all states.

    `option` is TLC's. `traces` of at most `depth` steps are followed, for at most `seconds`; None
    is no limit. The same seed gives the same traces. A `swarm` of several searches has a run of its
    own for each seed from this one on.
    """

    option: str
    traces: int | None
    depth: int
    seconds: int | None
    seed: int = 0
    swarm: int = 1


class TlcOptions(Struct, frozen=True):
    """Options of one run.

    `timeout` is in seconds, `workers` counts TLC's threads, `heap` is in Java's notation, and
    `deadlock` says whether TLC checks for deadlocks. With `auto_workers`, the machine and not the
    registry says how many workers there are, at least two. `jvm` are settings of Java
    (`jvm_settings`). `class_path` are jars with modules, and with classes that replace operators
    of modules. `environment` names the variables that the model reads; None if nobody said what it
    reads, and then it sees all of them. With `random_search`, TLC does not search all states.
    """

    timeout: float = 60.0
    workers: int = 1
    heap: str = "1g"
    deadlock: bool = True
    jvm: tuple[str, ...] = ()
    class_path: tuple[PinnedJar, ...] = ()
    environment: tuple[str, ...] | None = None
    auto_workers: bool = False
    random_search: RandomSearch | None = None


def worker_count(options: TlcOptions, override: int | None) -> int:
    """Return the number of TLC's threads: one where a seed decides the traces."""
    return options.workers if options.random_search else override or options.workers


class TlcJob(Struct, frozen=True, kw_only=True):
    """One module with one config.

    The module's dependencies are searched in its own folder first, then in the folders of
    `libraries` in order, then in the jars there, as TLC does it. `data` are files that its
    operators read, such as a log; TLC finds them in its working directory.
    """

    module: Path
    config: Path
    options: TlcOptions = TlcOptions()
    libraries: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()


def job_files(job: TlcJob, reader: DependencyReader) -> tuple[Path, ...]:
    """Return the files of a run: modules sorted by name, then data and jars, then the config.

    Raises OSError for a module that cannot be read.
    """
    modules = reader.modules(job.module, job.libraries)
    return (*modules, *job.data, *job_jars(job), job.config)


def job_jars(job: TlcJob) -> tuple[Path, ...]:
    """Return the jars that Java loads for a job beside TLC's own."""
    return tuple(jar.path for jar in job.options.class_path)
