"""Projection of the gating model: what becomes of a message at the end of its path."""

import pytest

from adapters.gating import FINAL, project_gates
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph


def state(message: str, status: str) -> Fields:
    return {"config": {"isGroup": True}, "message": {"text": message}, "status": status}


@pytest.mark.parametrize("status", sorted(FINAL))
def test_the_fate_is_the_status_at_the_end_of_the_path(status: str) -> None:
    graph = made_graph(
        {1: state("hi", "new"), 2: state("hi", "at the gate"), 3: state("hi", status)},
        [(1, "AskCommandGate", 2), (2, "AskMentionGate", 3)],
    )
    call = {"config": {"isGroup": True}, "message": {"text": "hi"}}
    assert list(project_gates(graph)) == [Sample("receive", call, {}, {"status": status})]


def test_each_initial_message_is_a_call_and_sending_again_is_none() -> None:
    graph = made_graph(
        {
            1: state("hi", "new"),
            2: state("hi", "skipped"),
            3: state("/stop", "new"),
            4: state("/stop", "blocked"),
        },
        [(1, "Ask", 2), (2, "SendAgain", 3), (3, "Ask", 4), (4, "SendAgain", 1)],
        initial=(1, 3),
    )
    assert [
        (one.state["message"]["text"], one.outcome["status"]) for one in project_gates(graph)
    ] == [("hi", "skipped"), ("/stop", "blocked")]


def test_a_path_that_ends_nowhere_known_is_a_mistake_of_the_adapter() -> None:
    graph = made_graph({1: state("hi", "new")}, [])
    with pytest.raises(AssertionError):
        list(project_gates(graph))
