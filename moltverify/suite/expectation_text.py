"""Clauses that name what a registry expects of a model."""

from typing import assert_never

from moltverify.registry.expectation import Expectation, MustHold, MustReach, MustViolate
from moltverify.tlc.outcome import ViolationKind


def expectation_text(expectation: Expectation) -> str:
    """Return a clause that names the expectation."""
    match expectation:
        case MustHold(constant=True):
            return "the model has no states and its assumptions hold"
        case MustHold():
            return "the model holds"
        case MustReach(state):
            return f"a state with {state} is reached"
        case MustViolate(kind=ViolationKind.DEADLOCK):
            return "a deadlock is reached"
        case MustViolate():
            return f"{property_text(expectation)} is violated"
        case other:
            assert_never(other)


def property_text(expectation: MustViolate) -> str:
    """Return kind and name of the property that a red model violates."""
    return " ".join(filter(None, [f"the {expectation.kind.value}", expectation.property]))


def violation_text(expectation: MustViolate) -> str:
    """Return what a red does that violates what it should."""
    if expectation.kind is ViolationKind.DEADLOCK:
        return "reaches a deadlock"
    return f"violates {property_text(expectation)}"


def arrows(route: tuple[str, ...]) -> str:
    """Return a route with arrows between its actions."""
    return " -> ".join(route) or "nowhere"
