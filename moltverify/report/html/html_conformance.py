"""The page's part on published releases: a table, the reasons, and each drift as a story."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from moltverify.conformance.records import Difference, Status
from moltverify.conformance.results import Finding
from moltverify.registry.records import Registry
from moltverify.report.story.drift_story import story
from moltverify.store.findings import Dated


class Cell(Struct, frozen=True):
    """What a replay says of a model and a release: in a word, in numbers, and how good that is."""

    status: str
    counts: str
    kind: str
    is_old: bool


class Row(Struct, frozen=True):
    """A claim's line of the table, with a cell or None for each release."""

    claim: str
    title: str
    cells: tuple[Cell | None, ...]


class Story(Struct, frozen=True):
    """A difference: of which claim and which releases, why it is known, and how it goes."""

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
    """All that the page shows of replays; `recorded` is when the newest of them was made."""

    releases: tuple[str, ...]
    rows: tuple[Row, ...]
    stories: tuple[Story, ...]
    reasons: tuple[Reason, ...]
    recorded: str
    is_old: bool

    def row_of(self, claim: str) -> Row | None:
        """Return a claim's line, if it has one."""
        return next((row for row in self.rows if row.claim == claim), None)

    def stories_of(self, claim: str) -> tuple[Story, ...]:
        """Return the differences of a claim."""
        return tuple(one for one in self.stories if one.claim == claim)


def conformance_view(kept: Sequence[Dated[Finding]], registry: Registry) -> ConformanceView | None:
    """Return what the page shows of replays, or None if there is nothing on record."""
    if not kept:
        return None
    releases = tuple(dict.fromkeys(one.content.label for one in kept))
    known = {(one.content.claim, one.content.label): one for one in kept}
    rows = tuple(
        Row(claim.id, claim.title, tuple(cell(known.get((claim.id, name))) for name in releases))
        for claim in registry.claims
        if any((claim.id, name) in known for name in releases)
    )
    shown = [one.content for row in rows for one in kept if one.content.claim == row.claim]
    return ConformanceView(
        releases=releases,
        rows=rows,
        stories=tuple(stories(shown)),
        reasons=tuple(reasons(shown)),
        recorded=max(one.recorded for one in kept),
        is_old=any(one.is_old for one in kept),
    )


def cell(kept: Dated[Finding] | None) -> Cell | None:
    """Return a cell of the table."""
    if kept is None:
        return None
    finding = kept.content
    kind = {
        Status.CONFORMS: "as_expected",
        Status.DRIFT: "unexpected" if finding.new else "inconclusive",
        Status.NO_COUNTERPART: "soft",
        Status.NOT_RUN: "inconclusive",
    }[finding.status]
    return Cell(finding.status.value, counts(finding), kind, kept.is_old)


def counts(finding: Finding) -> str:
    """Say how many calls were made and how many of them differ."""
    if finding.status not in {Status.CONFORMS, Status.DRIFT}:
        return ""
    absent = f", {finding.absent:,} without counterpart" if finding.absent else ""
    if finding.status is Status.CONFORMS:
        return f"{finding.replayed:,} calls{absent}"
    new = f", {finding.new:,} new" if finding.new and finding.known else ""
    known = ", known" if not finding.new else new
    return f"{finding.differing:,} of {finding.replayed:,}{known}{absent}"


def stories(findings: Iterable[Finding]) -> Iterable[Story]:
    """Yield the examples, each once with all releases that it was found in."""
    found: dict[Story, list[str]] = {}
    for finding in findings:
        for example in finding.examples:
            found.setdefault(told(finding.claim, example), []).append(finding.label)
    for one, labels in found.items():
        yield Story(one.claim, ", ".join(labels), one.known, one.lines)


def told(claim: str, example: Difference) -> Story:
    """Return an example as a story without its releases."""
    return Story(claim, "", example.known, tuple(story(example)))


def reasons(findings: Iterable[Finding]) -> Iterable[Reason]:
    """Yield why something was not replayed, each once with all releases that it is said of."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        for words in filter(None, (finding.reason, finding.omits)):
            found.setdefault((finding.claim, words), []).append(finding.label)
    for (claim, words), labels in found.items():
        yield Reason(claim, ", ".join(labels), words)
