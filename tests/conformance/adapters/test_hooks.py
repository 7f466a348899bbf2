"""Projection of the model of hooks: which calls are made, and what is seen of their outcomes."""

from adapters.hooks import project_calls
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

SETTINGS: Fields = {
    "allowRequestSessionKey": False,
    "prefixes": [],
    "allowedAgents": ["main"],
    "template": "hook:ci",
}
HANDED: Fields = {"status": "dispatched", "session": "hook:ci", "agent": "main", "account": ""}


def settled(action: str, way: str, outcome: Fields) -> StateGraph:
    call = {"way": way, "key": "k", "agent": "", "account": ""}
    before = {"cfg": {**SETTINGS, "sameAudience": True}, "call": call, "outcome": {}}
    return made_graph({1: before, 2: {**before, "outcome": outcome}}, [(1, action, 2)])


def test_a_call_shows_its_session_and_its_agent() -> None:
    (only,) = project_calls(settled("Dispatch", "mapping", HANDED))
    seen = {"status": "dispatched", "session": "hook:ci", "agent": "main"}
    state = {"cfg": SETTINGS, "key": "k", "agent": ""}
    assert only == Sample("post to mapping", state, {}, seen)


def test_a_rejected_call_shows_only_that() -> None:
    (only,) = project_calls(settled("Reject", "agent", {**HANDED, "status": "rejected"}))
    assert (only.action, only.outcome) == ("post to agent", {"status": "rejected"})


def test_an_event_of_a_channel_is_no_call() -> None:
    assert list(project_calls(settled("Reject", "event", {**HANDED, "status": "rejected"}))) == []


def test_only_an_outcome_is_a_call() -> None:
    assert list(project_calls(made_graph({1: {}, 2: {}}, [(1, "Finish", 2)]))) == []
