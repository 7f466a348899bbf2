"""A strip of releases for each claim."""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.conformance.affected import (
    Answer,
    ReleaseAnswer,
    Timeline,
    run_words,
    runs_of,
)
from moltverify.registry.records import Claim

# Classes of page.css, short because there is one in each cell.
CLASSES = {Answer.HOLDS: "H", Answer.STRICTER: "S", Answer.UNKNOWN: "U", Answer.LAXER: "L"}
NOTHING_THERE = ("N", "·", "not on record")


class StripCell(Struct, frozen=True):
    """One release: a class of page.css, a letter, and the words that the letter stands for."""

    kind: str
    letter: str
    words: str


class ReleaseStrip(Struct, frozen=True):
    """The releases of a claim, a cell for each release of the page; `words` say the same."""

    claim: str
    title: str
    cells: tuple[StripCell, ...]
    words: str


def release_strip(claim: Claim, timeline: Timeline, releases: Sequence[str]) -> ReleaseStrip:
    """Return the strip of a claim, with a cell for each of the releases."""
    known = {one.label: one for one in timeline}
    return ReleaseStrip(
        claim.id,
        claim.title,
        tuple(
            StripCell(
                CLASSES[known[label].answer],
                known[label].answer.letter,
                f"{label} {known[label].finding.status.value}",
            )
            if label in known
            else StripCell(NOTHING_THERE[0], NOTHING_THERE[1], f"{label} {NOTHING_THERE[2]}")
            for label in releases
        ),
        strip_words(timeline),
    )


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
