"""Projection of the tools' models: what a layer leaves, and what runs over HTTP."""

from adapters.tools import project_layers
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

FREE: Json = {"allow": [], "deny": []}
NO_SHELL: Json = {"allow": [], "deny": ["exec"]}
NOTHING = {"tools": FREE, "agent": FREE, "sandbox": FREE, "http": FREE}


def calls(policy: Json, tool: str = "exec", entry: str = "http") -> list[Sample]:
    """Return the calls of a model in which the tool is refused."""
    state: Fields = {"policy": policy, "entry": entry, "call": {"tool": "none"}}
    answered: Fields = {**state, "call": {"tool": tool, "outcome": "refused"}}
    return list(project_layers(made_graph({1: state, 2: answered}, [(1, "RefuseTool", 2)])))


def test_a_layer_leaves_what_is_listed_after_it() -> None:
    state: Fields = {"policy": {**NOTHING, "agent": NO_SHELL}, "listed": ["exec", "read"]}
    graph = made_graph(
        {
            1: {**state, "passed": ["tools"]},
            2: {**state, "passed": ["tools", "agent"], "listed": ["read"]},
        },
        [(1, "FilterByLayer", 2)],
    )
    call = {"tools": ["exec", "read"], "lists": NO_SHELL}
    assert list(project_layers(graph)) == [Sample("filter", call, {}, {"left": ["read"]})]


def test_a_tool_that_the_agents_lists_refuse_is_a_call_over_http() -> None:
    layers = {"layers": {"tools": NO_SHELL, "agent": NO_SHELL}}
    assert calls({**NOTHING, "tools": NO_SHELL, "agent": NO_SHELL}) == [
        Sample("invoke over HTTP", layers, {"tool": "exec"}, {"ran": False})
    ]


def test_the_layers_that_an_entry_may_leave_out_have_calls_of_their_own() -> None:
    (sandboxed,) = calls({**NOTHING, "sandbox": NO_SHELL})
    (denied,) = calls({**NOTHING, "http": NO_SHELL})
    assert (sandboxed.action, denied.action) == ("invoke in a sandbox", "invoke what HTTP denies")
    assert calls({**NOTHING, "sandbox": NO_SHELL, "agent": NO_SHELL}) == []


def test_an_agents_call_and_a_call_of_a_servers_tool_are_not_made_over_http() -> None:
    policy = {**NOTHING, "tools": NO_SHELL}
    assert calls(policy, entry="agent") == []
    assert calls(policy, tool="docs__fetch") == []
