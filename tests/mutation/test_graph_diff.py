"""Comparison of state graphs: which are equal, and how a difference is described."""

import pytest

from moltverify.mutation.graph_diff import ComparableGraph, Numbering, graph_differences
from moltverify.tla.values import SetValue, Value
from moltverify.tlc.graph import Edge, Graph, State


def state(x: Value) -> State:
    return (("x", x),)


def graph(values: dict[int, Value], edges: list[tuple[int, int]], initial: int = 1) -> Graph:
    return Graph(
        {number: state(value) for number, value in values.items()},
        (initial,),
        tuple(Edge(before, "Step", after) for before, after in edges),
    )


LINE = graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3)])


def are_alike(one: Graph, other: Graph) -> bool:
    numbering = Numbering()
    return ComparableGraph(one, numbering).equals(ComparableGraph(other, numbering))


def said(intended: Graph, changed: Graph) -> tuple[str, ...]:
    numbering = Numbering()
    return graph_differences(
        ComparableGraph(intended, numbering), ComparableGraph(changed, numbering)
    )


@pytest.mark.parametrize(
    "other",
    [
        graph({7: 0, 8: 1, 9: 2}, [(7, 8), (8, 9)], initial=7),
        graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3), (3, 3)]),
    ],
    ids=["numbers", "stuttering"],
)
def test_graphs_are_alike_whatever_their_numbers_and_stuttering_steps(other: Graph) -> None:
    assert are_alike(LINE, other)
    assert said(LINE, other) == ()


def test_a_set_printed_in_another_order_is_the_same_state() -> None:
    one = graph({1: SetValue(("a", "b"))}, [])
    other = graph({1: SetValue(("b", "a"))}, [])
    assert are_alike(one, other)


@pytest.mark.parametrize(
    "other",
    [
        graph({1: 0, 2: 1}, [(1, 2)]),
        graph({1: 0, 2: 1, 3: 3}, [(1, 2), (2, 3)]),
        graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3), (3, 1)]),
        graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3)], initial=2),
    ],
    ids=["fewer states", "another state", "another step", "another beginning"],
)
def test_graphs_differ_in_states_steps_or_beginnings(other: Graph) -> None:
    assert not are_alike(LINE, other)


def test_the_nearest_new_state_is_named_with_the_path_to_it() -> None:
    wider = graph({1: 0, 2: 1, 3: 2, 4: 7, 5: 8}, [(1, 2), (2, 3), (3, 5), (2, 4)])
    assert said(LINE, wider) == (
        "allows 2 more states; the nearest: an initial state, Step, Step",
        "x = 7",
    )


def test_a_state_that_is_missing_is_named() -> None:
    assert said(LINE, graph({1: 0, 2: 1}, [(1, 2)])) == (
        "rules out 1 more state; the nearest: an initial state, Step, Step",
        "x = 2",
    )


def test_where_all_states_are_the_same_a_new_step_is_named() -> None:
    back = graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3), (3, 1)])
    assert said(LINE, back) == (
        "allows 1 more step; the nearest: an initial state, Step, Step, Step",
        "from x = 2",
        "to x = 0",
    )
