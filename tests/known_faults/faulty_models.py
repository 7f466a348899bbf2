"""Small models for the search for faults: what they match, and runs of them on the real TLC."""

import os
from collections.abc import Mapping
from pathlib import Path

from moltverify.known_faults.matcher import faults_of
from moltverify.known_faults.records import FaultMatch
from moltverify.running.job import TlcJob, TlcOptions
from moltverify.running.toolchain import Jar, find_jar
from tests.tla.modules import write_module

HEAD = "EXTENDS Naturals, Sequences, FiniteSets, TLC\n"
CONFIG = "INIT Init\nNEXT Next\n"
UNKNOWN = Jar(Path("other.jar"), "0" * 64)


def fault_job(
    folder: Path,
    body: str,
    config: str = CONFIG,
    workers: int = 1,
    others: Mapping[str, str] | None = None,
) -> TlcJob:
    """Write a module called M with these units, its config, and other modules by name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, other in (others or {}).items():
        write_module(folder, name, HEAD + other)
    file = folder / "M.cfg"
    file.write_text(config, encoding="utf-8")
    module = write_module(folder, "M", HEAD + body)
    return TlcJob(module=module, config=file, options=TlcOptions(workers=workers, deadlock=False))


def default_jar() -> Jar:
    """Return the jar that comes along, TLC 2.15."""
    return find_jar(None, {name: os.environ[name] for name in ("PATH",)})


def matched(job: TlcJob, *more: str, jar: Jar | None = None) -> list[FaultMatch]:
    """Return what a job matches, by the default jar."""
    return list(faults_of(job, jar or default_jar(), more))


def labels(job: TlcJob, *more: str, jar: Jar | None = None) -> set[str]:
    """Return the issues and lines that a job matches, such as `1145:5`."""
    found = matched(job, *more, jar=jar)
    return {f"{one.fault.issue.removeprefix('tlaplus')[1:]}:{one.place.line}" for one in found}
