"""The values that TLC prints, as data; what counts as the same value; their one-line text.

The grammar is that of `toString` in the classes of tlc2.value (TLC 2.15, d5b5a7f).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeAlias

from msgspec import Struct


class ModelValue(Struct, frozen=True, tag="model value"):
    """A model value, or `null`, which TLC prints for a variable that has no value yet."""

    name: str


class Interval(Struct, frozen=True, tag="interval"):
    """The integers from `low` to `high`, both included; empty if `high` is below `low`."""

    low: int
    high: int


class SetValue(Struct, frozen=True, tag="set"):
    """A finite set, its members in the order TLC printed them."""

    members: tuple[Value, ...]


class SequenceValue(Struct, frozen=True, tag="sequence"):
    """A tuple or sequence; TLC prints a function over 1..n so, and the empty function too."""

    items: tuple[Value, ...]


class RecordValue(Struct, frozen=True, tag="record"):
    """A record; TLC prints a function over identifier-like strings so."""

    fields: tuple[tuple[str, Value], ...]


class FunctionValue(Struct, frozen=True, tag="function"):
    """A function that is neither sequence nor record, as (argument, result) pairs."""

    pairs: tuple[tuple[Value, Value], ...]


class Symbolic(Struct, frozen=True, tag="symbolic"):
    """A set TLC did not enumerate (`SUBSET (1..8)`, `Nat`), as its canonical text."""

    text: str


class Unreadable(Struct, frozen=True, tag="unreadable"):
    """Text that is no value we know, kept as it came."""

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

# The six escapes of tlc2.value.impl.StringValue; every other character is printed raw.
ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_ESCAPING = str.maketrans(ESCAPES)


def format_string(text: str) -> str:
    """Return a string as TLA+ writes it, quoted, with TLC's six escapes."""
    return f'"{text.translate(_ESCAPING)}"'


def _joined(values: Iterable[Value]) -> str:
    return ", ".join(map(format_value, values))


def _format_function(function: FunctionValue) -> str:
    if not function.pairs:
        return "<<>>"
    pairs = (f"{format_value(key)} :> {format_value(value)}" for key, value in function.pairs)
    return f"({' @@ '.join(pairs)})"


def format_value(value: Value) -> str:
    """Return the one-line TLA+ text of a value; reading it back gives an equal value."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case str():
            return format_string(value)
        case ModelValue(name=name):
            return name
        case Interval(low=low, high=high):
            return f"{low}..{high}"
        case SetValue(members=members):
            return f"{{{_joined(members)}}}"
        case SequenceValue(items=items):
            return f"<<{_joined(items)}>>"
        case RecordValue(fields=fields):
            return f"[{', '.join(f'{name} |-> {format_value(item)}' for name, item in fields)}]"
        case FunctionValue():
            return _format_function(value)
        case Symbolic(text=text) | Unreadable(text=text):
            return text


def _set_key(members: Iterable[Value]) -> Hashable:
    keys = frozenset(map(identity, members))
    numbers = sorted({value for value in members if type(value) is int})
    if numbers and len(numbers) == len(keys) == numbers[-1] - numbers[0] + 1:
        return ("interval", numbers[0], numbers[-1])
    return ("set", keys)


def _interval_key(interval: Interval) -> Hashable:
    # Never expanded: 1..1000000000 is a legal value.
    if interval.high < interval.low:
        return ("set", frozenset())
    return ("interval", interval.low, interval.high)


def _pairs_key(pairs: Iterable[tuple[Value, Value]]) -> Hashable:
    return ("function", frozenset((identity(key), identity(value)) for key, value in pairs))


def identity(value: Value) -> Hashable:
    """Return what equal values have in common, whichever form TLC printed them in.

    Sets have no order, an interval is the set it denotes, and sequences and records are functions.
    Symbolic and unreadable values are known by their text.
    """
    match value:
        case bool() | int() | str():
            # The type is part of the key because Python's True equals 1 and TLA+'s does not.
            return (type(value).__name__, value)
        case Interval():
            return _interval_key(value)
        case SetValue(members=members):
            return _set_key(members)
        case SequenceValue(items=items):
            return _pairs_key(enumerate(items, start=1))
        case RecordValue(fields=pairs):
            return _pairs_key(pairs)
        case FunctionValue(pairs=pairs):
            return _pairs_key(pairs)
        case ModelValue() | Symbolic() | Unreadable():
            return value


def same(left: Value, right: Value) -> bool:
    """Say whether two values are equal in TLA+, whichever form TLC printed them in."""
    return identity(left) == identity(right)
