"""The receipt of an answer about a log: digests of all that it depends on, and the answer.

It has no time in it: whoever has the same files gets the same receipt, byte for byte.
"""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.receipt.make import receipt_files
from moltverify.receipt.records import ClaimDigest, SpecDigest
from moltverify.registry.records import Claim, Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.store.json_records import indented_json
from moltverify.tracing.event_log import LogFile
from moltverify.tracing.trace_answers import FitAnswer, TraceReport

FORMAT_OF_LOG_RECEIPTS = 1


class LogReceipt(Struct, frozen=True, kw_only=True):
    """One answer about logs; `jar` is the SHA-256 of the jar, `claim` the digest of the entry."""

    log_receipt: int = FORMAT_OF_LOG_RECEIPTS
    moltverify: str
    jar: str
    release: str | None
    files: tuple[SpecDigest, ...]
    claim: ClaimDigest
    logs: tuple[LogFile, ...]
    events: int
    segments: int
    states: int
    answer: FitAnswer
    reason: str


def log_receipt_json(report: TraceReport, registry: Registry) -> bytes:
    """Return the receipt as JSON, with the present digests of the claim's files."""
    claim = registry.claim(report.claim)
    receipt = LogReceipt(
        moltverify=report.moltverify,
        jar=report.jar,
        release=report.release,
        files=digests_of_files(registry, [claim]),
        claim=ClaimDigest(claim.id, claim.digest),
        logs=report.logs,
        events=report.events,
        segments=report.segments,
        states=report.states,
        answer=report.answer,
        reason=report.reason,
    )
    return indented_json(receipt)


def digests_of_files(registry: Registry, claims: Sequence[Claim]) -> tuple[SpecDigest, ...]:
    """Return the present digests of all files of claims' models."""
    sources = read_spec_texts(registry, {one.id for claim in claims for one in claim.models})
    files = {file.path: file.digest for one in sources.models for file in receipt_files(one)}
    return tuple(SpecDigest(path, digest) for path, digest in sorted(files.items()))
