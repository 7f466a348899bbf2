"""Spawned sessions: which children there are, whether they are in the sandbox, and their tools."""

from collections.abc import Iterator

from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

ALL_TOOLS = ["exec", "read"]


def project_children(graph: StateGraph) -> Iterator[Sample]:
    """Yield what becomes of each request, of the main session and of its children."""
    for step in steps(graph, {"Spawn", "RefuseSpawn"}, "", "sessions"):
        if len(step.before["sessions"]) == 1:
            yield from from_main(step)
        else:
            yield from from_child(step)


def from_child(step: ProjectedStep) -> Iterator[Sample]:
    """Yield whether a child spawns a child, for the releases with one level of them."""
    request = step.before["request"]
    if step.before["cfg"]["maxSpawnDepth"] == 1 and request["runtime"] == "subagent":
        state = {"parent": step.before["sessions"][-1]["agent"]}
        asked = {"agent": request["agent"]}
        yield Sample("spawn from a child", state, asked, {"spawned": step.action == "Spawn"})


def from_main(step: ProjectedStep) -> Iterator[Sample]:
    """Yield whether the main session's child is spawned, and with which tools."""
    cfg, request = step.before["cfg"], step.before["request"]
    state = {
        "parentSandboxed": "main" in cfg["sandboxed"],
        "childSandboxed": request["agent"] in cfg["sandboxed"],
        "mainMay": cfg["mainMay"],
        "runtime": request["runtime"],
    }
    asked = {"agent": request["agent"]}
    if step.action == "RefuseSpawn":
        yield Sample("spawn", state, asked, {"spawned": False})
        return
    child = step.after["sessions"][-1]
    yield Sample("spawn", state, asked, {"spawned": True, "sandboxed": child["sandboxed"]})
    tools = {"main": ["read"], "helper": ["read"], "ops": ALL_TOOLS, cfg["shell"]: ALL_TOOLS}
    yield Sample("tools", {"tools": tools}, asked, {"tools": child["tools"]})


if __name__ == "__main__":
    serve_projections({"children": project_children})
