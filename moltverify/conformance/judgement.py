"""What answers mean: which outcomes no step of the model has, and which of those are on record."""

import re
from collections.abc import Iterable, Iterator, Sequence

from moltverify.conformance.plain import Json, text
from moltverify.conformance.records import Difference, KnownDrift, Package, Vector
from moltverify.conformance.replay import Replay

MISSING = object()


def differences(
    vectors: Sequence[Vector], replay: Replay, known: Sequence[KnownDrift]
) -> Iterator[Difference]:
    """Yield the vectors whose outcome the model does not allow; an error is such an outcome."""
    for vector in vectors:
        answer = replay.answers.get(vector.id)
        if answer is None:
            continue
        observed = {"error": answer.error} if answer.error else answer.outcome
        if text(observed) not in map(text, vector.allowed):
            yield Difference(vector, observed, reason_for(vector, known))


def reason_for(vector: Vector, known: Iterable[KnownDrift]) -> str:
    """Return the reason on record for a difference at this vector, or nothing."""
    for drift in known:
        if all(value_at(vector, path) == value for path, value in drift.when):
            return drift.reason
    return ""


def value_at(vector: Vector, path: str) -> Json:
    """Return the value at a path of the vector's action, state or arguments."""
    places: Json = {"action": vector.action, **vector.state, **vector.arguments}
    for step in path.split("."):
        places = places.get(step, MISSING) if isinstance(places, dict) else MISSING
    return places


def on_record(drifts: Iterable[KnownDrift], model: str, package: Package) -> list[KnownDrift]:
    """Return the drifts on record for a model and a release."""
    return [drift for drift in drifts if drift.model == model and within(drift, package.version)]


def within(drift: KnownDrift, version: str) -> bool:
    """Tell whether a version is in a drift's range, both ends included."""
    place = ordering(version)
    return (not drift.since or ordering(drift.since) <= place) and (
        not drift.until or place <= ordering(drift.until)
    )


def ordering(version: str) -> tuple[int, ...]:
    """Return the numbers of a version by date, such as 2026.1.24-3, which sort as the dates do."""
    return tuple(map(int, re.findall(r"\d+", version)))


def simplest(found: Sequence[Difference]) -> Difference | None:
    """Return the difference with the shortest call, one that is not on record if there is any."""
    new = [one for one in found if not one.known] or list(found)
    return min(new, key=lambda one: size(one.vector), default=None)


def size(vector: Vector) -> tuple[int, int]:
    """Return how much there is to read in a vector."""
    call = text([vector.state, vector.arguments])
    return len(call), vector.id
