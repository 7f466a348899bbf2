"""One log compared with one claim: checked files, an engine, and the answer."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from moltverify.errors import UsageError
from moltverify.registry.mistakes import nearest
from moltverify.registry.records import Claim, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.trace_records import TraceMapping
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import RunSize
from moltverify.store.private_folders import private_folder
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.tracing.event_log import EventLog, read_event_log
from moltverify.tracing.follow_run import Follower
from moltverify.tracing.trace_answers import TraceReport
from moltverify.tracing.validation import ReadLog, answer_about_log, validation

LONGEST_RUN = 600.0  # seconds of one run of TLC, unless an option says otherwise


def check_log(  # noqa: PLR0913 - an argument per part of a command
    registry: Registry,
    claim: str,
    read: ReadLog,
    options: RunOptions,
    tla2tools: str | Path | None,
    stop: Event,
    seeds: int = 0,
) -> TraceReport:
    """Return the answer about a log, with `seeds` also about as many seeded logs.

    Raises RegistryError, ToolchainError, and UsageError for a claim that is not there or has no
    mapping. An OSError is that of `read`.
    """
    subject, files = named_claim(registry, claim), RegistryFiles(registry)
    # The reds too, which may explain a log.
    jar = None if tla2tools is None else Path(tla2tools)
    toolchain = checked_toolchain(subject.models, files, jar, options.use_cache)
    greens = [one.job.options for one in subject.models[:1]]
    with (
        private_folder() as folder,
        # A log is several short runs, which share a worker.
        open_engine(options.engine, [RunSize.SMALL] * 4, toolchain) as launch_for,
    ):
        follower = Follower(
            toolchain=toolchain,
            launch=launch_for(RunSize.SMALL),
            folder=Path(folder),
            timeout=options.timeout or LONGEST_RUN,
            stop=stop,
        )
        jobs = options.jobs or default_jobs(greens, 1)
        return answer_about_log(validation(subject, read, follower, files.reader, jobs, seeds))


def log_reader(logs: Sequence[str]) -> ReadLog:
    """Return a function that reads log files; it raises UsageError for one that is not there."""

    def read(mapping: TraceMapping) -> EventLog:
        try:
            return read_event_log(logs, mapping)
        except OSError as error:
            what = f"cannot read {error.filename}: {error.strerror}"
            raise UsageError(what, "name a log file, or - for the standard input") from error

    return read


def named_claim(registry: Registry, name: str) -> Claim:
    """Return the claim of a name; raises UsageError if there is none."""
    for claim in registry.claims:
        if claim.id == name:
            return claim
    known = [claim.id for claim in registry.claims]
    raise UsageError(f"there is no claim {name!r}{nearest(name, known)}", "run: moltverify list")
