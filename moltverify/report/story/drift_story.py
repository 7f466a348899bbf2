"""A drift as a story: the state, the call, the model's outcomes, and the code's outcome."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from moltverify.conformance.json_values import Json
from moltverify.conformance.records import VectorDifference
from moltverify.report.story.escaping import inert_line

SHOWN = 3  # outcomes of a vector that are listed; the others are counted


def story(example: VectorDifference) -> Iterator[tuple[str, str]]:
    """Yield the lines of a difference, each a label and a text."""
    vector = example.vector
    yield "given", readable_value(vector.state) or "nothing"
    yield "call", f"{vector.action} {readable_value(vector.arguments)}".rstrip()
    for outcome in vector.allowed[:SHOWN]:
        yield "the model", readable_value(outcome)
    if len(vector.allowed) > SHOWN:
        yield "", f"or one of {len(vector.allowed) - SHOWN} other outcomes"
    yield "the code", readable_value(example.observed)
    # Only overlapping calls have several schedules; without one the line would say nothing.
    if example.of > 1:
        yield (
            "",
            f"in {example.runs:,} of {example.of:,} schedules, such as {schedule_turns(example)}",
        )


def schedule_turns(example: VectorDifference) -> str:
    """Return a schedule as actors in turn, each with its number of file-system calls."""
    parts = [(name, len(list(calls))) for name, calls in groupby(example.schedule)]
    return ", ".join(f"{inert_line(name)} {count}" for name, count in parts)


def readable_value(value: Json) -> str:
    """Return a value without the quotes and braces that a reader does not need."""
    return fields(value) if isinstance(value, dict) else inner(value)


def inner(value: Json) -> str:
    """Return a value inside another."""
    match value:
        case dict():
            return f"{{{fields(value)}}}"
        case list():
            return f"[{', '.join(map(inner, value))}]"
        case str():
            # An empty string without quotes would be invisible.
            return value or '""'
        case _:
            return msgspec.json.encode(value).decode()


def fields(value: dict[str, Json]) -> str:
    """Return an object's fields in the order of their names."""
    return ", ".join(f"{name}: {inner(item)}" for name, item in sorted(value.items()))
