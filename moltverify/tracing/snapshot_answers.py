"""What snapshots of a system's state say about claims, as data for every form of report."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

from msgspec import Struct

from moltverify import __version__
from moltverify.errors import ExitCode
from moltverify.registry.records import Registry
from moltverify.snapshots.claim_events import SnapshotEvents
from moltverify.snapshots.snapshot_records import Skipped, SnapshotDigest, TableRead
from moltverify.suite.run_options import RunOptions
from moltverify.tracing.event_log import given_event_log
from moltverify.tracing.log_check import check_log, named_claim
from moltverify.tracing.trace_answers import TraceReport

FORMAT_OF_SNAPSHOT_REPORTS = 1


class ClaimAnswer(Struct, frozen=True):
    """The answer about a claim, with what was not looked at; with `missing` there is none.

    `unseen` are parts of the claim that no table shows.
    """

    claim: str
    title: str
    report: TraceReport | None = None
    missing: str = ""
    skipped: tuple[Skipped, ...] = ()
    unseen: tuple[str, ...] = ()


class SnapshotReport(Struct, frozen=True):
    """The snapshots, the tables that were read, and the answers about claims."""

    snapshots: tuple[SnapshotDigest, ...]
    tables: tuple[TableRead, ...]
    claims: tuple[ClaimAnswer, ...]
    format: int = FORMAT_OF_SNAPSHOT_REPORTS
    moltverify: str = __version__

    @property
    def exit_code(self) -> int:
        """The exit code: 1 for a claim that does not fit, 0 if each that was looked at fits."""
        codes = [one.report.exit_code for one in self.claims if one.report]
        if ExitCode.DIFFERS in codes:
            return ExitCode.DIFFERS
        return max(codes, default=ExitCode.NO_VERDICT)


def claim_answers(  # noqa: PLR0913 - as check_log
    registry: Registry,
    told: SnapshotEvents,
    options: RunOptions,
    tla2tools: Path | None,
    stop: Event,
    faults: int = 0,
) -> Iterator[ClaimAnswer]:
    """Yield the answer about each claim that snapshots tell something about."""
    for one in told.claims:
        claim = named_claim(registry, one.claim)
        report = None
        if not one.missing:
            read = partial(given_event_log, "event", one.events)
            report = check_log(registry, claim.id, read, options, tla2tools, stop, faults)
        yield ClaimAnswer(claim.id, claim.title, report, one.missing, one.skipped, one.unseen)
        if stop.is_set():
            return
