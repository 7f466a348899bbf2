"""The comparison of answers with the model: outcomes that no step has, new or on record."""

from collections.abc import Iterable, Iterator, Sequence

from moltverify.conformance.direction import direction_of
from moltverify.conformance.json_values import Json, json_at, json_text
from moltverify.conformance.protocol import CallAnswer, ScheduleOutcome
from moltverify.conformance.records import KnownDrift, Order, Vector, VectorDifference
from moltverify.conformance.replay import Replay


def disallowed_outcomes(
    vectors: Sequence[Vector],
    replay: Replay,
    known: Sequence[KnownDrift],
    orders: Sequence[Order] = (),
) -> Iterator[VectorDifference]:
    """Yield a difference for each vector whose outcome the model does not allow.

    An error is an outcome that no model allows. Absent calls have no outcome.
    """
    for vector in vectors:
        answer = replay.answers.get(vector.id)
        if answer is not None and not answer.absent:
            yield from worst_difference(vector, answer, known, orders)


def worst_difference(
    vector: Vector,
    answer: CallAnswer,
    known: Sequence[KnownDrift],
    orders: Sequence[Order] = (),
) -> Iterator[VectorDifference]:
    """Yield the difference of one answer, if it has one; under schedules the most frequent."""
    observed = {"error": answer.error} if answer.error else answer.outcome
    seen = answer.outcomes or (ScheduleOutcome(observed, 1),)
    # As text with sorted keys, because `==` holds for 1 and True.
    allowed = set(map(json_text, vector.allowed))
    wrong = [one for one in seen if json_text(one.outcome) not in allowed]
    if wrong:
        # Under many schedules, the outcome that is the easiest to reproduce.
        one = max(wrong, key=lambda one: one.runs)
        yield VectorDifference(
            vector,
            one.outcome,
            drift_reason(vector, one.outcome, known),
            sum(other.runs for other in wrong),
            sum(other.runs for other in seen),
            one.schedule,
            direction_of(vector, one.outcome, orders),
        )


def drift_reason(vector: Vector, observed: Json, known: Iterable[KnownDrift]) -> str:
    """Return the reason on record for a difference; empty if it is new."""
    call = recorded_call(vector)
    # The first one in the file's order: a record of some calls goes before one of all calls.
    for drift in known:
        if has_values(call, drift.when) and has_values(observed, drift.code):
            return drift.reason
    return ""


def recorded_call(vector: Vector) -> Json:
    """Return a call as one object, in which the paths of a record are looked up."""
    return {"action": vector.action, **vector.state, **vector.arguments}


def has_values(value: Json, wanted: Iterable[tuple[str, Json]]) -> bool:
    """Return whether a value has each of the wanted values at its path."""
    return all(json_at(value, path) == part for path, part in wanted)


def on_record(drifts: Iterable[KnownDrift], model: str) -> list[KnownDrift]:
    """Return the drifts on record for a model."""
    return [drift for drift in drifts if model in drift.models]


def simplest(found: Iterable[VectorDifference]) -> tuple[VectorDifference, ...]:
    """Return the difference with the shortest call for each reason; new ones come first."""
    # A new difference has the empty reason, which sorts before all others.
    best: dict[str, VectorDifference] = {}
    for one in sorted(found, key=lambda one: text_size(one.vector)):
        best.setdefault(one.known, one)
    return tuple(best[reason] for reason in sorted(best))


def text_size(vector: Vector) -> tuple[int, int]:
    """Return the length of a vector's text, and its number to make the order total."""
    return len(json_text([vector.state, vector.arguments])), vector.id
