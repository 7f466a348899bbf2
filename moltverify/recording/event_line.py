"""An event as a line of JSON; what JSON cannot hold is an error, and nothing is left out of it."""

import math
from collections.abc import Iterator, Mapping

import msgspec

from moltverify.errors import EventError

# The names that the recorder writes itself.
KIND, RECORDED = "event", "recorded"
DEEPEST = 50  # levels; a value that contains itself has no end
SCALARS = frozenset({str, int, bool, type(None)})
ENCODER = msgspec.json.Encoder()


def event_json(kind: str, fields: Mapping[str, object]) -> bytes:
    """Return the event's JSON object without its closing brace, for the recorder to go on.

    Raises EventError, which names the field.
    """
    __tracebackhide__ = True  # pytest shows the line of the caller
    if not isinstance(kind, str) or not kind:
        raise EventError(f"the kind of an event is a string, not {kind!r}", "name the event first")
    for name, value in fields.items():
        if name in (KIND, RECORDED):
            raise EventError(
                f"event {kind!r}: the recorder writes {name!r} itself",
                "give the field another name",
            )
        # Most fields are scalars, and this is called for each event of a program.
        if type(value) not in SCALARS:
            refuse_unwritable(kind, name, value)
    try:
        return ENCODER.encode({KIND: kind, **fields})[:-1]
    except UnicodeEncodeError:
        what = "a text has half of a surrogate pair"
    except TypeError as error:
        what = str(error)
    raise EventError(f"event {kind!r}: {what}, which JSON cannot hold", HINT)


HINT = "pass strings, numbers, booleans, None, and lists and dicts of these"


def refuse_unwritable(kind: str, name: str, value: object) -> None:
    """Raise EventError for the first part of a field that is not a value of JSON."""
    __tracebackhide__ = True
    for path, what in unwritable_parts(name, value, DEEPEST):
        raise EventError(f"event {kind!r}: {path} is {what}, which JSON cannot hold", HINT)


def unwritable_parts(path: str, value: object, levels: int) -> Iterator[tuple[str, str]]:
    """Yield the path of each part that JSON cannot hold, and what it is."""
    if levels == 0:
        yield path, f"nested more than {DEEPEST} levels deep"
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield path, f"the number {value}"
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from unwritable_parts(f"{path}[{index}]", item, levels - 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                yield path, f"a dict with the key {key!r}"
            yield from unwritable_parts(f"{path}.{key}", item, levels - 1)
    elif not isinstance(value, str | int | None):
        yield path, f"of type {type(value).__name__}"
