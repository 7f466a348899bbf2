"""Segments that do not fit: how far they do, and by which behaviour."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from moltverify.tla.value_types import Value
from moltverify.tlc.trace import Action, Step, Trace
from moltverify.tracing.expressions import applied_operator
from moltverify.tracing.follow_run import Follower, value_of, without_cursor
from moltverify.tracing.following import AT, HIDE, STEP, Following
from moltverify.tracing.log_batches import batches
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.trace_answers import Misfit, StoppedEvent

MOST_SHOWN = 5  # segments that do not fit and are looked at one by one


def find_misfits(
    following: Following, segments: Sequence[LogSegment], follower: Follower
) -> tuple[Misfit, ...]:
    """Return the first segments that do not fit, with the longest prefixes that do.

    Raises UndecidedError.
    """
    shown = tuple(segments[:MOST_SHOWN])
    asked = replace(following, segments=shown, tells_progress=True)
    reached = dict[LogSegment, int]()
    for part in batches(asked, follower):
        told = follower.run(replace(asked, segments=part)).told.reached
        reached |= {one: told.get(number, 0) for number, one in enumerate(part)}
    return tuple(misfit(following, one, reached[one], follower) for one in shown)


def misfit(following: Following, segment: LogSegment, fitted: int, follower: Follower) -> Misfit:
    """Return a segment's longest prefix as a behaviour, and the event after it."""
    run = follower.run(replace(following, segments=(segment,), goal=f"{AT} # {fitted}"))
    trace = run.trace or Trace()
    found = Misfit(
        keys=segment.keys,
        events=len(segment.events),
        fitted=fitted,
        stopped=stopped_event(segment, fitted),
    )
    return with_behaviour(found, trace, following, segment)


def stopped_event(segment: LogSegment, at: int) -> StoppedEvent:
    """Return the event after the first `at` ones."""
    event = segment.events[at]
    text = msgspec.json.encode(event.fields).decode()
    return StoppedEvent(str(event.place), event.kind, text)


def with_behaviour(
    found: Misfit, trace: Trace, following: Following, segment: LogSegment
) -> Misfit:
    """Return a misfit with TLC's trace as a behaviour of the design."""
    steps = tuple(step_of_design(one, following) for one in trace.steps)
    places = tuple(event_place(one, segment) for one in trace.steps)
    return replace(found, prefix=Trace(steps), places=places)


def step_of_design(step: Step, following: Following) -> Step:
    """Return a step with the design's variables, and the action's name in the mapping."""
    named = without_cursor(step)
    if step.action is None:
        return named
    return replace(named, action=Action(action_name(step.action.name, following)))


def action_name(name: str, following: Following) -> str:
    """Return what an action of the module that follows a log is called in the mapping."""
    mapping = following.mapping
    if name.startswith(STEP):
        event = mapping.events[int(name.removeprefix(STEP)) - 1]
        return applied_operator(event.action) or event.kind
    if name.startswith(HIDE):
        text = list(mapping.hidden)[int(name.removeprefix(HIDE)) - 1]
        return applied_operator(text) or text
    return name


def event_place(step: Step, segment: LogSegment) -> str:
    """Return the place of the event that a step is, or nothing for a hidden step."""
    at: Value | None = value_of(step, AT)
    if step.action is None or not step.action.name.startswith(STEP) or not isinstance(at, int):
        return ""
    return str(segment.events[at - 1].place)
