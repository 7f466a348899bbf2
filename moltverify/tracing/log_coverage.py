"""What a log must contain to show anything, and how often it does."""

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.registry.expectation import MustReach
from moltverify.registry.records import Claim
from moltverify.registry.trace_records import TraceMapping
from moltverify.tracing.expressions import applied_operator
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.trace_answers import CoverRow


class CountedState(Struct, frozen=True):
    """A predicate of states by its name in reports, counted up to a number."""

    name: str
    predicate: str
    most: int


def counted_states(claim: Claim, mapping: TraceMapping) -> tuple[CountedState, ...]:
    """Return the predicates to count: the claim's witnesses, and operators that `cover` names."""
    states = {
        one.name: one.expectation.state
        for one in claim.witnesses
        if isinstance(one.expectation, MustReach)
    }
    events = {one.kind for one in mapping.events}
    actions = {applied_operator(one.action) for one in mapping.events}
    for name in mapping.cover:
        if name not in events and name not in actions and name not in mapping.hidden:
            states.setdefault(name, name)
    return tuple(
        CountedState(name, text, mapping.cover.get(name, 1)) for name, text in states.items()
    )


def coverage_rows(
    mapping: TraceMapping,
    states: Sequence[CountedState],
    counts: Mapping[LogSegment, Sequence[int]],
) -> tuple[CoverRow, ...]:
    """Return how often everything occurred in segments that fit, each with TLC's counts."""
    events = Counter[str]()
    totals = [0] * (len(mapping.hidden) + len(states))
    for segment, own in counts.items():
        for event in segment.events:
            events[event.kind] += len(segment.keys)
        for place, number in enumerate(own):
            totals[place] += number * len(segment.keys)
    rows = [
        CoverRow(one.kind, "event", events[one.kind], mapping.cover.get(one.kind, 0))
        for one in mapping.events
    ]
    names = [*mapping.hidden, *(one.name for one in states)]
    for place, name in enumerate(names):
        what = "hidden action" if place < len(mapping.hidden) else "state"
        rows.append(CoverRow(name, what, totals[place], mapping.cover.get(name, 0)))
    shown = {row.name for row in rows}
    for name in mapping.cover:
        if name not in shown:
            kinds = [one.kind for one in mapping.events if applied_operator(one.action) == name]
            rows.append(
                CoverRow(name, "action", sum(events[kind] for kind in kinds), mapping.cover[name])
            )
    return tuple(rows)
