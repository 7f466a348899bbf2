"""Logs as events: JSON lines, each an object, read within limits and with every mistake placed.

A log comes from outside. What is no log of the mapping's kinds is refused with its place, and
never skipped: a log of other lines would fit without saying anything.
"""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import Struct

from moltverify.recording.line_order import LineOrder
from moltverify.registry.trace_records import TraceMapping

LONGEST_EVENT = 1 << 20  # bytes of a line
MOST_BYTES = 1 << 27  # of all lines; as objects they can take twenty times as much memory
MOST_EVENTS = 200_000  # that are not ignored
STANDARD_INPUT = "-"
MOST_QUOTED = 60  # characters of a value in a message


class UnreadableLogError(Exception):
    """A log that is no log of the mapping's events; the message says where and why."""


class LineOfLog(Struct, frozen=True):
    """A place in a log: the file as it was named, and the line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class LoggedEvent(Struct, frozen=True):
    """One event: its kind, its segment's key, the whole object, and its place."""

    kind: str
    segment: str
    fields: Mapping[str, Any]
    place: LineOfLog


class LogFile(Struct, frozen=True):
    """A log as it was named, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    sha256: str


class EventLog(Struct, frozen=True):
    """The events of logs in order, and how many lines were ignored for their kinds."""

    events: tuple[LoggedEvent, ...]
    ignored: int
    files: tuple[LogFile, ...]


def read_event_log(logs: Iterable[str], mapping: TraceMapping) -> EventLog:
    """Return the events of log files, in the files' order; `-` is the standard input.

    Raises UnreadableLogError, and OSError for a file that cannot be opened.
    """
    files: list[LogFile] = []
    events, ignored = mapped_events(log_objects(logs, files), mapping)
    return EventLog(events, ignored, tuple(files))


def given_event_log(
    name: str, events: Iterable[Mapping[str, Any]], mapping: TraceMapping
) -> EventLog:
    """Return the log of events that are in no file, by a name; raises UnreadableLogError."""
    placed = ((LineOfLog(name, number), one) for number, one in enumerate(events, start=1))
    return EventLog(*mapped_events(placed, mapping), files=())


def mapped_events(
    objects: Iterable[tuple[LineOfLog, Mapping[str, Any]]], mapping: TraceMapping
) -> tuple[tuple[LoggedEvent, ...], int]:
    """Return objects as events of the mapping's kinds, and how many are ignored."""
    events: list[LoggedEvent] = []
    ignored = 0
    known = {one.kind for one in mapping.events}
    for place, fields in objects:
        kind = text_at(fields, mapping.kind, "kind", place)
        if kind not in known:
            if mapping.ignores(kind):
                ignored += 1
                continue
            raise unreadable(place, unknown_kind(kind, mapping))
        key = text_at(fields, mapping.per, "segment's key", place) if mapping.per else ""
        if len(events) == MOST_EVENTS:
            what = f"the log has more than {MOST_EVENTS:,} events, which is the limit"
            raise unreadable(place, f"{what}; cut it by time, or ignore kinds")
        events.append(LoggedEvent(kind, key, fields, place))
    return tuple(events), ignored


def log_objects(
    logs: Iterable[str], files: list[LogFile]
) -> Iterator[tuple[LineOfLog, dict[str, Any]]]:
    """Yield the objects of all lines with their places, and note each file that was read.

    Blank lines have no object.
    """
    left = MOST_BYTES
    decoder = msgspec.json.Decoder()
    order = LineOrder()
    for log in logs:
        with opened_log(log) as content:
            number, digest = 0, hashlib.sha256()
            while line := content.readline(LONGEST_EVENT + 1):
                number += 1
                place = LineOfLog(log, number)
                left -= len(line)
                digest.update(line)
                if left < 0:
                    what = f"the log has more than {MOST_BYTES >> 20} MiB, which is the limit"
                    raise unreadable(place, f"{what}; cut it by time, or leave out what is ignored")
                if not line.isspace():
                    fields = object_in(line, place, decoder)
                    if problem := order.problem_at(fields):
                        raise unreadable(place, problem)
                    yield place, fields
        files.append(LogFile(log, digest.hexdigest()))


def opened_log(log: str) -> Any:
    """Return a log opened for reading bytes."""
    if log == STANDARD_INPUT:
        stream: BinaryIO = sys.stdin.buffer
        return nullcontext(stream)
    return Path(log).open("rb")


def object_in(
    line: bytes, place: LineOfLog, decoder: "msgspec.json.Decoder[Any]"
) -> dict[str, Any]:
    """Return the object of a line; raises UnreadableLogError for anything else."""
    if len(line) > LONGEST_EVENT:
        raise unreadable(place, f"the line is longer than {LONGEST_EVENT >> 20} MiB, the limit")
    try:
        found = decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # A writer that was interrupted leaves a line without its end.
        cut = "" if line.endswith(b"\n") else "the last line has no end and "
        raise unreadable(place, f"{cut}is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise unreadable(place, f"expected a JSON object, found {short_json(found)}")
    return found


def text_at(fields: Mapping[str, Any], path: str, what: str, place: LineOfLog) -> str:
    """Return the text at a path of an event; a number or truth value counts as its JSON text."""
    value: Any = fields
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int) and what != "kind":
        return msgspec.json.encode(value).decode()
    found = f"found {short_json(value)}" if value is not None else "found none"
    raise unreadable(place, f"expected the event's {what}, a text, at '{path}', {found}")


def unknown_kind(kind: str, mapping: TraceMapping) -> str:
    """Return the message about a kind that the mapping does not have."""
    known = ", ".join(one.kind for one in mapping.events)
    what = f"the registry maps no event of kind {short_json(kind)}"
    return f"{what}; it has: {known}; kinds without a meaning go under 'ignore'"


def unreadable(place: LineOfLog, why: str) -> UnreadableLogError:
    """Return the error about a line."""
    return UnreadableLogError(f"{place}: {why}")


def short_json(value: Any) -> str:
    """Return a value as JSON of bounded length."""
    text = msgspec.json.encode(value).decode("utf-8", "replace")
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}..."
