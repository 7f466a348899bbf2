"""Projection of the model of elevated rights: whom the settings admit, and who is the owner."""

import pytest

from adapters.elevated import project_gates
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

SETTINGS: Fields = {"globalOn": True, "agentOn": True, "globalList": ["*"], "agentList": []}
CFG: Fields = {**SETTINGS, "owners": ["ann"]}


def calls(action: str, sender: str, stage: str) -> list[Sample]:
    """Return the calls of a model with one step, which leads to the stage."""
    message: Json = {"sender": sender, "name": "ann", "to": "bot", "text": "any"}
    state: Fields = {"cfg": CFG, "message": message, "stage": "before"}
    return list(
        project_gates(made_graph({1: state, 2: {**state, "stage": stage}}, [(1, action, 2)]))
    )


@pytest.mark.parametrize(("stage", "allowed"), [("switched on", True), ("refused", False)])
def test_a_sender_is_elevated_where_the_level_is_switched_on(stage: str, allowed: bool) -> None:
    message = {"sender": "mallory", "name": "ann"}
    assert calls("SwitchLevel", "mallory", stage) == [
        Sample("elevate", SETTINGS, message, {"allowed": allowed})
    ]


@pytest.mark.parametrize(("stage", "authorized"), [("changed", True), ("refused", False)])
def test_an_owner_only_command_runs_where_it_changes_something(
    stage: str, authorized: bool
) -> None:
    (made,) = calls("CheckOwner", "bob", stage)
    assert made.state == {"list": ["ann"], "mayCommand": True}
    assert made.outcome == {"authorized": authorized}


def test_a_stranger_may_give_no_command() -> None:
    (made,) = calls("CheckOwner", "mallory", "refused")
    assert made.state == {"list": ["ann"], "mayCommand": False}


def test_a_run_of_the_agent_is_no_call() -> None:
    assert calls("RunAgent", "ann", "ran elevated") == []
