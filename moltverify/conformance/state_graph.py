"""A model's state graph in plain JSON: what a projection turns into calls, in any language.

As text it is JSON lines, a line per state and then a line per step:

    {"kind": "state", "number": 1, "values": {"failures": 0}, "initial": true}
    {"kind": "step", "before": 1, "action": "Enter", "after": 2}
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec import Struct

from moltverify.conformance.json_values import Fields, memoised_plain_json
from moltverify.tlc.graph import Graph


class StateLine(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="state"):
    """A state: its number, the value of each variable by name, and whether it is initial."""

    number: int
    values: Fields
    initial: bool = False


class StepLine(Struct, frozen=True, tag_field="kind", tag="step"):
    """A step from one state to another; `action` is empty where TLC names none."""

    before: int
    action: str
    after: int


class StateGraph(Struct, frozen=True):
    """All reachable states by number, the numbers of the initial ones, and each step once."""

    states: Mapping[int, Fields]
    initial: tuple[int, ...]
    steps: tuple[StepLine, ...]


def plain_graph(graph: Graph) -> StateGraph:
    """Return TLC's graph with its values as JSON; raises ValueError for one that has no JSON form.

    TLC's own numbers are fingerprints of 64 bits, which not every language's JSON reader keeps
    exact, so that states are numbered from 1.
    """
    # Most values occur in many states.
    as_json = memoised_plain_json()
    numbers = {fingerprint: number for number, fingerprint in enumerate(graph.states, start=1)}
    return StateGraph(
        {
            numbers[fingerprint]: {name: as_json(value) for name, value in state}
            for fingerprint, state in graph.states.items()
        },
        tuple(numbers[fingerprint] for fingerprint in graph.initial),
        tuple(StepLine(numbers[one.before], one.action, numbers[one.after]) for one in graph.edges),
    )


def graph_lines(graph: StateGraph) -> bytes:
    """Return the graph as JSON lines."""
    initial = set(graph.initial)
    states = [
        StateLine(number, values, number in initial) for number, values in graph.states.items()
    ]
    return msgspec.json.Encoder().encode_lines([*states, *graph.steps])


def read_graph_lines(lines: bytes) -> StateGraph:
    """Return the graph that JSON lines hold; raises ValueError for anything else."""
    return graph_of(msgspec.json.Decoder(StateLine | StepLine).decode_lines(lines))


def graph_of(lines: Iterable[StateLine | StepLine]) -> StateGraph:
    """Return the graph that its states and steps make up."""
    states: dict[int, Fields] = {}
    initial: list[int] = []
    steps: list[StepLine] = []
    for line in lines:
        if isinstance(line, StepLine):
            steps.append(line)
            continue
        states[line.number] = line.values
        if line.initial:
            initial.append(line.number)
    return StateGraph(states, tuple(initial), tuple(steps))
