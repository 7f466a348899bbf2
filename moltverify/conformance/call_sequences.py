"""Bounded sequences of calls, for objects that cannot be put into a state but must be led there.

A model may leave open what a call does (which of two keys of one age is forgotten), so after a
sequence it can be in any of several states. Following all of them at once gives every different
situation its shortest sequence, and what the next call may come to in it. A call that leads back
to a known situation is followed by a few more: that the object is where the model says, and not
somewhere else from which the call answered the same, is only seen later.
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

    @property
    def after(self) -> Situation[S, C]:
        """The situation afterwards."""
        states = frozenset(effect.after for effect in self.effects)
        return Situation((*self.situation.calls, self.call), states)


def reachable_calls(initial: S, ways: Ways[S, C], beyond: int) -> Iterator[Turn[S, C]]:
    """Yield each call in each situation that is reachable, the shortest sequences first.

    Where a call leads to a situation that was reached before, `beyond` more calls follow it.
    """
    seen = {frozenset({initial})}
    waiting: deque[Situation[S, C]] = deque([Situation((), frozenset({initial}))])
    while waiting:
        situation = waiting.popleft()
        for call in possible(situation, ways):
            turn = take(situation, call, ways)
            yield turn
            if turn.after.states in seen:
                yield from onward(turn.after, ways, beyond)
            else:
                seen.add(turn.after.states)
                waiting.append(turn.after)


def onward(situation: Situation[S, C], ways: Ways[S, C], depth: int) -> Iterator[Turn[S, C]]:
    """Yield all sequences of so many calls from a situation."""
    for call in possible(situation, ways) if depth else ():
        turn = take(situation, call, ways)
        yield turn
        yield from onward(turn.after, ways, depth - 1)


def take(situation: Situation[S, C], call: C, ways: Ways[S, C]) -> Turn[S, C]:
    """Return a call in a situation."""
    effects = frozenset(one for state in situation.states for one in ways[state][call])
    return Turn(situation, call, effects)


def possible(situation: Situation[S, C], ways: Ways[S, C]) -> list[C]:
    """Return the calls that every state of a situation offers, in one state's order."""
    offers = [ways.get(state, {}) for state in situation.states]
    return [call for call in offers[0] if all(call in offer for offer in offers)]
