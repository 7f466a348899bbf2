"""The files that TLC can read, with exactly the bytes that were digested for the cache key."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.running.job import TlcJob, job_files, job_jars
from moltverify.tla.dependencies import DependencyReader

MODULE, CONFIG = ".tla", ".cfg"  # suffixes that TLC expects


class FileDigest(Struct, frozen=True):
    """A file as TLC sees it: its name and the SHA-256 of its bytes, in hexadecimal."""

    name: str
    sha256: str


class StagedFile(Struct, frozen=True):
    """A file by the name that it has in TLC's working directory."""

    name: str
    content: bytes

    @property
    def text(self) -> str:
        """The content as UTF-8; other bytes show as replacement characters."""
        return self.content.decode("utf-8", "replace")

    @property
    def digest(self) -> FileDigest:
        """The name with the content's digest."""
        return FileDigest(self.name, hashlib.sha256(self.content).hexdigest())


class StagedFiles(Struct, frozen=True, kw_only=True):
    """A module, its config, and in `others` its dependencies and data files.

    Raises ValueError for two files of the same name, because one folder receives all files.
    """

    module: StagedFile
    config: StagedFile
    others: tuple[StagedFile, ...] = ()

    def __post_init__(self) -> None:
        names = [file.name for file in self.files]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two files of one run are named {double}")

    @property
    def files(self) -> tuple[StagedFile, ...]:
        """The module, the others and the config, in this order."""
        return (self.module, *self.others, self.config)

    def write(self, folder: Path) -> None:
        """Write the files into a folder that has none of them; raises OSError."""
        # Mode "x": a file that exists already is not one of these, and must not be accepted.
        for file in self.files:
            with (folder / file.name).open("xb") as content:
                content.write(file.content)


def read_staged_files(job: TlcJob, reader: DependencyReader) -> StagedFiles:
    """Read a job's module with its dependencies, its data and its config.

    Raises OSError for a file that cannot be read, and ValueError as StagedFiles does.
    """
    # Java reads jars where they are.
    jars = job_jars(job)
    paths = [path for path in job_files(job, reader) if path not in jars]
    files = {path: StagedFile(path.name, reader.content(path)) for path in paths}
    module = StagedFile(job.module.name, reader.content(job.module))
    named = {job.module, job.config}
    others = tuple(file for path, file in files.items() if path not in named)
    return StagedFiles(module=module, config=files[job.config], others=others)


def made_staged_files(
    modules: Mapping[str, bytes], root: str, config: str, data: tuple[StagedFile, ...] = ()
) -> StagedFiles:
    """Return the files of modules that exist in memory only; `modules` maps names to contents."""
    others = (StagedFile(f"{name}{MODULE}", modules[name]) for name in modules if name != root)
    return StagedFiles(
        module=StagedFile(f"{root}{MODULE}", modules[root]),
        config=StagedFile(f"{root}{CONFIG}", config.encode()),
        others=(*others, *data),
    )
