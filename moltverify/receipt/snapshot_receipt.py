"""The receipt of answers about copies of a system's state.

It has no time in it, and nothing that depends on the names of hidden ids, which are new in each
run: whoever has the same files gets the same receipt, byte for byte.
"""

from msgspec import Struct

from moltverify.file_access import sha256
from moltverify.receipt.log_receipt import digests_of_files
from moltverify.receipt.records import ClaimDigest, SpecDigest
from moltverify.registry.records import Registry
from moltverify.snapshots.snapshot_records import NAME, Skipped, SnapshotDigest
from moltverify.store.json_records import indented_json
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport
from moltverify.tracing.trace_answers import FitAnswer

FORMAT_OF_SNAPSHOT_RECEIPTS = 1


class AnswerItem(Struct, frozen=True, kw_only=True):
    """The answer about a claim, by the digest of its entry; with `missing` there is none."""

    claim: ClaimDigest
    answer: FitAnswer | None = None
    missing: str = ""
    events: int = 0
    segments: int = 0
    fitting: int = 0
    skipped: tuple[Skipped, ...] = ()


class SnapshotReceipt(Struct, frozen=True, kw_only=True):
    """All answers about snapshots; `jar` is the SHA-256 of the jar."""

    snapshot_receipt: int = FORMAT_OF_SNAPSHOT_RECEIPTS
    moltverify: str
    jar: str
    release: str | None
    files: tuple[SpecDigest, ...]
    snapshots: tuple[SnapshotDigest, ...]
    claims: tuple[AnswerItem, ...]


def snapshot_receipt_json(report: SnapshotReport, registry: Registry) -> bytes:
    """Return the receipt as JSON, with the present digests of the claims' files."""
    claims = [registry.claim(one.claim) for one in report.claims if one.report]
    queries = sha256(registry.specs / NAME)
    runs = [one.report for one in report.claims if one.report]
    receipt = SnapshotReceipt(
        moltverify=report.moltverify,
        jar=runs[0].jar if runs else "",
        release=runs[0].release if runs else None,
        files=(*digests_of_files(registry, claims), SpecDigest(NAME, queries)),
        snapshots=report.snapshots,
        claims=tuple(answer_item(one, registry) for one in report.claims),
    )
    return indented_json(receipt)


def answer_item(answer: ClaimAnswer, registry: Registry) -> AnswerItem:
    """Return one claim's part of the receipt."""
    claim = registry.claim(answer.claim)
    digest = ClaimDigest(claim.id, claim.digest)
    if answer.report is None:
        return AnswerItem(claim=digest, missing=answer.missing)
    return AnswerItem(
        claim=digest,
        answer=answer.report.answer,
        events=answer.report.events,
        segments=answer.report.segments,
        fitting=answer.report.fitting,
        skipped=answer.skipped,
    )
