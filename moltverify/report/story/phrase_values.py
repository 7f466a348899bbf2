"""TLA+ values as phrases see them: strings bare, sequences from 1, records by attribute."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from moltverify.tla import values as tla

LARGEST = 10_000  # members of an interval that is spoken as a set; 1..1000000000 is legal


class SpokenSet(tuple[Any, ...]):
    """A set: its members in TLC's order, equal to any set with the same members."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpokenSet) and frozenset(self) == frozenset(other)

    def __ne__(self, other: object) -> bool:
        # A tuple has its own, which would compare item by item.
        return not self == other

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __str__(self) -> str:
        return "{" + ", ".join(map(spoken_text, self)) + "}"


class SpokenSequence(tuple[Any, ...]):
    """A sequence; the first item has index 1, as in TLA+."""

    __slots__ = ()

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, int) and not 1 <= index <= len(self):
            raise IndexError(f"no item {index} in a sequence of {len(self)}")
        return super().__getitem__(index - 1 if isinstance(index, int) else index)

    def __eq__(self, other: object) -> bool:
        return not isinstance(other, SpokenSet) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return super().__hash__()

    def __str__(self) -> str:
        return "<<" + ", ".join(map(spoken_text, self)) + ">>"


class SpokenFunction:
    """A function or record: results by index or attribute, arguments by iteration."""

    __slots__ = ("_results",)

    def __init__(self, results: Mapping[Any, Any]) -> None:
        self._results = results

    def __getitem__(self, argument: Hashable) -> Any:
        return self._results[argument]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpokenFunction) and self._results == other._results

    def __hash__(self) -> int:
        return hash(frozenset(self._results.items()))

    def __str__(self) -> str:
        pairs = (
            f"{spoken_text(key)}: {spoken_text(value)}" for key, value in self._results.items()
        )
        return "[" + ", ".join(pairs) + "]"


def spoken(value: tla.Value) -> Any:
    """Return the value in the form that phrases work with."""
    match value:
        case tla.Interval(low, high) if high - low < LARGEST:
            return SpokenSet(range(low, high + 1))
        case tla.Interval():
            return tla.format_value(value)
        case tla.SetValue(members):
            return SpokenSet(map(spoken, members))
        case tla.SequenceValue(items):
            return SpokenSequence(map(spoken, items))
        case tla.RecordValue(pairs) | tla.FunctionValue(pairs):
            return SpokenFunction({spoken(key): spoken(result) for key, result in pairs})
        case tla.ModelValue(text) | tla.Symbolic(text) | tla.Unreadable(text):
            return text
        case _:
            return value


def spoken_text(value: object) -> str:
    """Return the text of a spoken value."""
    return str(value).upper() if isinstance(value, bool) else str(value)


def moved(before: object, after: object) -> object:
    """Return the argument at which a function changed, the first if several; else an empty text."""
    if isinstance(before, SpokenFunction) and isinstance(after, SpokenFunction):
        changed = [key for key in after if key not in list(before) or before[key] != after[key]]
        return changed[0] if changed else ""
    if isinstance(before, SpokenSequence) and isinstance(after, SpokenSequence):
        pairs = enumerate(zip(before, after, strict=False), start=1)
        return next((index for index, (old, new) in pairs if old != new), "")
    return ""


def added(before: object, after: object) -> list[object]:
    """Return the members of a set or sequence that were not there before."""
    left = list(before) if isinstance(before, tuple) else []
    new = []
    for member in after if isinstance(after, tuple) else ():
        if member in left:
            left.remove(member)
        else:
            new.append(member)
    return new
