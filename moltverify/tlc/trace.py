"""A counterexample as data: states, the action that led to each, and how it ends."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from moltverify.tla.value_types import Value


class Place(Struct, frozen=True):
    """A range of source text, lines and columns counted from 1; None is what TLC did not say."""

    module: str | None
    line: int
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


class Action(Struct, frozen=True):
    """What led to a state: a name, where its body stands, and its arguments as TLC printed them."""

    name: str
    place: Place | None = None
    arguments: str = ""


class Step(Struct, frozen=True):
    """One state of a trace, counted from 1; `action` is None for the initial predicate.

    A state printed under a view has one variable whose name is empty.
    """

    number: int
    action: Action | None
    state: tuple[tuple[str, Value], ...]

    def value(self, name: str) -> Value:
        """Return a variable's value; raises KeyError if the state has no such variable."""
        return dict(self.state)[name]


class Stops(Struct, frozen=True, tag="stops"):
    """The trace is finite: its last state, or the step into it, is the violation."""


class Stutters(Struct, frozen=True, tag="stutters"):
    """The trace stays in its last state for ever."""


class LoopsBack(Struct, frozen=True, tag="loops back"):
    """The trace goes from its last state back to state number `to`, by `action` if TLC said it."""

    to: int
    action: Action | None = None


Ending: TypeAlias = Stops | Stutters | LoopsBack


class Trace(Struct, frozen=True):
    """A behaviour of the model, from an initial state on; without steps if TLC printed none."""

    steps: tuple[Step, ...] = ()
    ending: Ending = Stops()
