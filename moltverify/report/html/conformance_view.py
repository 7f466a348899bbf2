"""The page's section on published releases: a table, the reasons, and each drift as a story."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Registry
from moltverify.report.story.drift_story import story
from moltverify.store.findings import Dated

COUNTED = frozenset({Status.CONFORMS, Status.STRICTER, Status.IN_PART, Status.LAXER})


class ReplayCell(Struct, frozen=True):
    """The result of a model's replay on a release; `kind` is a class of page.css."""

    status: str
    counts: str
    kind: str
    is_old: bool


class ReplayRow(Struct, frozen=True):
    """A claim's row of the table, with a cell or None for each release."""

    claim: str
    title: str
    cells: tuple[ReplayCell | None, ...]


class DriftExample(Struct, frozen=True):
    """A difference: its claim, its releases, its reason on record, and its story."""

    claim: str
    releases: str
    known: str
    lines: tuple[tuple[str, str], ...]


class Reason(Struct, frozen=True):
    """Why something of a claim was not replayed against some releases."""

    claim: str
    releases: str
    words: str


class ConformanceView(Struct, frozen=True, kw_only=True):
    """All that the page shows of replays; `recorded` is the time of the newest one."""

    releases: tuple[str, ...]
    rows: tuple[ReplayRow, ...]
    stories: tuple[DriftExample, ...]
    reasons: tuple[Reason, ...]
    recorded: str
    is_old: bool

    def row_of(self, claim: str) -> ReplayRow | None:
        """Return a claim's row, if it has one."""
        return next((row for row in self.rows if row.claim == claim), None)

    def stories_of(self, claim: str) -> tuple[DriftExample, ...]:
        """Return the differences of a claim."""
        return tuple(one for one in self.stories if one.claim == claim)


def conformance_view(
    kept: Sequence[Dated[ReplayFinding]], registry: Registry
) -> ConformanceView | None:
    """Return what the page shows of replays, or None if there is nothing on record."""
    if not kept:
        return None
    releases = tuple(dict.fromkeys(one.content.label for one in kept))
    known = {(one.content.claim, one.content.label): one for one in kept}
    rows = tuple(
        ReplayRow(
            claim.id,
            claim.title,
            tuple(replay_cell(known.get((claim.id, name))) for name in releases),
        )
        for claim in registry.claims
        if any((claim.id, name) in known for name in releases)
    )
    # Only those in the table: a finding may be about a claim that is no longer registered.
    shown = [one.content for row in rows for one in kept if one.content.claim == row.claim]
    return ConformanceView(
        releases=releases,
        rows=rows,
        stories=tuple(stories(shown)),
        reasons=tuple(reasons(shown)),
        recorded=max(one.recorded for one in kept),
        is_old=any(one.is_old for one in kept),
    )


def replay_cell(kept: Dated[ReplayFinding] | None) -> ReplayCell | None:
    """Return a cell of the table."""
    if kept is None:
        return None
    finding = kept.content
    # The same classes as for verdicts; a drift that is on record is no surprise.
    kind = {
        Status.CONFORMS: "as_expected",
        Status.STRICTER: "as_expected",
        Status.IN_PART: "inconclusive",
        Status.LAXER: "unexpected",
        Status.HAS_FAULT: "unexpected" if finding.new else "inconclusive",
        Status.HAS_NOT: "as_expected",
        Status.CANNOT_TELL: "inconclusive",
        Status.NO_COUNTERPART: "soft",
        Status.SYMBOL_MOVED: "inconclusive",
        Status.COULD_NOT_LOAD: "inconclusive",
        Status.NOT_RUN: "inconclusive",
    }[finding.status]
    return ReplayCell(finding.status.value, call_counts_text(finding), kind, kept.is_old)


def call_counts_text(finding: ReplayFinding) -> str:
    """Return how many calls were made and how many of them differ."""
    if finding.status not in COUNTED:
        # No call was made, or the counts are those of another question.
        return ""
    absent = f", {finding.absent:,} without counterpart" if finding.absent else ""
    if not finding.differing:
        return f"{finding.replayed:,} calls{absent}"
    new = f", {finding.new:,} new" if finding.new and finding.known else ""
    known = ", known" if not finding.new else new
    return f"{finding.differing:,} of {finding.replayed:,}{known}{absent}"


def stories(findings: Iterable[ReplayFinding]) -> Iterable[DriftExample]:
    """Yield the examples, each once with all releases in which it was found."""
    found: dict[DriftExample, list[str]] = {}
    for finding in findings:
        for example in finding.examples:
            found.setdefault(example_story(finding.claim, example), []).append(finding.label)
    for one, labels in found.items():
        yield DriftExample(one.claim, ", ".join(labels), one.known, one.lines)


def example_story(claim: str, example: VectorDifference) -> DriftExample:
    """Return an example as a story without its releases, so that equal ones compare as equal."""
    return DriftExample(claim, "", example.known, tuple(story(example)))


def reasons(findings: Iterable[ReplayFinding]) -> Iterable[Reason]:
    """Yield why something was not replayed, each reason once with all its releases."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for words in filter(None, (finding.reason, finding.omits)):
            found.setdefault((finding.claim, words), []).append(finding.label)
    for (claim, words), labels in found.items():
        yield Reason(claim, ", ".join(labels), words)
