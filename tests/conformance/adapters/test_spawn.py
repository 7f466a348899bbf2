"""Projection of the model of spawned sessions: children, their sandbox and their tools."""

from adapters.spawn import project_children
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

CFG: Fields = {
    "sandboxed": ["main", "ops"],
    "mainMay": ["ops"],
    "shell": "main",
    "maxSpawnDepth": 1,
}
MAIN: Json = {"agent": "main", "sandboxed": True, "tools": ["exec", "read"]}
OPS: Json = {"agent": "ops", "sandboxed": True, "tools": ["exec", "read"]}
NO_REQUEST: Json = {"agent": "none", "runtime": "none"}


def calls(
    action: str,
    before: list[Json],
    after: list[Json],
    runtime: str = "subagent",
    depth: int = 1,
) -> list[Sample]:
    """Return the calls of a model with one answer to a request for a child of ops."""
    cfg = {**CFG, "maxSpawnDepth": depth}
    request = {"agent": "ops", "runtime": runtime}
    states: dict[int, Fields] = {
        1: {"cfg": cfg, "sessions": before, "request": request},
        2: {"cfg": cfg, "sessions": after, "request": NO_REQUEST},
    }
    return list(project_children(made_graph(states, [(1, action, 2)])))


def test_a_child_of_the_main_session_has_its_sandbox_and_its_tools() -> None:
    asked = {
        "parentSandboxed": True,
        "childSandboxed": True,
        "mainMay": ["ops"],
        "runtime": "subagent",
    }
    tools = {"main": ["exec", "read"], "helper": ["read"], "ops": ["exec", "read"]}
    assert calls("Spawn", [MAIN], [MAIN, OPS]) == [
        Sample("spawn", asked, {"agent": "ops"}, {"spawned": True, "sandboxed": True}),
        Sample("tools", {"tools": tools}, {"agent": "ops"}, {"tools": ["exec", "read"]}),
    ]


def test_a_refused_child_has_no_tools() -> None:
    (made,) = calls("RefuseSpawn", [MAIN], [MAIN])
    assert (made.action, made.outcome) == ("spawn", {"spawned": False})


def test_a_childs_request_is_a_call_of_its_own() -> None:
    assert calls("RefuseSpawn", [MAIN, OPS], [MAIN, OPS]) == [
        Sample("spawn from a child", {"parent": "ops"}, {"agent": "ops"}, {"spawned": False})
    ]


def test_a_second_level_and_a_childs_other_runtime_are_no_calls() -> None:
    assert calls("Spawn", [MAIN, OPS], [MAIN, OPS, OPS], depth=2) == []
    assert calls("RefuseSpawn", [MAIN, OPS], [MAIN, OPS], runtime="acp") == []
