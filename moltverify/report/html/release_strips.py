"""A strip of releases for each claim."""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from moltverify.conformance.affected import (
    Answer,
    ReleaseAnswer,
    Timeline,
    run_words,
    runs_of,
)
from moltverify.registry.records import Claim

# Classes of page.css.
CLASSES = {Answer.HOLDS: "H", Answer.STRICTER: "S", Answer.UNKNOWN: "U", Answer.LAXER: "L"}
NOT_ON_RECORD = "N"


class StripSegment(Struct, frozen=True):
    """Releases that follow one another with the same answer: the first's place, and how many."""

    start: int
    width: int
    kind: str


class ReleaseStrip(Struct, frozen=True):
    """The releases of a claim, a class of page.css for each; `words` say the same."""

    claim: str
    title: str
    kinds: tuple[str, ...]
    words: str

    @property
    def segments(self) -> tuple[StripSegment, ...]:
        """The releases with equal answers that follow one another, each run once."""
        found: list[StripSegment] = []
        for kind, run in groupby(self.kinds):
            start = found[-1].start + found[-1].width if found else 0
            found.append(StripSegment(start, len(list(run)), kind))
        return tuple(found)


def release_strip(claim: Claim, timeline: Timeline, releases: Sequence[str]) -> ReleaseStrip:
    """Return the strip of a claim, with each of the releases."""
    known = {one.label: CLASSES[one.answer] for one in timeline}
    kinds = tuple(known.get(label, NOT_ON_RECORD) for label in releases)
    return ReleaseStrip(claim.id, claim.title, kinds, strip_words(timeline))


def strip_words(timeline: Timeline) -> str:
    """Return the releases of a claim as ranges, each with its answer."""
    return "; ".join(
        f"{run_words([one.label for one in run])} {status_words(run[0])}"
        for run in runs_of(timeline)
    )


def status_words(one: ReleaseAnswer) -> str:
    """Return an answer in words, with the status that leaves it open."""
    status = f" ({one.finding.status.value.lower()})" if one.answer is Answer.UNKNOWN else ""
    return one.answer.value + status
