"""Comparison of two state graphs: whether they are equal, and the nearest difference if not."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator

from moltverify.plural import counted
from moltverify.tla.values import format_value, identity
from moltverify.tlc.graph import Edge, Graph

MAX_VALUE = 160  # characters of a value in a sentence


class Numbering:
    """Gives equal things equal numbers, so that large states are compared as numbers."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}

    def number(self, thing: Hashable) -> int:
        """Return a thing's number: that of an equal thing, or the next free one."""
        return self.numbers.setdefault(thing, len(self.numbers))


class ComparableGraph:
    """A graph whose states are identified by their values.

    TLC's own numbers of states differ from run to run. Graphs to compare share a numbering.
    """

    def __init__(self, graph: Graph, numbering: Numbering) -> None:
        # The reader of graphs makes one object of equal texts, and the identity of a large value
        # takes long: so it is computed once per object.
        values: dict[int, int] = {}
        self.graph = graph
        self.names: dict[int, int] = {}
        for number, state in graph.states.items():
            for _, value in state:
                if id(value) not in values:
                    values[id(value)] = numbering.number(identity(value))
            key = tuple(sorted((name, values[id(value)]) for name, value in state))
            self.names[number] = numbering.number(key)
        self.states = set(self.names.values())
        self.initial = {self.names[number] for number in graph.initial}
        # A step that changes nothing is a stuttering step, which every specification allows.
        self.steps = {
            (self.names[one.before], self.names[one.after])
            for one in graph.edges
            if one.before != one.after
        }

    def equals(self, other: ComparableGraph) -> bool:
        """Tell whether two graphs have the same states, initial states and non-stuttering steps."""
        return (self.states, self.initial, self.steps) == (other.states, other.initial, other.steps)


def graph_differences(original: ComparableGraph, mutated: ComparableGraph) -> tuple[str, ...]:
    """Return lines about the nearest behaviour that a change allows, and rules out."""
    return (
        *only_in(mutated, original, "allows"),
        *only_in(original, mutated, "rules out"),
    )


def only_in(graph: ComparableGraph, other: ComparableGraph, verb: str) -> Iterator[str]:
    """Yield lines about the nearest state that only the first graph has.

    Without such a state they are about the nearest step, and without such a step about an initial
    state.
    """
    search = BreadthFirstSearch(graph.graph)
    states = [one for one in search.order if graph.names[one] not in other.states]
    if states:
        what = counted(len(states), "more state")
        yield f"{verb} {what}; the nearest: {search.path_to(states[0])}"
        yield search.state_text(states[0])
        return
    steps = graph.steps - other.steps
    if edge := nearest_edge(graph, search, steps):
        path = f"{search.path_to(edge.before)}, {edge.action or 'a step'}"
        yield f"{verb} {counted(len(steps), 'more step')}; the nearest: {path}"
        yield f"from {search.state_text(edge.before)}"
        yield f"to {search.state_text(edge.after)}"
        return
    initial = graph.initial - other.initial
    # Here the graphs have one set of states and steps, so they differ in where they begin.
    for first in [one for one in search.order if graph.names[one] in initial][:1]:
        yield f"{verb} {counted(len(initial), 'more initial state')}"
        yield search.state_text(first)


def nearest_edge(
    graph: ComparableGraph, search: BreadthFirstSearch, steps: set[tuple[int, int]]
) -> Edge | None:
    """Return the first edge in the search's order that is one of the steps, or None."""
    for before in search.order if steps else ():
        for edge in search.edges_from[before]:
            if (graph.names[before], graph.names[edge.after]) in steps:
                return edge
    return None


class BreadthFirstSearch:
    """A breadth-first search through a graph: its states in order, and a shortest path to each."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.edges_from: dict[int, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            self.edges_from[edge.before].append(edge)
        self.edge_to: dict[int, Edge | None] = dict.fromkeys(graph.initial)
        waiting = deque(graph.initial)
        while waiting:
            for edge in self.edges_from[waiting.popleft()]:
                if edge.after not in self.edge_to:
                    self.edge_to[edge.after] = edge
                    waiting.append(edge.after)

    @property
    def order(self) -> list[int]:
        """The states by TLC's numbers, initial ones first and the farthest last."""
        return list(self.edge_to)

    def path_to(self, state: int) -> str:
        """Return the names of the actions on a shortest path to a state."""
        taken: list[str] = []
        edge = self.edge_to[state]
        while edge:
            taken.append(edge.action or "a step")
            edge = self.edge_to[edge.before]
        return ", ".join(["an initial state", *reversed(taken)])

    def state_text(self, state: int) -> str:
        """Return a state in one line, `name = value` per variable; long values are cut."""
        return "; ".join(
            f"{name} = {shortened(format_value(value))}" for name, value in self.graph.states[state]
        )


def shortened(text: str) -> str:
    """Return a text of at most MAX_VALUE characters."""
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 3] + "..."
