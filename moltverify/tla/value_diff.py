"""The changes between two states, also inside nested values, as records.

A change has a path of typed steps, from a variable to a value; `report.story.changes` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from moltverify.tla.value_identity import ValueNumbers, identity, same
from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.value_types import (
    FunctionValue,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
)

State: TypeAlias = Sequence[tuple[str, Value]]


class VariableName(Struct, frozen=True):
    """The first step of each path: a variable of the model."""

    name: str


class RecordField(Struct, frozen=True):
    """The value of a record's field."""

    name: str


class SequenceIndex(Struct, frozen=True):
    """An item, counted from 1 as in TLA+; for a removed one, the index in the old sequence."""

    index: int


class FunctionArgument(Struct, frozen=True, eq=False):
    """A function's result for an argument; equal for arguments that are equal in TLA+.

    `is_spelled_twice` is set for a string if the domain also has a model value of that spelling.
    """

    argument: Value
    is_spelled_twice: bool = False

    def __eq__(self, other: object) -> bool:  # in TLA+, 1..2 is {1, 2}, and TRUE is not 1
        return isinstance(other, FunctionArgument) and same(self.argument, other.argument)

    def __hash__(self) -> int:
        return hash(identity(self.argument))


class SetMember(Struct, frozen=True, eq=False):
    """A member that a set has gained or lost; equal for members that are equal in TLA+."""

    member: Value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SetMember) and same(self.member, other.member)

    def __hash__(self) -> int:
        return hash(identity(self.member))


class KeyedRecord(Struct, frozen=True):
    """A record of a set, named by a text in a field that no other record has, old or new."""

    field: str
    text: str


PathStep: TypeAlias = (
    VariableName | RecordField | SequenceIndex | FunctionArgument | SetMember | KeyedRecord
)
ChangePath: TypeAlias = tuple[PathStep, ...]


class How(Enum):
    """How the value at a path changed."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Change(Struct, frozen=True):
    """A change of the value at a path; `old` or `new` is None where there was nothing."""

    path: ChangePath
    how: How
    old: Value | None
    new: Value | None


class _Pair(Struct, frozen=True):
    """Two values at a path that are still to be compared."""

    path: ChangePath
    old: Value
    new: Value


_Found: TypeAlias = list[Change | _Pair]


def state_changes(before: State, after: State) -> tuple[Change, ...]:
    """Return the changes from one state to the next, in the order of the new state's variables.

    A change is as deep as both values have the same shape, and at most MAX_DEPTH steps below the
    variable. The work is linear in the size of both states.
    """
    old, numbers = dict(before), ValueNumbers()  # numbers make each comparison cheap
    found: list[Change] = []
    for name, value in after:
        path = (VariableName(name),)
        if name in old:
            found += value_changes(_Pair(path, old[name], value), numbers)
        else:
            found.append(Change(path, How.ADDED, None, value))  # a view may hide a variable
    return tuple(found)


def value_changes(pair: _Pair, numbers: ValueNumbers) -> Iterator[Change]:
    """Yield the changes between two values, outer ones first."""
    waiting: _Found = [pair]  # a stack of its own: values may be deeper than Python's
    while waiting:
        one = waiting.pop()
        if isinstance(one, Change):
            yield one
        elif numbers.of(one.old) != numbers.of(one.new):
            waiting += reversed(differences_of(one, numbers))  # the first one is popped first


def differences_of(pair: _Pair, numbers: ValueNumbers) -> _Found:
    """Return how two different values differ: changes, and pairs that are still to be compared."""
    path, old, new = pair.path, pair.old, pair.new
    if len(path) <= MAX_DEPTH:
        match old, new:
            case SetValue(), SetValue():
                return in_set(path, old, new, numbers)
            case SequenceValue(), SequenceValue():
                return in_sequence(path, old, new, numbers)
            case RecordValue(), RecordValue():
                return in_pairs(pair, by_field(old), by_field(new))
            case FunctionValue(), FunctionValue():
                return in_pairs(pair, by_argument(old), by_argument(new))
    return [Change(path, How.CHANGED, old, new)]


def by_field(record: RecordValue) -> dict[PathStep, Value]:
    """Return a record's values by their fields."""
    return {RecordField(name): value for name, value in record.fields}


