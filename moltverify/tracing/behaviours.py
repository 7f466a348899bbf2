"""What TLC found for a log, as behaviours of the design with the places of their events."""

from msgspec.structs import replace

from moltverify.tla.value_types import Value
from moltverify.tlc.trace import Action, Step, Trace
from moltverify.tracing.expressions import alternatives, applied_operator
from moltverify.tracing.follow_run import value_of, without_cursor
from moltverify.tracing.following import AT, HIDE, STEP, Following
from moltverify.tracing.log_segments import LogSegment


def steps_of_design(trace: Trace, following: Following) -> tuple[Step, ...]:
    """Return the steps of a trace with the design's variables and the mapping's actions."""
    return tuple(step_of_design(one, following) for one in trace.steps)


def event_places(trace: Trace, segment: LogSegment) -> tuple[str, ...]:
    """Return for each state the place of the event that led there; nothing for hidden steps."""
    return tuple(event_place(one, segment) for one in trace.steps)


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
        number, _, way = name.removeprefix(STEP).partition("x")
        event = mapping.events[int(number) - 1]
        action = alternatives(event.action)[int(way)] if event.action else ""
        return applied_operator(action) or event.kind
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
