r"""The state graph in a file that TLC wrote under -dump dot,actionlabels FILE.

The form is that of tlc2.util.DotStateWriter (TLC 2.15, d5b5a7f): a line for each state, whose
label is the printed state with `\`, `"` and line breaks escaped, and a line for each step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from moltverify.tla.value_reader import read_value
from moltverify.tla.value_types import Value

State = tuple[tuple[str, Value], ...]

# An action's name never holds a quote, and TLC puts nothing but colours behind it.
_EDGE = re.compile(r'(-?\d{1,20}) -> (-?\d{1,20})(?: \[label="([^"]*)".*\];?)?')
_NODE = re.compile(r'(-?\d{1,20}) \[label="((?:[^"\\]|\\.)*)"(,style = filled)?\];?')
_ESCAPE = re.compile(r"\\(.)")
_VARIABLE = re.compile(r"^/\\ (\w+) = ", re.MULTILINE)
_ONLY_VARIABLE = re.compile(r"(\w+) = (.*)", re.DOTALL)


class Edge(Struct, frozen=True):
    """One step: the action's name, empty if TLC gave none, from one state to another."""

    before: int
    action: str
    after: int


class Graph(Struct, frozen=True):
    """All reachable states by their fingerprints, the initial ones, and every step once."""

    states: dict[int, State]
    initial: tuple[int, ...]
    edges: tuple[Edge, ...]


class _Reader:
    """Reads lines, and parses each text of a value once: many states share few texts."""

    def __init__(self) -> None:
        # Dicts without values are ordered sets, because TLC can print a step more than once.
        self.values: dict[str, Value] = {}
        self.states: dict[int, State] = {}
        self.initial: dict[int, None] = {}
        self.edges: dict[tuple[int, str, int], None] = {}

    def line(self, line: str) -> None:
        if edge := _EDGE.fullmatch(line):
            self.edges[int(edge[1]), edge[3] or "", int(edge[2])] = None
        elif node := _NODE.fullmatch(line):
            number = int(node[1])
            if number not in self.states:
                self.states[number] = self.state(_ESCAPE.sub(_unescaped, node[2]))
            # TLC fills the initial states only.
            if node[3]:
                self.initial[number] = None

    def state(self, text: str) -> State:
        pieces = _VARIABLE.split(text.strip())
        if len(pieces) > 1:
            return tuple(
                (name, self.value(value.strip()))
                for name, value in zip(pieces[1::2], pieces[2::2], strict=True)
            )
        only = _ONLY_VARIABLE.fullmatch(pieces[0])
        return ((only[1], self.value(only[2])),) if only else ()

    def value(self, text: str) -> Value:
        if text not in self.values:
            self.values[text] = read_value(text)
        return self.values[text]


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] == "n" else found[1]


def read_graph(lines: Iterable[str]) -> Graph:
    """Return the graph from the file's lines, with or without line ends; never raises.

    Lines that are neither a state nor a step (the frame, the ranks) are skipped.
    """
    reader = _Reader()
    for line in lines:
        reader.line(line.rstrip("\r\n"))
    edges = tuple(Edge(*edge) for edge in reader.edges)
    return Graph(reader.states, tuple(reader.initial), edges)
