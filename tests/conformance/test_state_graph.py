"""A state graph as JSON lines: what is written is read, and numbers are safe in every language."""

import json

import pytest

from moltverify.conformance.state_graph import (
    StateGraph,
    StepLine,
    graph_lines,
    plain_graph,
    read_graph_lines,
)
from moltverify.tlc.graph import read_graph
from tests.conformance.graphs import DOOR

# As TLC writes it: fingerprints of 64 bits, a filled initial state.
DOT = r"""strict digraph DiskGraph {
-7300000000000000001 [label="/\\ door = \"shut\"\n/\\ seen = {}",style = filled]
-7300000000000000001 -> 8900000000000000002 [label="Open",color="black",fontcolor="black"];
8900000000000000002 [label="/\\ door = \"open\"\n/\\ seen = {\"bob\", \"ann\"}"];
8900000000000000002 -> -7300000000000000001 [label="Shut",color="black",fontcolor="black"];
}
"""


def test_states_are_numbered_from_one_and_hold_json() -> None:
    graph = plain_graph(read_graph(DOT.splitlines()))
    assert graph.states == {
        1: {"door": "shut", "seen": []},
        2: {"door": "open", "seen": ["ann", "bob"]},
    }
    assert graph.initial == (1,)
    assert graph.steps == (StepLine(1, "Open", 2), StepLine(2, "Shut", 1))


def test_a_value_without_a_json_form_is_refused() -> None:
    text = DOT.replace("{}", "SUBSET {1}")
    with pytest.raises(ValueError, match="not a value that can be replayed"):
        plain_graph(read_graph(text.splitlines()))


def test_lines_are_read_as_the_graph_that_they_were_written_from() -> None:
    assert read_graph_lines(graph_lines(DOOR)) == DOOR


def test_a_line_says_what_it_is_and_leaves_out_what_is_usual() -> None:
    lines = [json.loads(line) for line in graph_lines(DOOR).splitlines()]
    assert lines[0] == {
        "kind": "state",
        "number": 1,
        "values": {"door": "shut", "hand": "none"},
        "initial": True,
    }
    assert "initial" not in lines[1]
    assert lines[-1] == {"kind": "step", "before": 4, "action": "Open", "after": 3}


def test_no_lines_are_an_empty_graph() -> None:
    assert read_graph_lines(b"") == StateGraph({}, (), ())


@pytest.mark.parametrize(
    "line",
    [b"{}", b'{"kind": "door"}', b'{"kind": "state", "number": "one", "values": {}}', b"{"],
)
def test_what_is_no_state_and_no_step_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_graph_lines(line + b"\n")
