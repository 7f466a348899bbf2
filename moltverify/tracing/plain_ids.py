"""Names of a log that need only be told apart, as id1, id2 and so on in each segment.

Segments that differ in names only are then the same, and need the same constants: a log with
thousands of users is followed as fast as one with a few.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from moltverify.tracing.event_log import LoggedEvent


def with_plain_ids(
    events: Sequence[LoggedEvent], paths: Sequence[str]
) -> tuple[list[LoggedEvent], dict[str, str]]:
    """Return events whose names at some paths are plain, and the names by what they became."""
    known: dict[str, str] = {}
    keys = [path.split(".") for path in paths]
    changed = []
    for event in events:
        fields: Mapping[str, Any] = event.fields
        for path in keys:
            fields = renamed_at(fields, path, known)
        changed.append(replace(event, fields=fields))
    return changed, {plain: name for name, plain in known.items()}


def renamed_at(fields: Mapping[str, Any], path: Sequence[str], known: dict[str, str]) -> Any:
    """Return an object with plain names at a path; without anything there, as it is."""
    first, *rest = path
    if first not in fields:
        return fields
    value = fields[first]
    if rest:
        inner = renamed_at(value, rest, known) if isinstance(value, dict) else value
        return {**fields, first: inner}
    return {**fields, first: renamed_value(value, known)}


def renamed_value(value: Any, known: dict[str, str]) -> Any:
    """Return the plain name of a name, and of a list of names a list; other values as they are."""
    if isinstance(value, list):
        return [renamed_value(one, known) for one in value]
    if isinstance(value, str):
        return known.setdefault(value, f"id{len(known) + 1}")
    return value
