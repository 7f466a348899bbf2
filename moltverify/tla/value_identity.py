"""Equality of values as TLA+ defines it, whatever form TLC prints them in.

Sets have no order, an interval is the set that it denotes, and sequences and records are
functions. Symbolic and unreadable values are equal if their texts are.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from moltverify.tla.value_types import (
    FunctionValue,
    Interval,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    folded,
)


class ValueNumbers:
    """Numbers values: two have the same number exactly if they are equal in TLA+.

    Each value is walked once; after that, a comparison of two values of any size compares two
    numbers.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        # By `id`, because a hash would walk the value again; the value is kept so that no other
        # can get its id.
        self._known: dict[int, tuple[Value, int]] = {}

    def of(self, value: Value) -> int:
        """Return a value's number."""
        known = self._known.get(id(value))
        return known[1] if known else folded(value, self._number)

    def _number(self, value: Value, parts: Sequence[int]) -> int:
        key = value_key(value, parts)
        number = self._numbers.setdefault(key, len(self._numbers))
        if parts:
            self._known[id(value)] = value, number
        return number


def same(left: Value, right: Value) -> bool:
    """Tell whether two values are equal in TLA+."""
    numbers = ValueNumbers()
    return numbers.of(left) == numbers.of(right)


def identity(value: Value) -> Hashable:
    """Return a key that equal values share, to compare the values of several runs."""
    return folded(value, value_key)


def value_key(value: Value, parts: Sequence[Hashable]) -> Hashable:
    """Return a key that equal values share; `parts` are the keys of the value's children."""
    match value:
        case bool() | int() | str():
            # The type is part of the key: True equals 1 in Python, and TRUE is not 1 in TLA+.
            return (type(value).__name__, value)
        case SetValue(members=members):
            return _set_key(members, parts)
        case RecordValue(fields=fields) if fields:
            return ("record", _pairs(parts, [name for name, _ in fields]))
        case FunctionValue(pairs=pairs) if pairs:
            return _function_key([argument for argument, _ in pairs], parts)
        case SequenceValue() | RecordValue() | FunctionValue():
            return ("sequence", tuple(parts))
        case Interval(low=low, high=high):
            # Never expanded: 1..1000000000 is a legal value.
            return ("interval", low, high) if low <= high else ("set", frozenset())
        # A Struct equals another one of its own type with the same text.
        case _:
            return value


def _set_key(members: Sequence[Value], parts: Sequence[Hashable]) -> Hashable:
    keys = frozenset(parts)
    # TLC prints one set as {1, 2} or as 1..2. `is`, because True is an instance of int.
    numbers = {member for member in members if type(member) is int}
    if numbers and len(numbers) == len(keys) == max(numbers) - min(numbers) + 1:
        return ("interval", min(numbers), max(numbers))
    return ("set", keys)


def _function_key(arguments: Sequence[Value], parts: Sequence[Hashable]) -> Hashable:
    results = parts[1::2]
    # In TLA+ records are functions over strings, and sequences are functions over 1..n.
    if all(type(argument) is str for argument in arguments):
        return ("record", _pairs(results, arguments))
    if all(type(argument) is int for argument in arguments):
        by_index = dict(zip(arguments, results, strict=True))
        indices = range(1, len(arguments) + 1)
        if by_index.keys() == set(indices):
            return ("sequence", tuple(by_index[index] for index in indices))
    return ("function", _pairs(results, parts[::2]))


def _pairs(results: Sequence[Hashable], arguments: Sequence[Hashable]) -> Hashable:
    # TLC never prints an argument twice, but a text may have it: the last one counts.
    return frozenset(dict(zip(arguments, results, strict=True)).items())
