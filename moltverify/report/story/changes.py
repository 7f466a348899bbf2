"""What changed between two states, inside nested values too."""

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

from moltverify.tla import values as tla
from moltverify.tla.values import Value, format_value, same
from moltverify.tlc.trace import Step


class How(Enum):
    """How a value at a path changed."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Change(Struct, frozen=True):
    """A change at a path such as `pc[worker1]`; `old` or `new` is None where there was nothing."""

    path: str
    how: How
    old: Value | None
    new: Value | None

    @property
    def text(self) -> str:
        """The change in a line, without its path."""
        old = "" if self.old is None else format_value(self.old)
        new = "" if self.new is None else format_value(self.new)
        return {
            How.CHANGED: f"{old} -> {new}",
            How.ADDED: f"+ {new}",
            How.REMOVED: f"- {old}",
        }[self.how]


def changes(before: Step, after: Step) -> tuple[Change, ...]:
    """Return what the step changed, variable by variable."""
    old = dict(before.state)
    found: list[Change] = []
    for name, value in after.state:
        if name in old:
            found += changes_inside(name, old[name], value)
        else:
            found.append(Change(name, How.ADDED, None, value))
    return tuple(found)


def changes_inside(path: str, old: Value, new: Value) -> Iterator[Change]:
    """Yield the changes between two values, as deep as both have the same shape."""
    if same(old, new):
        return
    match (old, new):
        case (tla.SetValue(), tla.SetValue()):
            yield from in_set(path, old.members, new.members)
        case (tla.SequenceValue(), tla.SequenceValue()):
            yield from in_sequence(path, old, new)
        case (tla.RecordValue(), tla.RecordValue()):
            yield from in_pairs(path, by_field(path, old), by_field(path, new), old, new)
        case (tla.FunctionValue(), tla.FunctionValue()):
            yield from in_pairs(path, by_argument(path, old), by_argument(path, new), old, new)
        case _:
            yield Change(path, How.CHANGED, old, new)


def by_field(path: str, record: tla.RecordValue) -> dict[str, Value]:
    """Return a record's values by the paths of its fields."""
    return {f"{path}.{name}": value for name, value in record.fields}


def by_argument(path: str, function: tla.FunctionValue) -> dict[str, Value]:
    """Return a function's results by the paths of its arguments."""
    return {f"{path}[{bare(argument)}]": result for argument, result in function.pairs}


def bare(value: Value) -> str:
    """Return a value as an index: strings without quotes, as records' fields are."""
    return value if isinstance(value, str) else format_value(value)


def in_set(path: str, old: tuple[Value, ...], new: tuple[Value, ...]) -> Iterator[Change]:
    """Yield the members gone and the members new; a record that changed is shown inside."""
    gone = [member for member in old if not any(same(member, other) for other in new)]
    come = [member for member in new if not any(same(member, other) for other in old)]
    for record in list(gone):
        label, heir = heir_of(record, old, new)
        if label and heir in come:
            gone.remove(record)
            come.remove(heir)
            yield from changes_inside(f"{path}{{{label}}}", record, heir)
    for member in gone:
        yield Change(path, How.REMOVED, member, None)
    for member in come:
        yield Change(path, How.ADDED, None, member)


def heir_of(record: Value, old: tuple[Value, ...], new: tuple[Value, ...]) -> tuple[str, Value]:
    """Return the record that this one became, with the text that names both in their sets.

    They are one record that changed if they share a text, such as a code or a sender, which no
    other member of either set has in that field. The label is empty if there is no such record.
    """
    if isinstance(record, tla.RecordValue):
        for name, value in record.fields:
            before, after = having(old, name, value), having(new, name, value)
            if isinstance(value, str) and len(before) == len(after) == 1:
                return value, after[0]
    return "", record


def having(members: tuple[Value, ...], name: str, value: Value) -> list[Value]:
    """Return the records with this value in this field."""
    return [
        member
        for member in members
        if isinstance(member, tla.RecordValue) and dict(member.fields).get(name) == value
    ]


def in_sequence(path: str, old: tla.SequenceValue, new: tla.SequenceValue) -> Iterator[Change]:
    """Yield items appended, items taken from the front, or items changed in place."""
    before, after = old.items, new.items
    if len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True), start=1):
            yield from changes_inside(f"{path}[{index}]", one, other)
    elif all_same(before, after[: len(before)]):
        for item in after[len(before) :]:
            yield Change(path, How.ADDED, None, item)
    elif all_same(before[len(before) - len(after) :], after):
        for item in before[: len(before) - len(after)]:
            yield Change(path, How.REMOVED, item, None)
    else:
        yield Change(path, How.CHANGED, old, new)


def all_same(one: tuple[Value, ...], other: tuple[Value, ...]) -> bool:
    """Tell whether two lists of values are equal, item by item."""
    return len(one) == len(other) and all(map(same, one, other))


def in_pairs(
    path: str, old: dict[str, Value], new: dict[str, Value], was: Value, now: Value
) -> Iterator[Change]:
    """Yield changes of results; a function whose every result is new is shown whole."""
    if not old.keys() & new.keys():
        yield Change(path, How.CHANGED, was, now)
        return
    for name, value in old.items():
        if name not in new:
            yield Change(name, How.REMOVED, value, None)
    for name, value in new.items():
        if name in old:
            yield from changes_inside(name, old[name], value)
        else:
            yield Change(name, How.ADDED, None, value)
