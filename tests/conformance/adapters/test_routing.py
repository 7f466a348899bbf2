"""Projection of the routing models: who asks, who has spoken, and who each of them is."""

from collections.abc import Callable, Iterable

import pytest

from adapters.routing import (
    LINKED,
    MEETING,
    RESIDENTS,
    project_isolation,
    project_links,
    project_precedence,
)
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

LINKS: Json = [{"name": "annie", "ids": ["telegram:ann", "discord:ann77"]}]
MALLORY: Json = {"channel": "telegram", "account": "default", "id": "annie"}
SCOPES: Fields = {"dmScope": "per-peer", "identityLinks": LINKS, "attacker": MALLORY}


def asked(to: str, shown: list[str], log: list[str], **scopes: Json) -> StateGraph:
    before = {**scopes, "log": [{"from": one} for one in log], "answer": {}}
    after = {**before, "answer": {"to": to, "shown": shown}}
    return made_graph({1: before, 2: after}, [(1, "Ask", 2)])


def test_a_peer_is_shown_those_in_its_session() -> None:
    (only,) = project_isolation(asked("ann", ["ann"], ["ann", "bob", "ann"], **SCOPES))
    assert only == Sample(
        "ask",
        {
            "dmScope": "per-peer",
            "identityLinks": LINKS,
            "peers": {"ann": RESIDENTS["ann"], "bob": RESIDENTS["bob"]},
            "spoken": ["ann", "bob"],
        },
        {"to": "ann"},
        {"shown": ["ann"]},
    )


def test_the_attacker_is_who_the_state_says() -> None:
    (only,) = project_isolation(asked("mallory", [], [], **SCOPES))
    assert only.state["peers"] == {"mallory": MALLORY}


def test_links_have_no_attacker() -> None:
    (only,) = project_links(asked("eve", ["eve"], ["eve"], dmScope="main", identityLinks=LINKS))
    assert only.state["peers"] == {"eve": LINKED["eve"]}
    assert (only.state["dmScope"], only.state["identityLinks"]) == ("main", LINKS)


def test_a_scope_of_a_channel_goes_beside_the_global_one() -> None:
    scopes = {"globalScope": "main", "channelScope": {"telegram": "per-peer", "discord": "unset"}}
    (only,) = project_precedence(asked("bob", [], ["ann"], **scopes))
    assert only.state["dmScope"] == "main"
    assert only.state["channelScope"] == {"telegram": "per-peer", "discord": "unset"}
    assert only.state["peers"] == {name: MEETING[name] for name in ("ann", "bob")}
    assert "identityLinks" not in only.state


@pytest.mark.parametrize("project", [project_isolation, project_links, project_precedence])
def test_only_a_question_is_a_call(project: Callable[[StateGraph], Iterable[Sample]]) -> None:
    graph = made_graph({1: {}, 2: {}}, [(1, "Speak", 2)])
    assert list(project(graph)) == []


def test_the_tables_name_each_peer_once() -> None:
    for table in (RESIDENTS, MEETING, LINKED):
        keys = [tuple(peer.values()) for peer in table.values()]
        assert len(set(keys)) == len(keys)
