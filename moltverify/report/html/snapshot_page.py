"""What copies of a system's state say about claims, as one HTML page without a script."""

from moltverify.registry.records import Claim, Registry
from moltverify.report.html.fit_page import (
    MisfitView,
    answer_class,
    misfit_views,
    page_without_script,
)
from moltverify.report.story.fit_story import size_words
from moltverify.report.story.snapshot_story import sum_words
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport
from moltverify.tracing.trace_answers import TraceReport


def snapshot_page(report: SnapshotReport, registry: Registry) -> bytes:
    """Return the page of a report, in UTF-8."""
    return page_without_script(
        "snapshots.html.j2",
        summary=sum_words(report),
        tables=report.tables,
        claims=[answer_view(registry.claim(one.claim), one) for one in report.claims],
        snapshots=report.snapshots,
        made_by=report.moltverify,
    )


def answer_view(
    claim: Claim, answer: ClaimAnswer
) -> tuple[Claim, ClaimAnswer, TraceReport | None, str, str, list[MisfitView]]:
    """Return an answer as shown: the class of its headline, its size and its misfits."""
    report = answer.report
    if report is None:
        return claim, answer, None, "", "", []
    return (
        claim,
        answer,
        report,
        answer_class(report),
        size_words(report),
        misfit_views(claim, report),
    )
