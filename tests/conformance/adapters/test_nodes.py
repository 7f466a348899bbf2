"""Projection of the nodes' models: the policy, the question to the owner, and decisions."""

from adapters.nodes import project_decisions, project_pipeline
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

POLICY: Fields = {
    "platform": "linux",
    "allowCommands": ["ls"],
    "denyCommands": [],
    "declared": ["system.run"],
}
CFG: Fields = {**POLICY, "ask": "always", "security": "allowlist"}
NO_QUESTION: Json = {"ls": "none", "rm": "none"}


def state(stage: str, approval: Json = NO_QUESTION, cfg: Fields = CFG) -> Fields:
    return {"cfg": cfg, "stage": stage, "approval": approval}


def test_the_policy_allows_or_refuses_by_its_four_settings() -> None:
    graph = made_graph(
        {1: state("new", cfg={**CFG, "declared": []}), 2: state("sent"), 3: state("refused")},
        [(1, "Forward", 2), (1, "RefuseAtGateway", 3)],
    )
    policy = {**POLICY, "declared": []}
    assert list(project_pipeline(graph)) == [
        Sample("forward", policy, {}, {"allowed": True}),
        Sample("forward", policy, {}, {"allowed": False}),
    ]


def test_the_owner_is_asked_about_the_requests_that_become_pending() -> None:
    asked = state("asked", {"ls": "none", "rm": "pending"})
    graph = made_graph({1: state("new"), 2: asked}, [(1, "AskOwner", 2)])
    known = {"ask": "always", "security": "allowlist"}
    assert list(project_pipeline(graph)) == [
        Sample("must ask", {**known, "listed": True}, {}, {"ask": False}),
        Sample("must ask", {**known, "listed": False}, {}, {"ask": True}),
    ]


def test_a_node_that_does_not_declare_the_command_shows_no_question() -> None:
    silent = {**CFG, "declared": ["screen.record"]}
    assert list(project_pipeline(made_graph({1: state("new", cfg=silent)}, []))) == []


def test_a_question_in_a_later_state_is_no_configurations() -> None:
    asked = state("asked", {"ls": "pending", "rm": "none"})
    graph = made_graph({1: state("new"), 2: state("sent"), 3: asked}, [(2, "AskOwner", 3)])
    assert [one.outcome["ask"] for one in project_pipeline(graph)] == [False, False]


def approvals(first: str, age: int = 0, second: str = "none") -> Fields:
    return {
        "approval": {
            "a1": {"status": first, "age": age},
            "a2": {"status": second, "age": 0},
        }
    }


def test_a_decision_counts_where_a_step_takes_it() -> None:
    graph = made_graph(
        {1: approvals("pending", 1), 2: approvals("allowed", 1), 3: approvals("denied", 1)},
        [(1, "Allow", 2), (1, "Deny", 3), (2, "Use", 1)],
    )
    pending, allowed, denied = (
        {"status": status, "age": 1} for status in ("pending", "allowed", "denied")
    )
    assert list(project_decisions(graph)) == [
        Sample("decide", pending, {"decision": "allow-once"}, {"accepted": True}),
        Sample("decide", pending, {"decision": "deny"}, {"accepted": True}),
        Sample("decide", allowed, {"decision": "allow-once"}, {"accepted": False}),
        Sample("decide", allowed, {"decision": "deny"}, {"accepted": False}),
        Sample("decide", denied, {"decision": "allow-once"}, {"accepted": False}),
        Sample("decide", denied, {"decision": "deny"}, {"accepted": False}),
    ]


def test_a_decision_is_about_the_approval_that_it_changes() -> None:
    graph = made_graph(
        {1: approvals("pending", 3, "pending"), 2: approvals("pending", 3, "allowed")},
        [(1, "Allow", 2)],
    )
    accepted = [one.state for one in project_decisions(graph) if one.outcome == {"accepted": True}]
    assert accepted == [{"status": "pending", "age": 0}]


def test_an_approval_that_nobody_asked_for_is_not_decided_on() -> None:
    assert list(project_decisions(made_graph({1: approvals("none")}, []))) == []
