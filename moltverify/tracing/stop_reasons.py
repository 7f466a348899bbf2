"""Why an event stops a log, from what TLC printed in the state before it."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from moltverify.tla.value_types import SequenceValue, Value
from moltverify.tla.values import read_value, same
from moltverify.tlc.graph import Graph, read_graph
from moltverify.tlc.trace import Action, Step
from moltverify.tracing.follow_run import Follower, UndecidedError, require_answer
from moltverify.tracing.guard_conditions import Branch, GuardPart, guard_parts
from moltverify.tracing.stopping import (
    AFTER,
    MODELLED,
    PART,
    StopPlace,
    StopQuestion,
    stop_question,
)
from moltverify.tracing.trace_answers import BlockedPart, NamedValue

GRAPH_FILE = "allowed.dot"
MOST_ALLOWED = 8  # steps of the design that are told


class StopReasons(Struct, frozen=True):
    """The conditions that are not satisfied, and the first steps that the design allows."""

    blocked: tuple[BlockedPart, ...] = ()
    allowed: tuple[Step, ...] = ()
    more: int = 0


def stop_reasons(stop: StopPlace, follower: Follower) -> StopReasons:
    """Return why an event stops a log, as far as TLC can evaluate it."""
    for with_values in (True, False):
        question = stop_question(stop, with_values)
        # An explanation that cannot be had is no reason to withhold the answer.
        with suppress(UndecidedError):
            return answered_stop(stop, question, follower)
    return StopReasons()


def answered_stop(stop: StopPlace, question: StopQuestion, follower: Follower) -> StopReasons:
    """Return TLC's answer; raises UndecidedError."""
    reading, logs = follower.read(stop.following, question.files, GRAPH_FILE)
    require_answer(reading.outcome, stop.following, follower.timeout)
    told = list(printed_records(reading.printed))
    blocked = tuple(blocked_parts(stop, question.branches, told))
    steps = list(allowed_steps(logs / GRAPH_FILE))
    return StopReasons(blocked, tuple(steps[:MOST_ALLOWED]), max(0, len(steps) - MOST_ALLOWED))


def printed_records(printed: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    """Yield the tuples that the module printed; TLC breaks long ones into lines."""
    texts: list[str] = []
    for line in printed:
        # A continuation begins with a blank.
        if not line.startswith(" "):
            texts.append(line)
        elif texts:
            texts[-1] += line
    for text in texts:
        value = read_value(text)
        if isinstance(value, SequenceValue) and value.items[:1] in ((PART,), (AFTER,)):
            yield value.items


def blocked_parts(
    stop: StopPlace, branches: Sequence[Branch], told: Sequence[tuple[Value, ...]]
) -> Iterator[BlockedPart]:
    """Yield the first unsatisfied condition of each branch; of an IF's, of the branch it takes."""
    found, possible = [], False
    for record in told:
        match record:
            case (mark, int(), 0, _) if mark == PART:
                possible = True
            case (mark, int(branch), int(place), SequenceValue(items=values)) if mark == PART:
                part = guard_parts(branches[branch - 1])[place - 1]
                found.append((branch, part, values))
    if possible:
        yield BlockedPart("property", "every step that the event can be breaks a property")
        return
    # Where another branch has the opposite condition, that one tells more.
    useful = [one for one in found if not one[1].is_choice] or found
    known = set[str]()
    for branch, part, values in useful:
        if part.text not in known:
            known.add(part.text)
            yield blocked_part(stop, part, values, modelled_values(branches, branch, part, told))


def blocked_part(
    stop: StopPlace, part: GuardPart, values: Sequence[Value], modelled: tuple[Value, ...]
) -> BlockedPart:
    """Return a condition with the values that it reads."""
    state = dict(stop.state.state)
    read = [NamedValue(name, state[name]) for name in part.reads if name in state]
    sides = zip(part.sides, values, strict=False)
    return BlockedPart(
        kind=part.kind,
        text=part.text,
        values=(*read, *(NamedValue(side.text, value) for side, value in sides)),
        modelled=modelled,
    )


def modelled_values(
    branches: Sequence[Branch],
    branch: int,
    part: GuardPart,
    told: Sequence[tuple[Value, ...]],
) -> tuple[Value, ...]:
    """Return the values that the model can have where an event shows another one after it."""
    after = [one for one in guard_parts(branches[branch - 1]) if one.kind == "after"]
    if part not in after:
        return ()
    found: list[Value] = []
    for record in told:
        match record:
            case (mark, int(own), SequenceValue(items=shown)) if mark == AFTER and own == branch:
                value = shown[after.index(part)]
                if not any(same(value, one) for one in found):
                    found.append(value)
    return tuple(found)


def allowed_steps(file: Path) -> Iterator[Step]:
    """Yield the steps of the design from the state, each with the state that it leads to."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        graph: Graph = read_graph(lines)
    for edge in graph.edges:
        if edge.before in graph.initial and not edge.action.startswith(MODELLED):
            yield Step(2, Action(edge.action), graph.states[edge.after])
