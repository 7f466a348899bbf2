"""Projection of the model of missing things: which checks are calls."""

from adapters.closed import project_checks
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

CFG: Fields = {"secret": "unset", "allowFrom": "empty", "groupAllowFrom": "ann"}
EVENT: Fields = {"way": "webhook", "credential": "none", "from": "ann", "kind": "group"}


def checked(action: str, event: Fields, lookup: str, stage: str) -> StateGraph:
    before: Fields = {"cfg": CFG, "event": event, "lookup": lookup, "stage": "before"}
    return made_graph({1: before, 2: {**before, "stage": stage}}, [(1, action, 2)])


def test_a_credential_is_checked_with_the_secret() -> None:
    (only,) = project_checks(checked("Verify", EVENT, "none", "refused"))
    state = {"secret": "unset", "credential": "none"}
    assert only == Sample("verify", state, {}, {"verified": False})


def test_a_connection_needs_no_credential() -> None:
    event = {**EVENT, "way": "connection"}
    assert list(project_checks(checked("Verify", event, "none", "verified"))) == []


def test_the_kind_of_a_conversation_selects_the_list() -> None:
    for kind, name in (("group", "ann"), ("direct", "empty")):
        (only,) = project_checks(checked("AskTheList", {**EVENT, "kind": kind}, "found", "refused"))
        assert only.state == {"list": name, "sender": "ann"}


def test_a_list_is_not_asked_after_a_failed_look_up() -> None:
    assert list(project_checks(checked("AskTheList", EVENT, "failed", "refused"))) == []
