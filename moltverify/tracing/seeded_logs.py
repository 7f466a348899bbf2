"""Logs with one fault each, drawn from a log that fits: what a mapping should notice.

The same log and seed give the same faults.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.trace_records import TraceMapping
from moltverify.tracing.event_log import LoggedEvent, short_json
from moltverify.tracing.event_values import used_fields
from moltverify.tracing.log_segments import LogSegment, log_segments

FARTHEST = 500  # events of a segment; behind them no fault is seeded, so that its log stays short


class SeededFault(Enum):
    """What is wrong with a seeded log."""

    DROPPED = "dropped"
    DOUBLED = "doubled"
    SWAPPED = "swapped with the next"
    CHANGED = "changed"


class SeededLog(Struct, frozen=True, eq=False):
    """A segment with one fault: which, at which event, in words, and the segment with it."""

    fault: SeededFault
    at: int
    words: str
    segment: LogSegment
    original: LogSegment

    @property
    def event(self) -> LoggedEvent:
        """The event with the fault, as it was."""
        return self.original.events[self.at]


Mistake: TypeAlias = tuple[list[LoggedEvent], str]
Seed: TypeAlias = Callable[[LogSegment, int, random.Random], Mistake | None]


def seeded_logs(
    segments: Sequence[LogSegment], mapping: TraceMapping, count: int, seed: int = 0
) -> list[SeededLog]:
    """Return at most `count` different logs with one fault each.

    Every kind of fault has the same share as far as there are places for it. No fault is what
    leaves all that the mapping uses as it was, a log that ends earlier, or an event more or less
    that reports no step.
    """
    # Not for secrets: the same faults each time are what is wanted.
    chance = random.Random(seed)  # noqa: S311 - as the comment says
    makers = fault_makers(segments, mapping)
    waiting = {fault: shuffled_places(segments, chance) for fault in makers}
    found: list[SeededLog] = []
    known = {one.records for one in segments}
    while waiting and len(found) < count:
        for fault in list(waiting):
            made = next(
                made_logs(fault, makers[fault], waiting[fault], mapping, chance, known), None
            )
            if made is None:
                del waiting[fault]
            elif len(found) < count:
                known.add(made.segment.records)
                found.append(made)
    return found


def shuffled_places(
    segments: Sequence[LogSegment], chance: random.Random
) -> Iterator[tuple[LogSegment, int]]:
    """Yield the events by segment and place, in an order by chance."""
    places = [(one, at) for one in segments for at in range(min(len(one.events), FARTHEST))]
    chance.shuffle(places)
    return iter(places)


def made_logs(  # noqa: PLR0913 - all that a fault depends on
    fault: SeededFault,
    make: Seed,
    places: Iterator[tuple[LogSegment, int]],
    mapping: TraceMapping,
    chance: random.Random,
    known: set[tuple[tuple[int, str], ...]],
) -> Iterator[SeededLog]:
    """Yield logs with one kind of fault at the places to come."""
    for segment, at in places:
        made = make(segment, at, chance)
        if made is None:
            continue
        events, words = made
        for one in log_segments(events, mapping):
            if one.records not in known:
                yield SeededLog(fault, at, words, one, segment)


def fault_makers(segments: Sequence[LogSegment], mapping: TraceMapping) -> dict[SeededFault, Seed]:
    """Return the functions that put a fault into a segment."""
    values = used_values(segments, mapping)

    def change(segment: LogSegment, at: int, chance: random.Random) -> Mistake | None:
        event = segment.events[at]
        names = [name for name in event.fields if name in values and name not in fixed(mapping)]
        if not names:
            return None
        name = chance.choice(names)
        old = event.fields[name]
        new = other_value(old, values[name], chance)
        changed = replace(event, fields={**event.fields, name: new})
        words = f"'{name}' is {short_json(new)} in place of {short_json(old)}"
        return [*segment.events[:at], changed, *segment.events[at + 1 :]], words

    return {
        SeededFault.DROPPED: of_steps(dropped, mapping),
        SeededFault.DOUBLED: of_steps(doubled, mapping),
        SeededFault.SWAPPED: swapped,
        SeededFault.CHANGED: change,
    }


def fixed(mapping: TraceMapping) -> set[str]:
    """Return the fields that say what an event is and where it belongs: they are not changed."""
    return {path.partition(".")[0] for path in (mapping.kind, mapping.per) if path}


def used_values(segments: Sequence[LogSegment], mapping: TraceMapping) -> dict[str, list[Any]]:
    """Return the values of each field that the mapping names, in the order of the log."""
    used = used_fields(mapping)
    found: dict[str, dict[str, Any]] = {}
    for segment in segments:
        for event in segment.events[:FARTHEST]:
            for name, value in event.fields.items():
                if name in used.names:
                    found.setdefault(name, {}).setdefault(repr(value), value)
    return {name: list(values.values()) for name, values in found.items()}


def of_steps(make: Seed, mapping: TraceMapping) -> Seed:
    """Return a function that puts a fault only where an event reports a step."""
    steps = {one.kind for one in mapping.events if one.action}

    def made(segment: LogSegment, at: int, chance: random.Random) -> Mistake | None:
        return make(segment, at, chance) if segment.events[at].kind in steps else None

    return made


def dropped(segment: LogSegment, at: int, _: random.Random) -> Mistake | None:
    """Return a segment without an event that is not the last one."""
    if at + 1 >= len(segment.events):
        return None
    return [*segment.events[:at], *segment.events[at + 1 :]], "the event is missing"


def doubled(segment: LogSegment, at: int, _: random.Random) -> Mistake | None:
    """Return a segment with an event twice."""
    events = segment.events
    return [*events[: at + 1], *events[at:]], "the event is there twice"


def swapped(segment: LogSegment, at: int, _: random.Random) -> Mistake | None:
    """Return a segment with an event behind the next one."""
    events = list(segment.events)
    if at + 1 >= len(events):
        return None
    events[at], events[at + 1] = events[at + 1], events[at]
    return events, f"the event comes after that of {segment.events[at + 1].place}"


def other_value(old: Any, values: Sequence[Any], chance: random.Random) -> Any:
    """Return another value of the same type: one from the log where it has one."""
    others = [one for one in values if type(one) is type(old) and one != old]
    if others and not isinstance(old, bool):
        return chance.choice(others)
    match old:
        case bool():
            return not old
        case int() | float():
            return old + 1
        case str():
            return f"{old}-seeded"
        case list():
            return [*old, "seeded"]
        case _:
            return "seeded"
