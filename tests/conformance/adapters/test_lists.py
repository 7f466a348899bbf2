"""Projection of the model of lists: which decisions are calls, and which show the store."""

from adapters.lists import project_lists
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

WORK: Fields = {"channel": "telegram", "account": "work"}
SIGNAL: Fields = {"channel": "signal", "account": "default"}
NOBODY: Fields = {"groupPolicy": "allowlist", "allowFrom": [], "groupAllowFrom": []}


def written(
    action: str, at: Json, lists: Fields = NOBODY, policy: str = "pairing", admitted: bool = False
) -> StateGraph:
    before: Fields = {"lists": lists, "dmPolicy": policy, "approved": [WORK], "last": {}}
    place = "direct" if action == "WriteDirectly" else "group"
    after = {**before, "last": {"at": at, "place": place, "admitted": admitted}}
    return made_graph({1: before, 2: after}, [(1, action, 2)])


def test_a_decision_knows_whether_its_own_account_has_the_sender() -> None:
    for at, stored in ((WORK, True), (SIGNAL, False)):
        (only,) = project_lists(written("WriteInGroup", at))
        state: Json = {"lists": NOBODY, "dmPolicy": "pairing", "stored": stored, "place": "group"}
        assert only == Sample("decide", state, {}, {"admitted": False})


def test_a_direct_message_under_pairing_shows_the_store() -> None:
    _, shown = project_lists(written("WriteDirectly", WORK, admitted=True))
    assert shown == Sample("read the store", {"approved": [WORK], "at": WORK}, {}, {"stored": True})


def test_the_owners_list_and_another_policy_hide_the_store() -> None:
    listed = {**NOBODY, "allowFrom": ["mallory"]}
    assert len(list(project_lists(written("WriteDirectly", WORK, listed, admitted=True)))) == 1
    assert len(list(project_lists(written("WriteDirectly", WORK, policy="allowlist")))) == 1


def test_only_a_message_is_a_call() -> None:
    assert list(project_lists(made_graph({1: {}, 2: {}}, [(1, "Approve", 2)]))) == []
