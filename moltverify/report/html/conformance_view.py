"""The page's section on published releases: a table, the reasons, and each drift as a story."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from moltverify.conformance.affected import Timeline, label_ranges
from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Claim, Registry
from moltverify.releases.package import label_key
from moltverify.report.extra_findings import Further
from moltverify.report.html.release_strips import ReleaseStrip, release_strip
from moltverify.report.newest_release import (
    NewestRelease,
    findings_by_claim,
    newest_release,
    timelines_by_claim,
)
from moltverify.report.story.drift_story import story
from moltverify.store.findings import Dated

COUNTED = frozenset({Status.CONFORMS, Status.STRICTER, Status.IN_PART, Status.LAXER})
FEW = 8  # releases, of which each has a column of its own


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
    """All that the page shows of replays.

    `recorded` is the time of the newest one in the store; empty if all are from the record beside
    the registry.
    """

    releases: tuple[str, ...]
    rows: tuple[ReplayRow, ...]
    strips: tuple[ReleaseStrip, ...]
    newest: NewestRelease
    stories: tuple[DriftExample, ...]
    reasons: tuple[Reason, ...]
    recorded: str
    is_old: bool
    timelines: Mapping[str, Timeline]

    @property
    def has_columns(self) -> bool:
        """Whether the releases are few enough for a table with a column for each."""
        return len(self.releases) <= FEW

    def strip_of(self, claim: str) -> ReleaseStrip | None:
        """Return a claim's strip, if it has one."""
        return next((strip for strip in self.strips if strip.claim == claim), None)

    def row_of(self, claim: str) -> ReplayRow | None:
        """Return a claim's row, if it has one."""
        return next((row for row in self.rows if row.claim == claim), None)

    def stories_of(self, claim: str) -> tuple[DriftExample, ...]:
        """Return the differences of a claim."""
        return tuple(one for one in self.stories if one.claim == claim)

    def alike_of(self, claim: str) -> tuple[tuple[str, ReplayCell], ...]:
        """Return the cells of a claim, each different one once with its releases."""
        row = self.row_of(claim)
        cells = zip(self.releases, row.cells if row else (), strict=bool(row))
        found: dict[ReplayCell, list[str]] = {}
        for release, cell in cells:
            if cell:
                found.setdefault(cell, []).append(release)
        return tuple((label_ranges(names, self.releases), cell) for cell, names in found.items())


def conformance_view(
    further: Further, registry: Registry, checked: Collection[str] = ()
) -> ConformanceView | None:
    """Return what the page shows of replays, or None if there is nothing on record.

    What the store lacks about the claims that the run has `checked` is taken from the record
    beside the registry.
    """
    newest = newest_release(further, registry, checked)
    if newest is None:
        return None
    found = findings_by_claim(further.conformance, further.recorded, checked)
    timelines = timelines_by_claim(found, registry)
    claims = [claim for claim in registry.claims if claim.id in timelines]
    shown = [one for claim in claims for one in found[claim.id].values()]
    contents = [one.content for one in shown]
    releases = tuple(sorted({one.label for one in contents}, key=label_key))
    return ConformanceView(
        releases=releases,
        rows=tuple(replay_row(claim, found[claim.id], releases) for claim in claims),
        strips=tuple(release_strip(claim, timelines[claim.id], releases) for claim in claims),
        newest=newest,
        stories=tuple(stories(contents, releases)),
        reasons=tuple(reasons(contents, releases)),
        recorded=max(one.recorded for one in shown),
        is_old=any(one.is_old for one in shown),
        timelines=timelines,
    )


def replay_row(
    claim: Claim, found: Mapping[str, Dated[ReplayFinding]], releases: Sequence[str]
) -> ReplayRow:
    """Return a claim's row of the table."""
    cells = tuple(replay_cell(found.get(release)) for release in releases)
    return ReplayRow(claim.id, claim.title, cells)


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


def stories(findings: Iterable[ReplayFinding], releases: Sequence[str]) -> Iterable[DriftExample]:
    """Yield the examples, each once with all releases in which it was found."""
    found: dict[DriftExample, list[str]] = {}
    for finding in findings:
        for example in finding.examples:
            found.setdefault(example_story(finding.claim, example), []).append(finding.label)
    for one, labels in found.items():
        yield DriftExample(one.claim, label_ranges(labels, releases), one.known, one.lines)


def example_story(claim: str, example: VectorDifference) -> DriftExample:
    """Return an example as a story without its releases, so that equal ones compare as equal."""
    return DriftExample(claim, "", example.known, tuple(story(example)))


def reasons(findings: Iterable[ReplayFinding], releases: Sequence[str]) -> Iterable[Reason]:
    """Yield why something was not replayed, each reason once with all its releases."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for words in filter(None, (finding.reason, finding.omits)):
            found.setdefault((finding.claim, words), []).append(finding.label)
    for (claim, words), labels in found.items():
        yield Reason(claim, label_ranges(labels, releases), words)
