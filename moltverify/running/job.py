"""What TLC is asked to check: files and options, without any expectation about the answer."""

from pathlib import Path

from msgspec import Struct

from moltverify.tla.dependencies import DependencyReader


class TlcOptions(Struct, frozen=True):
    """How TLC runs: seconds allowed, TLC's own threads, heap in Java's notation, deadlock check."""

    timeout: float = 60.0
    workers: int = 1
    heap: str = "1g"
    deadlock: bool = True


class TlcJob(Struct, frozen=True, kw_only=True):
    """One module with one config.

    Modules that the module uses are looked for in its own folder and then in `libraries`. `data`
    are files that its operators read, such as a log; they lie beside the module when TLC runs.
    """

    module: Path
    config: Path
    options: TlcOptions = TlcOptions()
    libraries: tuple[Path, ...] = ()
    data: tuple[Path, ...] = ()


def job_files(job: TlcJob, reader: DependencyReader) -> tuple[Path, ...]:
    """Return all files that TLC may see: the modules sorted by name, the data, last the config.

    Raises OSError for a module that cannot be read.
    """
    return (*reader.modules(job.module, job.libraries), *job.data, job.config)
