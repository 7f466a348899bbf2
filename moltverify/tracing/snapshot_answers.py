"""What snapshots of a system's state say about claims, as data for every form of report."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from moltverify.errors import ExitCode
from moltverify.registry.records import Claim
from moltverify.snapshots.claim_events import SnapshotEvents
from moltverify.snapshots.snapshot_records import ClaimEvents, Skipped, TableRead
from moltverify.tracing.trace_answers import TraceReport

FORMAT = 1


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
    """The tables that were read, and the answers about claims."""

    tables: tuple[TableRead, ...]
    claims: tuple[ClaimAnswer, ...]
    format: int = FORMAT

    @property
    def exit_code(self) -> int:
        """The exit code: 1 for a claim that does not fit, 0 if each that was looked at fits."""
        codes = [one.report.exit_code for one in self.claims if one.report]
        if ExitCode.DIFFERS in codes:
            return ExitCode.DIFFERS
        return max(codes, default=ExitCode.NO_VERDICT)


def claim_answers(
    told: SnapshotEvents,
    claims: dict[str, Claim],
    compare: Callable[[Claim, ClaimEvents], TraceReport],
) -> Iterator[ClaimAnswer]:
    """Yield the answer about each claim that snapshots tell something about."""
    for one in told.claims:
        if one.claim in claims:
            claim = claims[one.claim]
            report = None if one.missing else compare(claim, one)
            yield ClaimAnswer(claim.id, claim.title, report, one.missing, one.skipped, one.unseen)