def by_argument(function: FunctionValue) -> dict[PathStep, Value]:
    """Return a function's results by their arguments."""
    names = {one.name for one, _ in function.pairs if isinstance(one, ModelValue)}
    return {
        FunctionArgument(one, isinstance(one, str) and one in names): result
        for one, result in function.pairs
    }


def in_pairs(pair: _Pair, old: dict[PathStep, Value], new: dict[PathStep, Value]) -> _Found:
    """Return the differences of a record or function by its fields or arguments."""
    if not old.keys() & new.keys():  # nothing in common: one change says more than many
        return [Change(pair.path, How.CHANGED, pair.old, pair.new)]
    found: _Found = [
        Change((*pair.path, step), How.REMOVED, value, None)
        for step, value in old.items()
        if step not in new
    ]
    for step, value in new.items():
        path = (*pair.path, step)
        added = Change(path, How.ADDED, None, value)
        found.append(_Pair(path, old[step], value) if step in old else added)
    return found


def in_sequence(
    path: ChangePath, old: SequenceValue, new: SequenceValue, numbers: ValueNumbers
) -> _Found:
    """Return the differences of a sequence that a queue's operations make, or one change."""
    before, after = old.items, new.items
    if len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True), start=1)
        return [_Pair((*path, SequenceIndex(index)), *both) for index, both in pairs]
    one, other = [[*map(numbers.of, items)] for items in (before, after)]  # slices compare fast
    rest = abs(len(before) - len(after))
    if one == other[: len(one)]:
        appended = enumerate(after[len(before) :], start=len(before) + 1)
        return [Change((*path, SequenceIndex(n)), How.ADDED, None, item) for n, item in appended]
    if one[rest:] == other:
        taken = enumerate(before[:rest], start=1)
        return [Change((*path, SequenceIndex(n)), How.REMOVED, item, None) for n, item in taken]
    return [Change(path, How.CHANGED, old, new)]


def in_set(path: ChangePath, old: SetValue, new: SetValue, numbers: ValueNumbers) -> _Found:
    """Return records to compare with what they became, then removed and added members."""
    before = {numbers.of(member): member for member in old.members}
    after = {numbers.of(member): member for member in new.members}
    gone = {number: one for number, one in before.items() if number not in after}
    come = {number: one for number, one in after.items() if number not in before}
    found: _Found = []
    for step, record, heir in heirs(old, new, [*gone.values()]):
        if numbers.of(heir) in come:  # else another record has become this one
            del gone[numbers.of(record)], come[numbers.of(heir)]
            found.append(_Pair((*path, step), record, heir))
    found += [Change((*path, SetMember(one)), How.REMOVED, one, None) for one in gone.values()]
    found += [Change((*path, SetMember(one)), How.ADDED, None, one) for one in come.values()]
    return found


def heirs(
    old: SetValue, new: SetValue, gone: Sequence[Value]
) -> Iterator[tuple[KeyedRecord, Value, Value]]:
    """Yield each record that is gone with the one that it became, and the step that names both.

    They are one record that changed if they share a text, such as a code or a sender, which no
    other member of either set has in that field.
    """
    before, after = by_text(old), by_text(new)
    for record in gone:
        for name, value in record.fields if isinstance(record, RecordValue) else ():
            if isinstance(value, str) and value:  # an empty text names nothing
                step = KeyedRecord(name, value)
                if len(before.get(step, ())) == len(after.get(step, ())) == 1:
                    yield step, record, after[step][0]
                    break


def by_text(members: SetValue) -> dict[KeyedRecord, list[RecordValue]]:
    """Return the records of a set by each text that they have in a field."""
    found: dict[KeyedRecord, list[RecordValue]] = {}
    for member in members.members:
        if isinstance(member, RecordValue):
            for name, value in dict(member.fields).items():  # once, if a text repeats a field
                if isinstance(value, str):
                    found.setdefault(KeyedRecord(name, value), []).append(member)
    return found
