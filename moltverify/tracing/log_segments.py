"""A log in segments, each a behaviour of its own; segments with the same events are one.

Segments of a large log repeat each other, once what says nothing about the model is left out. TLC
follows equal ones once.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.registry.trace_records import TraceMapping
from moltverify.tracing.event_log import LoggedEvent
from moltverify.tracing.event_values import event_record, used_fields
from moltverify.tracing.plain_ids import with_plain_ids


# Equal only to itself: events have no hash.
class LogSegment(Struct, frozen=True, eq=False):
    """One behaviour's events in order, each as a kind's number and a record's text.

    `keys` are those of all segments with these events; `events` are those of the first.
    """

    keys: tuple[str, ...]
    events: tuple[LoggedEvent, ...]
    records: tuple[tuple[int, str], ...]


def log_segments(events: Sequence[LoggedEvent], mapping: TraceMapping) -> tuple[LogSegment, ...]:
    """Return the segments in the order of their first events.

    Raises UnreadableLogError for a value that TLA+ does not have.
    """
    used = used_fields(mapping)
    numbers = {one.kind: number for number, one in enumerate(mapping.events, start=1)}
    by_key: dict[str, list[LoggedEvent]] = {}
    for event in events:
        by_key.setdefault(event.segment, []).append(event)
    found: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for key, own in by_key.items():
        plain = with_plain_ids(own, mapping.ids)[0] if mapping.ids else own
        records = tuple(
            (numbers[event.kind], event_record(event, used, mapping.null)) for event in plain
        )
        found.setdefault(records, []).append(key)
    return tuple(
        LogSegment(tuple(keys), tuple(by_key[keys[0]]), records) for records, keys in found.items()
    )


def numbered_records(
    segments: Sequence[LogSegment],
) -> tuple[tuple[tuple[int, str], ...], tuple[tuple[int, ...], ...]]:
    """Return the different records, and each segment as their numbers, counted from 1."""
    numbers: Mapping[tuple[int, str], int] = {
        record: number
        for number, record in enumerate(
            dict.fromkeys(record for one in segments for record in one.records), start=1
        )
    }
    return tuple(numbers), tuple(
        tuple(numbers[record] for record in one.records) for one in segments
    )
