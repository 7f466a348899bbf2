"""Projection of the model of events: which places are compared."""

from adapters.threads import project_places
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph


def known(**sessions: Json) -> StateGraph:
    state: Fields = {"cfg": {"useSuffix": True}, "sessions": sessions}
    return made_graph({1: state}, [])


def test_every_two_places_with_a_session_are_compared() -> None:
    made = list(project_places(known(general="a", t1="b", t2="b")))
    assert [(one.state["one"], one.state["other"], one.outcome["together"]) for one in made] == [
        ("general", "general", True),
        ("general", "t1", False),
        ("general", "t2", False),
        ("t1", "t1", True),
        ("t1", "t2", True),
        ("t2", "t2", True),
    ]


def test_a_place_without_a_session_is_not_compared() -> None:
    assert list(project_places(known(general="none", t1="none"))) == []
