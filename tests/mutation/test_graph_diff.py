"""Comparison of state graphs: which are equal, and how a difference is described."""

import pytest

from moltverify.mutation.graph_diff import (
    MAX_VALUE,
    BreadthFirstSearch,
    ComparableGraph,
    Numbering,
    graph_differences,
)
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


def test_initial_states_that_only_one_graph_has_are_named_where_all_else_is_equal() -> None:
    begins = Graph(LINE.states, (1, 2), LINE.edges)
    assert said(LINE, begins) == ("allows 1 more initial state", "x = 1")
    assert said(begins, LINE) == ("rules out 1 more initial state", "x = 1")


def test_both_directions_of_a_difference_are_described() -> None:
    other = graph({1: 0, 2: 1, 3: 9}, [(1, 2), (2, 3)])
    lines = said(LINE, other)
    assert [line.partition(";")[0] for line in lines if "more" in line] == [
        "allows 1 more state",
        "rules out 1 more state",
    ]


def test_the_path_to_a_state_is_a_shortest_one() -> None:
    search = BreadthFirstSearch(graph({1: 0, 2: 1, 3: 2}, [(1, 2), (2, 3), (1, 3)]))
    assert search.order == [1, 2, 3]
    assert search.path_to(3) == "an initial state, Step"
    assert search.path_to(1) == "an initial state"


def test_a_step_without_a_name_is_a_step() -> None:
    states = {number: state(number) for number in (1, 2)}
    search = BreadthFirstSearch(Graph(states, (1,), (Edge(1, "", 2),)))
    assert search.path_to(2) == "an initial state, a step"


def test_states_that_no_initial_state_leads_to_are_not_searched() -> None:
    assert BreadthFirstSearch(graph({1: 0, 2: 1}, [(2, 1)])).order == [1]


def test_a_state_is_one_line_with_long_values_cut() -> None:
    values: tuple[tuple[str, Value], ...] = (("a", 1), ("b", "x" * 500))
    search = BreadthFirstSearch(Graph({1: values}, (1,), ()))
    text = search.state_text(1)
    assert text.startswith('a = 1; b = "xxx')
    assert text.endswith("x...")
    assert len(text) == len("a = 1; b = ") + MAX_VALUE


def test_equal_things_have_one_number_in_a_numbering() -> None:
    numbering = Numbering()
    assert [numbering.number(one) for one in ("a", "b", "a")] == [0, 1, 0]
