"""Bounded sequences of calls, for objects that cannot be put into a state but must be led there.

A model may leave open what a call does (which of two keys of one age is forgotten), so after a
sequence it can be in any of several states. Following all of them at once gives every different
situation its shortest sequence, and what the next call may come to in it.
"""

from collections import deque
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)


class Effect(Struct, Generic[S], frozen=True):
    """One thing that a call may do: what the caller is told, and the state afterwards."""

    told: str
    after: S


Ways = Mapping[S, Mapping[C, frozenset[Effect[S]]]]


class Situation(Struct, Generic[S, C], frozen=True):
    """The calls made so far, and the states that the model may then be in."""

    calls: tuple[C, ...]
    states: frozenset[S]


class Turn(Struct, Generic[S, C], frozen=True):
    """A call in a situation, and all that it may do there."""

    situation: Situation[S, C]
    call: C
    effects: frozenset[Effect[S]]


def turns(initial: S, ways: Ways[S, C]) -> Iterator[Turn[S, C]]:
    """Yield each call in each situation that is reachable, the shortest sequences first."""
    seen = {frozenset({initial})}
    waiting: deque[Situation[S, C]] = deque([Situation((), frozenset({initial}))])
    while waiting:
        situation = waiting.popleft()
        for call in possible(situation, ways):
            effects = frozenset(one for state in situation.states for one in ways[state][call])
            yield Turn(situation, call, effects)
            after = frozenset(effect.after for effect in effects)
            if after not in seen:
                seen.add(after)
                waiting.append(Situation((*situation.calls, call), after))


def possible(situation: Situation[S, C], ways: Ways[S, C]) -> list[C]:
    """Return the calls that every state of a situation offers, in one state's order."""
    offers = [ways.get(state, {}) for state in situation.states]
    return [call for call in offers[0] if all(call in offer for offer in offers)]
