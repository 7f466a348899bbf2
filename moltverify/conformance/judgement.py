"""The judgement of a replay: a rule for each reason against conformance; the worst decides.

Each rule depends on the vectors, the answers and the differences only, and on no other rule.
"""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.conformance.protocol import AbsenceCause, CallAnswer
from moltverify.conformance.records import Direction, Status, Vector, VectorDifference
from moltverify.conformance.replay import Replay

# The statuses of a release in which no call could be made.
ABSENCES = {
    AbsenceCause.ABSENT: Status.NO_COUNTERPART,
    AbsenceCause.MOVED: Status.SYMBOL_MOVED,
    AbsenceCause.UNLOADABLE: Status.COULD_NOT_LOAD,
}


class ReplayJudgement(Struct, frozen=True):
    """A status and its reason; a drift has examples instead of a reason."""

    status: Status
    reason: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """The input of the rules; `deterministic` claims that the model has one outcome per call."""

    vectors: Sequence[Vector]
    replay: Replay
    differences: Sequence[VectorDifference]
    deterministic: bool
    omits: str = ""

    @property
    def absent(self) -> list[CallAnswer]:
        """The answers to all calls that have no counterpart in the release."""
        return [one for one in self.replay.answers.values() if one.absent]

    def refused_actions(self) -> list[str]:
        """Return the actions of which no call could be made, in alphabetical order."""
        refused = {one.id for one in self.absent}
        made = {one.action for one in self.vectors if one.id not in refused}
        return sorted({one.action for one in self.vectors} - made)


def judge_replay(evidence: Evidence) -> ReplayJudgement:
    """Return the worst judgement of all rules, with the reason of the worst that gives one."""
    judgements = [rule(evidence) for rule in RULES]
    worst = max(one.status for one in judgements)
    with_reason = [one for one in judgements if one.reason]
    # `max` takes the first of equal ones, so RULES has the most fundamental reason first.
    reason = max(with_reason, key=lambda one: one.status).reason if with_reason else ""
    return ReplayJudgement(worst, reason)


def judge_outcomes(evidence: Evidence) -> ReplayJudgement:
    """Reject a comparison by equality if the model allows several outcomes of a call."""
    # A projection without a variable on which the outcome depends merges calls like this, and then
    # an answer that is right in another state would pass.
    several = sum(len(one.allowed) > 1 for one in evidence.vectors)
    if evidence.deterministic and several:
        reason = f"{several} calls have several outcomes in the model"
        return ReplayJudgement(Status.NOT_RUN, reason)
    return ReplayJudgement(Status.CONFORMS)


def judge_completeness(evidence: Evidence) -> ReplayJudgement:
    """Reject a replay that ended early."""
    # One of the calls without an answer could be the one that differs.
    if evidence.replay.ended:
        return ReplayJudgement(Status.NOT_RUN, evidence.replay.ended)
    return ReplayJudgement(Status.CONFORMS)


def judge_vectors(evidence: Evidence) -> ReplayJudgement:
    """Reject a replay without calls."""
    # Where nothing is compared, nothing differs: this must not pass as conformance.
    if not evidence.vectors:
        return ReplayJudgement(Status.NOT_RUN, "no step of the model is a call")
    return ReplayJudgement(Status.CONFORMS)


def judge_absence(evidence: Evidence) -> ReplayJudgement:
    """Report the calls without a counterpart, by the cause if none has one."""
    absent = evidence.absent
    reason = "; ".join(dict.fromkeys(one.absent for one in absent))
    if absent and len(absent) == len(evidence.vectors):
        # What could not be loaded may be there: the causes order by what they leave open.
        return ReplayJudgement(max(ABSENCES[one.cause] for one in absent), reason)
    if absent and (actions := evidence.refused_actions()):
        reason = f"no call of {', '.join(actions)}: {reason}"
    return ReplayJudgement(Status.IN_PART if absent else Status.CONFORMS, reason)


def judge_omission(evidence: Evidence) -> ReplayJudgement:
    """Report a part of the model that no call is about."""
    return ReplayJudgement(Status.IN_PART if evidence.omits else Status.CONFORMS)


def judge_differences(evidence: Evidence) -> ReplayJudgement:
    """Report the worst direction of the outcomes that the model does not allow."""
    directions = {one.direction for one in evidence.differences}
    if Direction.LAXER in directions:
        return ReplayJudgement(Status.LAXER)
    return ReplayJudgement(Status.STRICTER if directions else Status.CONFORMS)


RULES = (
    judge_outcomes,
    judge_completeness,
    judge_vectors,
    judge_absence,
    judge_omission,
    judge_differences,
)
