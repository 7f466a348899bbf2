"""TLA+ values as phrases see them: strings bare, sequences from 1, records by attribute."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

from jinja2 import Undefined

from moltverify.tla import values as tla

NO_VALUE = "what it prints is no value; a call needs brackets, and a filter such as map `| list`"
LARGEST = 10_000  # members of an interval that becomes a set; 1..1000000000 is legal


class SpokenSet(tuple[Any, ...]):
    """A set: its members in TLC's order, equal to any set with the same members."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpokenSet) and frozenset(self) == frozenset(other)

    def __ne__(self, other: object) -> bool:
        # A tuple has its own __ne__, which would compare item by item.
        return not self == other

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __str__(self) -> str:
        return "{" + ", ".join(map(spoken_text, self)) + "}"

    # Lists of values, and some filters of jinja2, print the representation.
    __repr__ = __str__


class SpokenSequence(tuple[Any, ...]):
    """A sequence; the first item has index 1, as in TLA+."""

    __slots__ = ()

    def __getitem__(self, index: Any) -> Any:
        # Python would take the index 0 for the last item.
        if isinstance(index, int) and not 1 <= index <= len(self):
            raise IndexError(f"no item {index} in a sequence of {len(self)}")
        return super().__getitem__(index - 1 if isinstance(index, int) else index)

    def __eq__(self, other: object) -> bool:
        # Both are tuples here, and in TLA+ no set equals a sequence.
        return not isinstance(other, SpokenSet) and super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return super().__hash__()

    def __str__(self) -> str:
        return "<<" + ", ".join(map(spoken_text, self)) + ">>"

    __repr__ = __str__


class SpokenName(str):
    """A model value: equal to the string of its spelling, because phrases write it as one."""

    __slots__ = ()


class SpokenFunction:
    """A function or record: results by index or attribute, arguments by iteration.

    A model value and a string of the same spelling are two arguments. An index in a phrase means
    the argument of its own kind, or else the one that is spelled alike.
    """

    # All names start with `_`: jinja looks for an attribute before an item, so another name would
    # hide the field of that name from phrases.
    __slots__ = ("_arguments", "_results", "_spelled")

    def __init__(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        self._arguments: dict[Hashable, Any] = {}
        self._results: dict[Hashable, Any] = {}
        self._spelled: dict[Any, Hashable] = {}
        for argument, result in pairs:
            key = exact(argument)
            self._arguments[key], self._results[key] = argument, result
            self._spelled[argument] = key

    def __getitem__(self, argument: Hashable) -> Any:
        key = exact(argument)
        return self._results[key if key in self._results else self._spelled[argument]]

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._arguments.values())

    def __len__(self) -> int:
        return len(self._results)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SpokenFunction) and self._results == other._results

    def __hash__(self) -> int:
        return hash(frozenset(self._results.items()))

    def __str__(self) -> str:
        pairs = (f"{spoken_text(key)}: {spoken_text(self[key])}" for key in self)
        return "[" + ", ".join(pairs) + "]"

    __repr__ = __str__


def exact_results(function: SpokenFunction) -> dict[Hashable, Hashable]:
    """Return a function's results by argument, both as `exact` gives them."""
    return {key: exact(result) for key, result in function._results.items()}


def exact(value: object) -> Hashable:
    """Return a key that differs for all values that differ in TLA+.

    Phrases may compare a model value with a string; and in Python a boolean equals a number.
    """
    match value:
        case SpokenName() | bool():
            return (type(value).__name__, value)
        case SpokenSet():
            return ("set", frozenset(map(exact, value)))
        case SpokenSequence():
            return ("sequence", tuple(map(exact, value)))
        case SpokenFunction():
            return ("function", frozenset(exact_results(value).items()))
        case _:
            return value


def spoken(value: tla.Value) -> Any:
    """Return the value in the form that phrases work with."""
    return tla.folded(value, _spoken)


def _spoken(value: tla.Value, parts: Sequence[Any]) -> Any:
    match value:
        case tla.Interval(low, high) if high - low < LARGEST:
            return SpokenSet(range(low, high + 1))
        case tla.SetValue():
            return SpokenSet(parts)
        case tla.SequenceValue():
            return SpokenSequence(parts)
        case tla.RecordValue(fields):
            return SpokenFunction(zip((name for name, _ in fields), parts, strict=True))
        case tla.FunctionValue():
            return SpokenFunction(zip(parts[::2], parts[1::2], strict=True))
        case tla.ModelValue(name):
            return SpokenName(name)
        case bool() | int() | str():
            return value
        case _:
            # A set that TLC did not enumerate, or a value that was not parsed, has no parts.
            return tla.format_value(value)


def spoken_text(value: object) -> str:
    """Return the text of a spoken value."""
    # In TLA+ it is TRUE, in Python True.
    return str(value).upper() if isinstance(value, bool) else str(value)


def printed_text(value: object) -> str:
    """Return the text of a value that a phrase prints; raises TypeError for what is no value."""
    # A method or a generator would print a path of Python and an address.
    if value is None or isinstance(value, str | int | float | list | dict | tuple | SpokenFunction):
        return spoken_text(value)
    if isinstance(value, Undefined):
        return str(value)  # raises the error that says what is missing
    raise TypeError(NO_VALUE)


def moved(before: object, after: object) -> object:
    """Return the argument at which a function changed, the first if several; else an empty text."""
    if isinstance(before, SpokenFunction) and isinstance(after, SpokenFunction):
        old, new = exact_results(before), exact_results(after)
        changed = (key for key, result in new.items() if key not in old or old[key] != result)
        return next((after._arguments[key] for key in changed), "")
    if isinstance(before, SpokenSequence) and isinstance(after, SpokenSequence):
        # Items at the end of the longer one are added or removed, not changed.
        pairs = enumerate(zip(before, after, strict=False), start=1)
        return next((index for index, (old, new) in pairs if exact(old) != exact(new)), "")
    return ""


def added(before: object, after: object) -> list[object]:
    """Return the members of a set or sequence that were not there before."""
    # Counted, because a sequence may get another item that equals one of its own.
    left = Counter(map(exact, before if isinstance(before, tuple) else ()))
    new = []
    for member in after if isinstance(after, tuple) else ():
        key = exact(member)
        if left[key]:
            left[key] -= 1
        else:
            new.append(member)
    return new
