"""TLA+ values as plain JSON: what vectors are made of, and what every language can read.

Records and functions over strings are objects, sequences are arrays, and a set is an array in the
order of its members' JSON text, since JSON has no sets. Other functions are arrays of pairs.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeAlias

import msgspec

from moltverify.tla import values as tla

# What a vector holds: the shape is each adapter's own, so no type says more.
Json: TypeAlias = Any
Fields: TypeAlias = dict[str, Json]

encode = msgspec.json.Encoder(order="sorted").encode


def json_text(value: Json) -> str:
    """Return the one JSON text of a value: keys in order, no blanks."""
    return encode(value).decode()


MISSING = object()  # not None, which is a JSON value that a record can require


def json_at(value: Json, path: str) -> Json:
    """Return the value at a path of names separated by dots; MISSING if it does not exist.

    The empty path is the value itself.
    """
    for step in path.split(".") if path else ():
        value = value.get(step, MISSING) if isinstance(value, dict) else MISSING
    return value


def in_json_order(members: Iterable[Json]) -> list[Json]:
    """Return a set's members in the order of their JSON text."""
    return sorted(members, key=json_text)


def plain_json(value: tla.Value) -> Json:
    """Return a value as JSON; raises ValueError for a set that TLC did not list."""
    match value:
        case bool() | int() | str():
            return value
        # By its name, because JSON has nothing like a model value.
        case tla.ModelValue(name):
            return name
        case tla.Interval(low, high):
            return in_json_order(range(low, high + 1))
        case tla.SetValue(members):
            return in_json_order(map(plain_json, members))
        case tla.SequenceValue(items):
            return [plain_json(item) for item in items]
        case tla.RecordValue(fields):
            return {name: plain_json(item) for name, item in fields}
        case tla.FunctionValue(pairs) if all(isinstance(key, str) for key, _ in pairs):
            return {str(key): plain_json(result) for key, result in pairs}
        case tla.FunctionValue(pairs):
            return [[plain_json(key), plain_json(result)] for key, result in pairs]
        case _:
            raise ValueError(f"not a value that can be replayed: {tla.format_value(value)}")


def memoised_plain_json() -> Callable[[tla.Value], Json]:
    """Return `plain_json` with a cache; its results are shared and must not be changed."""
    # A cache per call, so that it does not keep the values of every model.
    return cache(plain_json)
