"""A counterexample as data: states, the action that led to each, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from msgspec import Struct

from moltverify.notebook import html_of
from moltverify.tla.value_types import Value, python_value

if TYPE_CHECKING:
    from moltverify.tla.value_diff import Change


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
    """One state of a trace; `action` is None for the initial predicate.

    `number` is TLC's, which counts from 1. A state printed under a view has one variable whose name
    is empty.
    """

    number: int
    action: Action | None
    state: tuple[tuple[str, Value], ...]

    def __getitem__(self, name: str) -> Value:
        """Return a variable's value; raises KeyError, which names the nearest variable."""
        for variable, value in self.state:
            if variable == name:
                return value
        raise KeyError(self._unknown(name))

    def _unknown(self, name: str) -> str:
        import difflib  # noqa: PLC0415 - only mistakes need it

        names = self.variables
        nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.0)
        hint = f"did you mean {nearest[0]!r}? " if nearest else ""
        known = ", ".join(names) or "none"
        return f"no variable {name!r} in state {self.number}: {hint}it has {known}"

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in TLC's order."""
        return tuple(name for name, _ in self.state)

    def python(self) -> dict[str, Any]:
        """Return the values by variable, each in Python's types."""
        return {name: python_value(value) for name, value in self.state}


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

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        """Return the step at an index, or the steps of a slice; raises IndexError.

        As in every Python sequence the first step has index 0, and a negative index counts from the
        end. The `number` of a step is TLC's, so `trace[3].number` is 4.
        """
        return self.steps[index]

    def diff(self, index: int) -> tuple[Change, ...]:
        """Return what the step at an index changed: nothing for the first; raises IndexError."""
        # A command that reads verdicts only, such as `list`, starts faster without this import.
        from moltverify.tla.value_diff import state_changes  # noqa: PLC0415

        place = range(len(self.steps))[index]
        return state_changes(self[place - 1].state, self[place].state) if place else ()

    def _repr_html_(self) -> str | None:
        return html_of(self)
