"""Whether the code has a red's fault: the answers to the calls on which red and green disagree."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from moltverify.conformance.compare import drift_reason
from moltverify.conformance.json_values import json_text
from moltverify.conformance.protocol import CallAnswer, ScheduleOutcome
from moltverify.conformance.records import KnownDrift, Status, Vector, VectorDifference
from moltverify.conformance.replay import Replay
from moltverify.plural import counted


class TellingCall(Struct, frozen=True):
    """A call that both models make, and for which they allow different outcomes."""

    red: Vector
    green: Vector


class RedJudgement(Struct, frozen=True):
    """A status and its reason; `faulty` are the calls in which the code shows the fault."""

    status: Status
    reason: str
    faulty: tuple[VectorDifference, ...] = ()


def judge_red(
    red: Sequence[Vector],
    green: Sequence[Vector],
    ran: Replay,
    known: Sequence[KnownDrift] = (),
    deterministic: bool = True,
) -> RedJudgement:
    """Judge the answers to a red's calls; `green` are the calls of the intended design.

    A call that only the red makes does not count: the green says nothing about its outcome.
    """
    telling = tuple(telling_calls(red, green))
    faulty = tuple(one for call in telling for one in shown_faults(call, ran.answers, known))
    number = f"{counted(len(telling), 'call')} that the red and the green answer differently"
    if faulty:
        return RedJudgement(Status.HAS_FAULT, f"seen in {len(faulty)} of {number}", faulty)
    if not telling:
        reason = "the red and the green allow the same outcomes of every call that both make"
        return RedJudgement(Status.CANNOT_TELL, reason)
    if reasons := [why for call in telling if (why := doubt(call, ran, deterministic))]:
        text = "; ".join(dict.fromkeys(reasons))
        return RedJudgement(Status.CANNOT_TELL, f"{len(reasons)} of {number} show nothing: {text}")
    return RedJudgement(Status.HAS_NOT, f"the code answers {number} as the green does")


def telling_calls(red: Sequence[Vector], green: Sequence[Vector]) -> Iterator[TellingCall]:
    """Yield the calls of which the red allows an outcome that the green does not."""
    intended = {call_text(one): one for one in green}
    for vector in red:
        other = intended.get(call_text(vector))
        if other is not None and outcome_texts(vector) - outcome_texts(other):
            yield TellingCall(vector, other)


def call_text(vector: Vector) -> str:
    """Return a call without its number and outcomes, to find it among those of another model."""
    return json_text([vector.action, vector.state, vector.arguments])


def outcome_texts(vector: Vector) -> set[str]:
    """Return the outcomes that a model allows; as text, because `==` holds for 1 and True."""
    return set(map(json_text, vector.allowed))


def observed_outcomes(answer: CallAnswer | None) -> tuple[ScheduleOutcome, ...]:
    """Return the outcomes of a call in the code; none if it was not made, or failed."""
    if answer is None or answer.absent or answer.error:
        return ()
    return answer.outcomes or (ScheduleOutcome(answer.outcome, 1),)


def shown_faults(
    call: TellingCall, answers: Mapping[int, CallAnswer], known: Sequence[KnownDrift]
) -> Iterator[VectorDifference]:
    """Yield the outcome by which the code shows the fault in a call, if it does."""
    seen = observed_outcomes(answers.get(call.red.id))
    faults = outcome_texts(call.red) - outcome_texts(call.green)
    shown = [one for one in seen if json_text(one.outcome) in faults]
    if shown:
        # Under many schedules, the outcome that is the easiest to reproduce.
        one = max(shown, key=lambda one: one.runs)
        yield VectorDifference(
            # With the green's outcomes: the example shows what should have come of the call.
            call.green,
            one.outcome,
            drift_reason(call.green, one.outcome, known),
            sum(other.runs for other in shown),
            sum(other.runs for other in seen),
            one.schedule,
        )


def doubt(call: TellingCall, ran: Replay, deterministic: bool) -> str:
    """Return why a call in which no fault was seen is no evidence against it, or nothing."""
    answer = ran.answers.get(call.red.id)
    if answer is None:
        return ran.ended or "it was not answered"
    if answer.absent or answer.error:
        return answer.absent or f"it fails: {answer.error}"
    # A projection without a variable on which the outcome depends merges calls like this.
    if deterministic and len(call.green.allowed) > 1:
        return "it has several outcomes in the green"
    allowed = outcome_texts(call.green)
    if any(json_text(one.outcome) not in allowed for one in observed_outcomes(answer)):
        return "the code does what neither model allows"
    return ""
