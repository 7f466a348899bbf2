"""Projection of the model of identities: who is looked up, and whose sessions are compared."""

from adapters.identity import project_identity
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

ANN: Fields = {"channel": "matrix", "id": "@ann:hs", "username": "ann", "name": "Ann Lee"}
MALLORY: Fields = {"channel": "matrix", "id": "@mallory:hs", "username": "mallory", "name": "M"}
NOBODYS: Json = {"ann": "none", "mallory": "none"}


def written(
    person: str, mallory: Fields = MALLORY, username: str = "ann", session: Json = NOBODYS
) -> StateGraph:
    before: Fields = {
        "entries": ["ann"],
        "annUsername": username,
        "mallory": mallory,
        "session": NOBODYS,
        "verdict": {"from": "nobody", "listed": False},
    }
    after = {**before, "session": session, "verdict": {"from": person, "listed": False}}
    return made_graph({1: before, 2: after}, [(1, "Write", 2)])


def test_a_sender_is_looked_up_in_both_lists() -> None:
    made = list(project_identity(written("ann")))
    state: Json = {"entries": ["ann"], "sender": ANN}
    assert made == [Sample(name, state, {}, {"listed": False}) for name in ("allow list", "tools")]


def test_a_username_that_was_given_up_is_empty() -> None:
    (first, _) = project_identity(written("ann", username="free"))
    assert first.state["sender"] == {**ANN, "username": ""}


def test_a_sender_of_another_channel_is_in_no_list() -> None:
    assert list(project_identity(written("mallory", {**MALLORY, "channel": "webchat"}))) == []


def test_sessions_are_compared_once_both_have_written() -> None:
    *_, last = project_identity(written("mallory", session={"ann": "one", "mallory": "one"}))
    assert last.action == "session"
    assert last.state["other"] == {"channel": "matrix", "id": "@mallory:hs"}
    assert last.outcome == {"together": True}


def test_only_a_message_is_a_call() -> None:
    assert list(project_identity(made_graph({1: {}, 2: {}}, [(1, "Rename", 2)]))) == []
