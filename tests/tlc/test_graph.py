"""State graphs, as TLC dumps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.values import SequenceValue, Unreadable
from moltverify.tlc.graph import Edge, Graph, read_graph
from tests.tla.strategies import steady

_DOT = r"""strict digraph DiskGraph {
nodesep=0.35;
subgraph cluster_graph {
color="white";
-73 [label="/\\ door = \"shut\"\n/\\ seen = <<>>",style = filled]
-73 -> 89 [label="Open",color="black",fontcolor="black"];
89 [label="/\\ door = \"open\"\n/\\ seen = <<\"ann\", 2>>"];
89 -> -73 [label="",color="black",fontcolor="black"];
{rank = same; -73;}
}
}
"""
_SHUT = (("door", "shut"), ("seen", SequenceValue(())))
_OPEN = (("door", "open"), ("seen", SequenceValue(("ann", 2))))


def _graph(*lines: str) -> Graph:
    return read_graph(lines)


def test_a_graph_has_its_states_its_initial_ones_and_its_steps() -> None:
    """The frame, the colours and the ranks are no part of it."""
    assert read_graph(_DOT.splitlines()) == Graph(
        states={-73: _SHUT, 89: _OPEN},
        initial=(-73,),
        edges=(Edge(-73, "Open", 89), Edge(89, "", -73)),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_may_have_their_ends(end: str) -> None:
    """An open file gives them."""
    assert read_graph(_DOT.replace("\n", end).splitlines(keepends=True)) == read_graph(
        _DOT.splitlines()
    )


def test_a_step_that_is_printed_again_is_one_step() -> None:
    """Another action between the same states is another step."""
    graph = _graph('1 -> 2 [label="A"];', '1 -> 2 [label="B"];', '1 -> 2 [label="A"];')
    assert graph.edges == (Edge(1, "A", 2), Edge(1, "B", 2))


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("1 -> 2", ""),
        ('1 -> 2 [label="Open"]', "Open"),
        ('1 -> 2 [label="Open",color="1",fontcolor="1"];', "Open"),
        ('1 -> 2 [label="I!Open(p1, 2)"];', "I!Open(p1, 2)"),
    ],
)
def test_a_step_without_a_label_has_an_empty_action(line: str, action: str) -> None:
    """Without `actionlabels` TLC prints none."""
    assert _graph(line).edges == (Edge(1, action, 2),)


def test_a_state_that_is_printed_again_stays_as_it_was_first() -> None:
    """It can be printed once as initial and once as a successor."""
    graph = _graph('1 [label="x = 1"];', '1 [label="x = 2",style = filled]')
    assert (graph.states, graph.initial) == ({1: (("x", 1),)}, (1,))


def test_initial_states_are_listed_once() -> None:
    """In the order of the file."""
    lines = [f'{at} [label="x = {at}",style = filled]' for at in (3, 1, 3)]
    assert _graph(*lines).initial == (3, 1)


def test_a_state_of_one_variable_has_no_conjunction() -> None:
    """TLC prints it so."""
    assert _graph('7 [label="x = <<1, 2>>"];').states == {7: (("x", SequenceValue((1, 2))),)}


def test_a_value_of_several_lines_belongs_to_one_variable() -> None:
    """Only a conjunct at the start of a line begins the next."""
    line = r'7 [label="/\\ f = <<1,\n  2>>\n/\\ s = \"a\\\\nb\""];'
    state = dict(_graph(line).states[7])
    assert state["f"] == SequenceValue((1, 2))
    assert list(state) == ["f", "s"]


def test_a_value_that_cannot_be_read_is_kept_as_text() -> None:
    """The other variables stay readable."""
    state = dict(_graph(r'7 [label="/\\ x = {1,\n/\\ y = 2"];').states[7])
    assert isinstance(state["x"], Unreadable)
    assert state["y"] == 2


@pytest.mark.parametrize(
    "line",
    [
        "",
        "}",
        "1 -> ",
        '1 -> 2 [label="A"',
        '1 [label="x = 1',
        'x [label="x = 1"];',
        f'{"9" * 21} [label="x = 1"];',
        '"1 -> 2"',
    ],
)
def test_a_line_that_is_neither_state_nor_step_is_skipped(line: str) -> None:
    """The file is also a drawing."""
    assert _graph(line) == Graph({}, (), ())


@given(st.text() | st.integers(0, len(_DOT)).map(lambda end: _DOT[:end]))
@steady
def test_any_text_is_read(text: str) -> None:
    """A file that is cut off has fewer states; nothing is raised."""
    assert len(read_graph(text.splitlines()).states) <= 2
