"""A strip of releases for each claim, and what does not hold in the newest one."""

from collections.abc import Mapping, Sequence
from itertools import groupby

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
