"""A TLC job with its modules parsed and its data files read, as experiments need it."""

from __future__ import annotations

from msgspec import Struct

from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.staged_files import StagedFile
from moltverify.tla.parsed_modules import ParsedModules, read_parsed_modules


class ParsedJob(Struct, frozen=True):
    """A model's modules with its config, options and data files."""

    sources: ParsedModules
    options: TlcOptions
    data: tuple[StagedFile, ...] = ()


def read_parsed_job(job: TlcJob) -> ParsedJob:
    """Read a job's modules, through its library folders, its config and its data files.

    Raises UsageError for a config that TLC could not read, and OSError for an unreadable file.
    """
    sources = read_parsed_modules(job.module, job.config, job.libraries)
    # Read once, so that all experiments with the model have the same bytes.
    data = tuple(StagedFile(file.name, file.read_bytes()) for file in job.data)
    return ParsedJob(sources, job.options, data)
