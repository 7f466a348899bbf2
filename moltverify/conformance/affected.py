"""Which releases are affected: those whose recorded replays are laxer than a claim.

Only CONFORMS and STRICTER hold. A release without a finding is judged by its recorded neighbours
if they agree, and one that is newer than all of them by the newest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import groupby

from msgspec import Struct

from moltverify.conformance.drift_record import RecordFile
from moltverify.conformance.records import Direction, Status
from moltverify.conformance.results import ReplayFinding
from moltverify.conformance.stretches import stretches
from moltverify.registry.records import Advisory
from moltverify.releases.package import label_key, neighbours, version_key


class Answer(Enum):
    """Whether a claim holds in a release; ordered, the last is the worst."""

    HOLDS = "holds"
    STRICTER = "stricter"
    UNKNOWN = "unknown"
    LAXER = "laxer"

    @property
    def is_good(self) -> bool:
        """Whether the code allows no more than the claim."""
        return self in (Answer.HOLDS, Answer.STRICTER)

    @property
    def letter(self) -> str:
        """The answer in one character, for a strip of releases."""
        return "?" if self is Answer.UNKNOWN else self.value[0].upper()


# Each other status leaves open whether the claim holds.
ANSWERS = {
    Status.CONFORMS: Answer.HOLDS,
    Status.STRICTER: Answer.STRICTER,
    Status.LAXER: Answer.LAXER,
}


class ReleaseAnswer(Struct, frozen=True):
    """What is on record about one claim and one release."""

    label: str
    finding: ReplayFinding

    @property
    def answer(self) -> Answer:
        """Whether the claim holds in this release."""
        return ANSWERS.get(self.finding.status, Answer.UNKNOWN)


class AffectedRange(Struct, frozen=True):
    """A range of releases that are laxer: the first, the last, and the first that holds again.

    `fixed` is empty if no later release is known to hold.
    """

    first: str
    last: str
    fixed: str = ""


class ClaimJudgement(Struct, frozen=True, kw_only=True):
    """Whether a claim holds in a release.

    `status` is that of its own finding, and `by` the releases by which it is judged without one.
    `reason` says why the answer is unknown, and `drifts` in which ways the code is laxer.
    """

    claim: str
    answer: Answer
    status: str = ""
    by: tuple[str, ...] = ()
    reason: str = ""
    drifts: tuple[str, ...] = ()
    affected: tuple[AffectedRange, ...] = ()


Timeline = Sequence[ReleaseAnswer]


def timelines_of(recorded: RecordFile) -> dict[str, Timeline]:
    """Return what is on record about each claim, the oldest release first."""
    return {
        claim: in_time(
            ReleaseAnswer(label, group.finding) for group in groups for label in group.releases
        )
        for claim, groups in recorded.claims.items()
    }


def timeline_of(findings: Iterable[ReplayFinding]) -> Timeline:
    """Return findings about one claim, the oldest release first."""
    return in_time(ReleaseAnswer(one.label, one) for one in findings)


def in_time(answers: Iterable[ReleaseAnswer]) -> Timeline:
    """Return answers in the order in which the releases were made."""
    return sorted(answers, key=lambda one: label_key(one.label))


def labels_of(timelines: Mapping[str, Timeline]) -> list[str]:
    """Return all releases on record, the oldest first."""
    labels = {one.label for timeline in timelines.values() for one in timeline}
    return sorted(labels, key=label_key)


def judge_release(claim: str, timeline: Timeline, label: str) -> ClaimJudgement:
    """Return whether a claim holds in a release."""
    own = [one for one in timeline if one.label == label]
    return (
        judged_by_itself(claim, timeline, own[0]) if own else by_neighbours(claim, timeline, label)
    )


def judged_by_itself(claim: str, timeline: Timeline, own: ReleaseAnswer) -> ClaimJudgement:
    """Return the judgement of a release with a finding."""
    return ClaimJudgement(
        claim=claim,
        answer=own.answer,
        status=own.finding.status.value,
        reason="" if own.answer.is_good else own.finding.reason,
        drifts=drift_reasons([own]),
        affected=affected_ranges(timeline),
    )


def by_neighbours(claim: str, timeline: Timeline, label: str) -> ClaimJudgement:
    """Return the judgement of a release without a finding."""
    before, after = neighbours(timeline, label, lambda one: one.label)
    answer, reason = agreed(before, after)
    near = [*before, *after]
    return ClaimJudgement(
        claim=claim,
        answer=answer,
        by=tuple(one.label for one in near),
        reason=reason,
        drifts=drift_reasons(near) if answer is Answer.LAXER else (),
        affected=affected_ranges(timeline),
    )


def agreed(before: Timeline, after: Timeline) -> tuple[Answer, str]:
    """Return the answer that the neighbours agree on, and the reason if that is unknown."""
    if not before:
        return Answer.UNKNOWN, "older than all releases on record" if after else "nothing on record"
    near = [one.answer for one in (*before, *after)]
    if Answer.UNKNOWN not in near and len(set(near)) == 1:
        return near[0], ""
    if all(one.is_good for one in near):
        return Answer.HOLDS, ""
    if Answer.UNKNOWN in near:
        says = (f"{one.label}: {one.finding.status.value}" for one in (*before, *after))
        return Answer.UNKNOWN, "; ".join(says)
    return Answer.UNKNOWN, "its neighbours differ"


def drift_reasons(answers: Iterable[ReleaseAnswer]) -> tuple[str, ...]:
    """Return the reasons on record for which releases are laxer, each once."""
    laxer = [one.finding for one in answers if one.answer is Answer.LAXER]
    examples = (example for finding in laxer for example in finding.examples)
    # Code that is laxer in one call may be stricter in another, which is no reason.
    reasons = (example.known for example in examples if example.direction is Direction.LAXER)
    return tuple(dict.fromkeys(filter(None, reasons)))


def affected_ranges(timeline: Timeline) -> tuple[AffectedRange, ...]:
    """Return the ranges of releases that are laxer; an unknown one does not end a range."""
    return tuple(
        AffectedRange(*stretch)
        for stretch in stretches(
            (one.label, one.answer is Answer.LAXER, one.answer.is_good) for one in timeline
        )
    )


def runs_of(timeline: Timeline) -> Iterator[list[ReleaseAnswer]]:
    """Yield the releases in time, those that follow one another with the same status together."""
    for _, run in groupby(timeline, key=lambda one: one.finding.status):
        yield list(run)


def is_open(advisory: Advisory, label: str) -> bool:
    """Tell whether an advisory is fixed only in a release later than this one."""
    return bool(advisory.fixed) and version_key(advisory.fixed) > label_key(label)


def label_ranges(labels: Iterable[str], order: Sequence[str]) -> str:
    """Return labels as text, with a range for three or more that follow one another in an order."""
    places = sorted({order.index(label) for label in labels})
    # In a run of successive places, the difference from the count is constant.
    runs = groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])
    return ", ".join(run_words([order[place] for _, place in run]) for _, run in runs)


def run_words(labels: Sequence[str]) -> str:
    """Return releases that follow one another, as a range if they are three or more."""
    if len(labels) < 3:
        return ", ".join(labels)
    return f"{labels[0]} … {labels[-1]} ({len(labels)})"
