"""What a replay means: a rule for each reason to doubt that a release conforms, the worst decides.

Each rule looks at the vectors, the answers and the differences alone. None of them knows another.
"""

from collections.abc import Sequence

from msgspec import Struct

from moltverify.conformance.records import Status, Vector, VectorDifference
from moltverify.conformance.replay import Replay


class ReplayJudgement(Struct, frozen=True):
    """A status, and the sentence that gives its reason; a drift speaks by its examples."""

    status: Status
    reason: str = ""


class Evidence(Struct, frozen=True, kw_only=True):
    """All that the rules look at; `deterministic` says that the model allows one outcome a call."""

    vectors: Sequence[Vector]
    replay: Replay
    differences: Sequence[VectorDifference]
    deterministic: bool

    @property
    def absent(self) -> list[str]:
        """The reasons of all calls for which the release has nothing to call."""
        return [one.absent for one in self.replay.answers.values() if one.absent]


def judge_replay(evidence: Evidence) -> ReplayJudgement:
    """Return the worst judgement of all rules, with the reason of the worst that gives one."""
    judgements = [rule(evidence) for rule in RULES]
    worst = max(one.status for one in judgements)
    with_reason = [one for one in judgements if one.reason]
    # Of equals `max` takes the first: the rules stand in the order in which a reader looks for one.
    reason = max(with_reason, key=lambda one: one.status).reason if with_reason else ""
    return ReplayJudgement(worst, reason)


def judge_outcomes(evidence: Evidence) -> ReplayJudgement:
    """Doubt a comparison by equality with a model that allows several outcomes of one call."""
    several = sum(len(one.allowed) > 1 for one in evidence.vectors)
    if evidence.deterministic and several:
        reason = f"{several} calls have several outcomes in the model"
        return ReplayJudgement(Status.NOT_RUN, reason)
    return ReplayJudgement(Status.CONFORMS)


def judge_completeness(evidence: Evidence) -> ReplayJudgement:
    """Doubt a replay that ended early."""
    if evidence.replay.ended:
        return ReplayJudgement(Status.NOT_RUN, evidence.replay.ended)
    return ReplayJudgement(Status.CONFORMS)


def judge_vectors(evidence: Evidence) -> ReplayJudgement:
    """Doubt a replay without calls."""
    if not evidence.vectors:
        return ReplayJudgement(Status.NOT_RUN, "no step of the model is a call")
    return ReplayJudgement(Status.CONFORMS)


def judge_absence(evidence: Evidence) -> ReplayJudgement:
    """Say what the release lacks; without any counterpart it can neither conform nor drift."""
    absent = evidence.absent
    reason = "; ".join(dict.fromkeys(absent))
    all_absent = absent and len(absent) == len(evidence.vectors)
    return ReplayJudgement(Status.NO_COUNTERPART if all_absent else Status.CONFORMS, reason)


def judge_differences(evidence: Evidence) -> ReplayJudgement:
    """Call it a drift if any outcome is one that the model does not allow."""
    return ReplayJudgement(Status.DRIFT if evidence.differences else Status.CONFORMS)


RULES = (
    judge_outcomes,
    judge_completeness,
    judge_vectors,
    judge_absence,
    judge_differences,
)
