"""What else could have happened: the other steps that were possible at each state of a trace."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from moltverify.report.story.changes import change_text, path_text
from moltverify.report.story.story import story_step
from moltverify.successors.records import State, Successor, TraceSuccessors
from moltverify.tla.values import identity
from moltverify.tlc.trace import Action, Step

LISTED = 8  # steps of a state; the others are counted


class OtherStep(Struct, frozen=True):
    """A step that was possible: its sentence, and what it would have changed, a line for each."""

    sentence: str
    changes: tuple[str, ...]


class OtherSteps(Struct, frozen=True):
    """The other steps of a state, and how many more there were."""

    listed: tuple[OtherStep, ...]
    more: int


def other_steps(
    steps: Sequence[Step], successors: TraceSuccessors | None, phrases: Mapping[str, str]
) -> list[OtherSteps | None]:
    """Return the other steps of each state; None for each if nothing is known."""
    if successors is None or len(successors.steps) != len(steps):
        return [None] * len(steps)
    following = [*(step.state for step in steps[1:]), None]
    return [
        others_of(step, after, found, phrases)
        for step, after, found in zip(steps, following, successors.steps, strict=True)
    ]


def others_of(
    step: Step, after: State | None, found: Sequence[Successor], phrases: Mapping[str, str]
) -> OtherSteps:
    """Return the steps of a state but those to the state that comes `after` it in the trace."""
    taken = values_of(after) if after else None
    others = [one for one in found if values_of(one.state) != taken]
    listed = tuple(other_step(step, one, phrases) for one in others[:LISTED])
    return OtherSteps(listed, len(others) - len(listed))


def values_of(state: State) -> dict[str, object]:
    """Return a state's values by name, in a form in which equal values compare as equal."""
    return {name: identity(value) for name, value in state}


def other_step(before: Step, successor: Successor, phrases: Mapping[str, str]) -> OtherStep:
    """Return a step from a state as shown."""
    # The graph lists variables in another order than the trace.
    known = dict(successor.state)
    state = tuple((name, known[name]) for name, _ in before.state if name in known)
    step = Step(before.number + 1, Action(successor.action, None, ""), state)
    told = story_step(step, before, phrases)
    lines = tuple(f"{path_text(one)}: {change_text(one)}" for one in told.changes)
    return OtherStep(told.sentence, lines)
