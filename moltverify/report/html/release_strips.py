"""A strip of releases for each claim, and what does not hold in the newest one."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.conformance.affected import (
    Answer,
    ReleaseAnswer,
    Timeline,
    judge_release,
    run_words,
    runs_of,
)
from moltverify.plural import counted
from moltverify.registry.records import Claim

KINDS = {
    Answer.HOLDS: "as_expected",
    Answer.STRICTER: "as_expected",
    Answer.UNKNOWN: "inconclusive",
    Answer.LAXER: "unexpected",
}
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


class NewestAnswer(Struct, frozen=True):
    """Whether a claim holds in the newest release."""

    claim: str
    title: str
    answer: Answer

    @property
    def kind(self) -> str:
        """A class of page.css."""
        return KINDS[self.answer]


class NewestRelease(Struct, frozen=True):
    """What holds in the newest release on record."""

    release: str
    answers: tuple[NewestAnswer, ...]

    @property
    def laxer(self) -> tuple[NewestAnswer, ...]:
        """The claims than which the code is laxer."""
        return tuple(one for one in self.answers if one.answer is Answer.LAXER)

    @property
    def kind(self) -> str:
        """A class of page.css for all claims: that of the worst."""
        return KINDS[max((one.answer for one in self.answers), key=list(Answer).index)]

    @property
    def words(self) -> str:
        """How many claims hold, as a sentence without its end."""
        unknown = sum(one.answer is Answer.UNKNOWN for one in self.answers)
        held = len(self.answers) - unknown - len(self.laxer)
        does = "does" if len(self.laxer) == 1 else "do"
        counts = f"{len(self.laxer)} of {counted(len(self.answers), 'claim')} {does} not hold"
        return f"{counts} ({unknown} unknown, {held} known to hold)"

    def of(self, claim: str) -> NewestAnswer | None:
        """Return the answer about a claim, if it is registered."""
        return next((one for one in self.answers if one.claim == claim), None)


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


def newest_release(
    claims: Sequence[Claim], timelines: Mapping[str, Timeline], release: str
) -> NewestRelease:
    """Return what holds in a release, for each claim."""
    return NewestRelease(
        release,
        tuple(
            NewestAnswer(
                claim.id,
                claim.title,
                judge_release(claim.id, timelines.get(claim.id, ()), release).answer,
            )
            for claim in claims
        ),
    )
