"""Bounded sequences of calls, for objects whose state can be changed by calls only.

A model may allow several results of a call (which of two keys of the same age is removed), so that
after a sequence it can be in any of several states. The set of these states is a situation. The
module implements the subset construction on the model's state graph; breadth first, it finds a
shortest sequence to each situation. A call that leads to a known situation is followed by a few
more: only later calls can show whether the object is in that situation, or in another one with the
same answer.
"""

from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)


class Effect(Struct, Generic[S], frozen=True):
    """One result that the model allows: the response to the caller, and the state afterwards."""

    response: str
    after: S


Effects = Mapping[S, Mapping[C, frozenset[Effect[S]]]]


class Situation(Struct, Generic[S, C], frozen=True):
    """The calls made so far, and the states in which the model can be after them."""

    calls: tuple[C, ...]
    states: frozenset[S]


class SituationCall(Struct, Generic[S, C], frozen=True):
    """A call in a situation, and all effects that it can have there."""

    situation: Situation[S, C]
    call: C
    effects: frozenset[Effect[S]]

    @property
    def after(self) -> Situation[S, C]:
        """The situation to which the call leads."""
        # Every effect, because only a replay shows which of them the object has.
        states = frozenset(effect.after for effect in self.effects)
        return Situation((*self.situation.calls, self.call), states)


def reachable_calls(
    initial: S, effects: Effects[S, C], lookahead: int
) -> Iterator[SituationCall[S, C]]:
    """Yield each call in each reachable situation, the shortest sequences first.

    Where a call leads to a situation that was reached before, `lookahead` more calls follow it.
    """
    # By the set of states: two sequences with the same set have the same calls after them.
    seen = {frozenset({initial})}
    waiting: deque[Situation[S, C]] = deque([Situation((), frozenset({initial}))])
    while waiting:
        situation = waiting.popleft()
        for call in offered_calls(situation, effects):
            made = call_in(situation, call, effects)
            yield made
            if made.after.states in seen:
                yield from following_calls(made.after, effects, lookahead)
            else:
                seen.add(made.after.states)
                waiting.append(made.after)


def following_calls(
    situation: Situation[S, C], effects: Effects[S, C], depth: int
) -> Iterator[SituationCall[S, C]]:
    """Yield the calls of all sequences of at most `depth` calls from a situation."""
    # Known situations are not left out: the object may be in another one than the model.
    for call in offered_calls(situation, effects) if depth else ():
        made = call_in(situation, call, effects)
        yield made
        yield from following_calls(made.after, effects, depth - 1)


def call_in(situation: Situation[S, C], call: C, effects: Effects[S, C]) -> SituationCall[S, C]:
    """Return a call in a situation; raises KeyError if one of its states does not offer it."""
    union = frozenset(one for state in situation.states for one in effects[state][call])
    return SituationCall(situation, call, union)


def offered_calls(situation: Situation[S, C], effects: Effects[S, C]) -> list[C]:
    """Return the calls that every state of a situation offers, sorted by their text."""
    # Sorted, because the order of a set differs between processes, and that of vectors must not. A
    # call that only some states offer is left out: the model may not be able to make it.
    offers = [effects.get(state, {}) for state in situation.states]
    return sorted((call for call in offers[0] if all(call in one for one in offers)), key=str)
