"""Records read from JSON that anybody may have written."""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")
PLAIN_PATH = type(Path())
# A registry names each of its files many times, and a path is slow to make.
path_of = lru_cache(maxsize=10_000)(Path)


def read_json(content: bytes | msgspec.Raw, type: type[T]) -> T:  # noqa: A002 - as msgspec calls it
    """Return the record that the content is; raises ValueError for any other content."""
    try:
        return msgspec.json.decode(content, type=type, dec_hook=from_text)
    # msgspec's answer to JSON that is nested a thousand levels deep.
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def write_json(record: object) -> bytes:
    """Return a record as JSON; raises TypeError for a value that JSON does not keep."""
    return msgspec.json.encode(record, enc_hook=as_text)


def indented_json(record: object) -> bytes:
    """Return a record as JSON for people and diffs: indented, with a line break at the end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def as_text(value: object) -> str:
    """Return a path as text, for values that msgspec has no form for."""
    # A path of another class is more than its text.
    if type(value) is PLAIN_PATH:
        return str(value)
    raise TypeError(f"{value!r} has no form in JSON")


def from_text(kind: type, value: object) -> object:
    """Return the path that a text in the place of one is; raises TypeError for other values."""
    if kind is Path and isinstance(value, str):
        return path_of(value)
    # msgspec asks here about fields that may have any value of JSON.
    if kind is object:
        return value
    raise TypeError(f"{value!r} is no {kind.__name__}")
