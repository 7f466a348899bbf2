"""The values that TLC prints, as records: their kinds, their parts, and their form in Python.

The grammar is that of `toString` in the classes of tlc2.value (TLC 2.15, d5b5a7f).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, TypeAlias, TypeVar, cast

from msgspec import Struct

from moltverify.tla.frozen_dict import FrozenDict

T = TypeVar("T")

LISTED = 10_000  # members of an interval that become a frozenset; 1..1000000000 is legal


class TlaValue(Struct, frozen=True):
    """The base of all values for which Python has no type."""

    def python(self) -> Any:
        """Return the value in Python's types; docs/python.md has the table."""
        # Every subclass is a member of the union, which the base class cannot know.
        return python_value(cast("Value", self))


class ModelValue(TlaValue, frozen=True, tag="model value"):
    """A model value, or `null`, which TLC prints for a variable that has no value yet."""

    name: str

    def __str__(self) -> str:
        return self.name


class Interval(TlaValue, frozen=True, tag="interval"):
    """The integers from `low` to `high`, both included; empty if `high` is below `low`."""

    low: int
    high: int


class SetValue(TlaValue, frozen=True, tag="set"):
    """A finite set, its members in the order TLC printed them."""

    members: tuple[Value, ...]


class SequenceValue(TlaValue, frozen=True, tag="sequence"):
    """A tuple or sequence.

    TLC prints functions over 1..n, and the empty function, in this form.
    """

    items: tuple[Value, ...]


class RecordValue(TlaValue, frozen=True, tag="record"):
    """A record; TLC prints functions over identifier-like strings in this form."""

    fields: tuple[tuple[str, Value], ...]


class FunctionValue(TlaValue, frozen=True, tag="function"):
    """A function that is neither sequence nor record, as (argument, result) pairs."""

    # Pairs and not a dict, so that the record has a hash and the order in which TLC prints.
    pairs: tuple[tuple[Value, Value], ...]


class Symbolic(TlaValue, frozen=True, tag="symbolic"):
    """A set that TLC does not enumerate (`SUBSET (1..8)`, `Nat`), as its canonical text."""

    text: str


class Unreadable(TlaValue, frozen=True, tag="unreadable"):
    """A text that the reader does not know as a value, unchanged."""

    text: str


Value: TypeAlias = (
    bool
    | int
    | str
    | ModelValue
    | Interval
    | SetValue
    | SequenceValue
    | RecordValue
    | FunctionValue
    | Symbolic
    | Unreadable
)


def children(value: Value) -> Sequence[Value]:
    """Return the values that a value consists of; for a function, argument and result in turn.

    Empty for an interval, which may have too many members to list.
    """
    match value:
        case str() | int():
            return ()  # the first case, because most values have these types
        case SetValue(members=parts) | SequenceValue(items=parts):
            return parts
        case RecordValue(fields=fields):
            return [item for _, item in fields]
        case FunctionValue(pairs=pairs):
            return [*chain.from_iterable(pairs)]
        case _:
            return ()


def rebuilt(value: Value, parts: Sequence[Value]) -> Value:
    """Return a value of the same kind that consists of other parts, as `children` orders them."""
    match value:
        case SetValue():
            return SetValue(tuple(parts))
        case SequenceValue():
            return SequenceValue(tuple(parts))
        case RecordValue(fields=fields):
            names = (name for name, _ in fields)
            return RecordValue(tuple(zip(names, parts, strict=True)))
        case FunctionValue():
            return FunctionValue(tuple(zip(parts[::2], parts[1::2], strict=True)))
        case _:
            return value


def folded(value: Value, combine: Callable[[Value, Sequence[T]], T]) -> T:
    """Return what `combine` returns for a value and its results for the value's children.

    The work is linear in the value's size. The function has its own stack, because values that do
    not come from the reader may be nested deeper than Python's recursion limit.
    """
    waiting = [(value, iter(children(value)), list[T]())]
    while True:
        current, parts, made = waiting[-1]
        for part in parts:
            inner = children(part)
            # Most parts have no children; they need no place on the stack.
            if inner:
                waiting.append((part, iter(inner), []))
                break
            made.append(combine(part, ()))
        else:
            waiting.pop()
            result = combine(current, made)
            if not waiting:
                return result
            waiting[-1][2].append(result)


def depth(value: Value) -> int:
    """Return the number of levels of a value: 1 for a value without children."""
    return folded(value, lambda _, depths: 1 + max(depths, default=0))


def python_value(value: Value) -> Any:
    """Return a value in Python's types; numbers, strings and booleans have them already.

    A model value is not changed, so that it differs from the string of the same spelling. The
    type is Any, because each model has other shapes.
    """
    return folded(value, _in_python)


def _in_python(value: Value, parts: Sequence[Any]) -> Any:
    match value:
        # Python has True and 1 as one member, but TLC compares them with an error: no set has both.
        case SetValue():
            return frozenset(parts)
        case SequenceValue():
            return tuple(parts)
        case RecordValue(fields=fields):
            return FrozenDict(zip((name for name, _ in fields), parts, strict=True))
        case FunctionValue(pairs=pairs):
            # TLC prints the empty function as an empty sequence, so both are the empty tuple.
            return FrozenDict(zip(parts[::2], parts[1::2], strict=True)) if pairs else ()
        case Interval(low=low, high=high):
            members = range(low, high + 1)
            return frozenset(members) if len(members) <= LISTED else members
        case _:
            return value
