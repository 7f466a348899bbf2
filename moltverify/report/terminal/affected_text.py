"""The answers of `moltverify affected` as lines of text."""

from collections.abc import Iterator

from moltverify.conformance.affected import AffectedRange, Answer
from moltverify.conformance.affected_report import (
    AffectedClaim,
    AffectedReport,
    JudgedRelease,
    ReleaseRun,
)
from moltverify.plural import counted
from moltverify.releases.package import label_key

COLOURS = {
    Answer.HOLDS: "green",
    Answer.STRICTER: "green",
    Answer.UNKNOWN: "yellow",
    Answer.LAXER: "red",
}
LEAD = 10  # columns of the answer
INDENT = " " * LEAD

# The lead of a line, its colour, and the rest of the line.
TextLine = tuple[str, str | None, str]


def affected_lines(report: AffectedReport) -> Iterator[TextLine]:
    """Yield the lines of a report."""
    for claim, runs in report.timelines.items():
        yield from timeline_lines(claim, runs)
    for release in report.judged:
        yield from release_lines(release)
    ends = f"{report.releases[0]} to {report.releases[-1]}"
    count = counted(len(report.releases), "release")
    yield "", None, f"by the record of {report.registry}: {count}, {ends}; nothing was run"


def timeline_lines(claim: str, runs: tuple[ReleaseRun, ...]) -> Iterator[TextLine]:
    """Yield the releases of a claim, a line for those that follow one another and are alike."""
    yield claim, None, ""
    if not runs:
        yield "unknown", COLOURS[Answer.UNKNOWN], "nothing on record"
    for run in runs:
        ends = run.releases if len(run.releases) < 2 else (run.releases[0], run.releases[-1])
        count = f" ({len(run.releases)})" if len(run.releases) > 1 else ""
        status = f": {run.status}" if run.answer is Answer.UNKNOWN else ""
        yield run.answer.value, COLOURS[run.answer], " to ".join(ends) + count + status
    yield "", None, ""


def release_lines(release: JudgedRelease) -> Iterator[TextLine]:
    """Yield the lines of a release: the sum, how it is known, and the claims."""
    yield release.release, None, f": {release_sum(release)}"
    if release.folder:
        yield "", None, f"installed in {release.folder}"
    if not release.recorded:
        yield "", None, neighbour_words(release)
    yield "", None, ""
    for claim in release.claims:
        yield from affected_claim_lines(claim, release)
    if release.claims:
        yield "", None, ""


def release_sum(release: JudgedRelease) -> str:
    """Return how many claims have which answer, the worst first."""
    counts = (f"{len(release.of(answer))} {answer.value}" for answer in reversed(Answer))
    return f"{counted(len(release.claims), 'claim')}, {', '.join(counts)}"


def neighbour_words(release: JudgedRelease) -> str:
    """Return by what a release that is not on record is judged."""
    match release.neighbours:
        case (older, newer):
            return f"not on record; judged by its neighbours {older} and {newer}"
        case (only,) if label_key(only) <= label_key(release.release):
            return f"newer than all releases on record; judged by the newest, {only}"
        case _:
            return "older than all releases on record, so nothing is known of it"


def affected_claim_lines(claim: AffectedClaim, release: JudgedRelease) -> Iterator[TextLine]:
    """Yield the lines of a claim; what holds has one."""
    judged = claim.judgement
    title = "" if claim.title == judged.claim else f"  {claim.title}"
    yield judged.answer.value, COLOURS[judged.answer], judged.claim + title
    if judged.by and judged.by != release.neighbours:
        yield INDENT, None, f"not on record; judged by {' and '.join(judged.by)}"
    if judged.answer is Answer.UNKNOWN:
        yield INDENT, None, ": ".join(filter(None, (judged.status, judged.reason)))
    if judged.answer is Answer.LAXER:
        yield from ((INDENT, None, f"because: {reason}") for reason in judged.drifts)
    if not judged.answer.is_good and judged.affected:
        yield INDENT, None, f"laxer: {'; '.join(map(range_words, judged.affected))}"
    for one in claim.advisories:
        if one.open or not judged.answer.is_good:
            fixed = f", fixed in {one.fixed}" if one.fixed else ", no release with a fix is known"
            later = ", which is later" if one.open else ""
            yield INDENT, None, f"{one.id}: {one.title}{fixed}{later}"


def range_words(affected: AffectedRange) -> str:
    """Return a range of releases that are laxer, and the first one after it that holds."""
    ends = affected.first
    if affected.last != affected.first:
        ends += f" to {affected.last}"
    return f"{ends}, holds from {affected.fixed}" if affected.fixed else ends
