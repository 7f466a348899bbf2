"""Two state graphs compared: the same, or the nearest thing that one has and the other has not."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator

from moltverify.tla.values import format_value, identity
from moltverify.tlc.graph import Edge, Graph

LONGEST = 160  # characters of a value that are shown


class Numbering:
    """Numbers what is equal alike, so that states of several graphs can be compared quickly."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}

    def number(self, thing: Hashable) -> int:
        """Return a thing's number."""
        return self.numbers.setdefault(thing, len(self.numbers))


class Comparable:
    """A graph whose states are known by what they say: TLC's own numbers may differ by run."""

    def __init__(self, graph: Graph, numbering: Numbering) -> None:
        values: dict[int, int] = {}
        self.graph = graph
        self.names: dict[int, int] = {}
        for number, state in graph.states.items():
            for _, value in state:
                if id(value) not in values:
                    values[id(value)] = numbering.number(identity(value))
            named = tuple(sorted((name, values[id(value)]) for name, value in state))
            self.names[number] = numbering.number(named)
        self.states = set(self.names.values())
        self.initial = {self.names[number] for number in graph.initial}
        # A step that changes nothing is a stuttering step, which every specification allows.
        self.steps = {
            (self.names[one.before], self.names[one.after])
            for one in graph.edges
            if one.before != one.after
        }

    def is_like(self, other: Comparable) -> bool:
        """Tell whether two graphs have the same states, initial states and steps."""
        return (self.states, self.initial, self.steps) == (other.states, other.initial, other.steps)


def graph_differences(intended: Comparable, changed: Comparable) -> tuple[str, ...]:
    """Say in lines what a change allows that was not intended, and what it rules out."""
    allowed = beyond("allows", changed, intended)
    return (*allowed, *beyond("rules out", intended, changed))


def beyond(verb: str, more: Comparable, less: Comparable) -> Iterator[str]:
    """Yield the nearest state, else the nearest step, that one graph has and the other has not."""
    walk = Walk(more.graph)
    states = [one for one in walk.order if more.names[one] not in less.states]
    if states:
        yield f"{verb} {counted(len(states), 'more state')}; the nearest: {walk.way_to(states[0])}"
        yield walk.shown(states[0])
        return
    steps = more.steps - less.steps
    for before in walk.order if steps else ():
        for edge in walk.following[before]:
            if (more.names[before], more.names[edge.after]) in steps:
                way = f"{walk.way_to(before)}, {edge.action or 'a step'}"
                yield f"{verb} {counted(len(steps), 'more step')}; the nearest: {way}"
                yield f"from {walk.shown(before)}"
                yield f"to {walk.shown(edge.after)}"
                return
    initial = more.initial - less.initial
    for first in [one for one in walk.order if more.names[one] in initial][:1]:
        yield f"{verb} {counted(len(initial), 'more initial state')}"
        yield walk.shown(first)


class Walk:
    """A breadth-first search through a graph: its states in order, and how each is reached."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.following: dict[int, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            self.following[edge.before].append(edge)
        self.came_by: dict[int, Edge | None] = dict.fromkeys(graph.initial)
        waiting = deque(graph.initial)
        while waiting:
            for edge in self.following[waiting.popleft()]:
                if edge.after not in self.came_by:
                    self.came_by[edge.after] = edge
                    waiting.append(edge.after)

    @property
    def order(self) -> list[int]:
        """The states, the nearest first."""
        return list(self.came_by)

    def way_to(self, state: int) -> str:
        """Return the actions that lead to a state."""
        taken: list[str] = []
        edge = self.came_by[state]
        while edge:
            taken.append(edge.action or "a step")
            edge = self.came_by[edge.before]
        return ", ".join(["an initial state", *reversed(taken)])

    def shown(self, state: int) -> str:
        """Return a state in one line."""
        return "; ".join(
            f"{name} = {shortened(format_value(value))}" for name, value in self.graph.states[state]
        )


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str) -> str:
    """Return a text cut to what a reader takes in."""
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
