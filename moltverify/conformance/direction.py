"""Whether code that differs from the model allows more than the model, or less.

A claim's `permissive` orders the values of an outcome: a list from the strictest to the most
permissive value at a path, or `more` where each further element allows more. A difference that is
not shown to be stricter counts as laxer: whoever asks whether a release is affected must not be
reassured by a difference that nobody has ordered.
"""

from collections.abc import Iterator, Sequence

from moltverify.conformance.json_values import Json, json_at, json_text
from moltverify.conformance.records import Direction, Order, Vector


def direction_of(vector: Vector, observed: Json, orders: Sequence[Order]) -> Direction:
    """Return the direction of an outcome that no step of the model has."""
    stricter = any(is_stricter(observed, allowed, orders) for allowed in vector.allowed)
    return Direction.STRICTER if stricter else Direction.LAXER


def is_stricter(observed: Json, allowed: Json, orders: Sequence[Order]) -> bool:
    """Tell whether an outcome is stricter at some path, and more permissive at none."""
    signs = list(comparisons(observed, allowed, orders))
    # Paths without an order follow from the others, as an address does from a refusal to start.
    return any(sign < 0 for sign in signs) and not any(sign > 0 for sign in signs)


def comparisons(observed: Json, allowed: Json, orders: Sequence[Order]) -> Iterator[int]:
    """Yield for each order a number below, at or above 0: stricter, equal, more permissive."""
    for order in orders:
        ours, theirs = json_at(observed, order.path), json_at(allowed, order.path)
        if json_text_or_none(ours) == json_text_or_none(theirs):
            yield 0
        elif order.more:
            yield subset_sign(ours, theirs)
        else:
            yield rank_sign(ours, theirs, order.values)


def json_text_or_none(value: Json) -> str | None:
    """Return the JSON text of a value; None for a value that an outcome does not have."""
    try:
        return json_text(value)
    except TypeError:
        return None  # MISSING


def subset_sign(ours: Json, theirs: Json) -> int:
    """Return below 0 if a list is a part of another, or a number is smaller; else above 0."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return -1 if set(map(json_text, ours)) < set(map(json_text, theirs)) else 1
    if isinstance(ours, int) and isinstance(theirs, int):
        return -1 if ours < theirs else 1
    return 1


def rank_sign(ours: Json, theirs: Json, values: Sequence[Json]) -> int:
    """Return below 0 if a value comes earlier in the order; a value that is not in it is above."""
    ranks = {json_text(value): rank for rank, value in enumerate(values)}
    mine, other = (
        ranks.get(json_text_or_none(ours) or ""),
        ranks.get(json_text_or_none(theirs) or ""),
    )
    if mine is None or other is None:
        return 1
    return -1 if mine < other else 1
