"""Which tools may be called: the filter of one layer, and the entry over HTTP."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

UNRESTRICTED: Json = {"allow": [], "deny": []}
# The calls over HTTP, by the layers that restrict something: an entry that leaves one of the last
# two out differs in that layer's calls only.
HTTP_CALLS = {
    "invoke over HTTP": {"tools", "agent"},
    "invoke in a sandbox": {"sandbox"},
    "invoke what HTTP denies": {"http"},
}


def project_layers(graph: StateGraph) -> Iterator[Sample]:
    """Yield what each layer leaves of a list of tools, and what is run over HTTP."""
    for step in steps(graph, {"FilterByLayer"}, "policy listed", "passed listed"):
        layer = step.after["passed"][-1]
        state = {"tools": step.before["listed"], "lists": step.before["policy"][layer]}
        yield Sample("filter", state, {}, {"left": step.after["listed"]})
    yield from http_calls(graph)


def http_calls(graph: StateGraph) -> Iterator[Sample]:
    """Yield whether a tool of the gateway's own is run over HTTP.

    Tools of a server are left out: the entry does not list them.
    """
    for step in steps(graph, {"RunTool", "RefuseTool"}, "policy entry", "call"):
        tool = step.after["call"]["tool"]
        if step.before["entry"] != "http" or tool == "docs__fetch":
            continue
        layers = restricting(step.before["policy"])
        for action, may_restrict in HTTP_CALLS.items():
            if set(layers) <= may_restrict:
                ran = {"ran": step.action == "RunTool"}
                yield Sample(action, {"layers": layers}, {"tool": tool}, ran)


def restricting(policy: Fields) -> Fields:
    """Return the layers that restrict something, with their lists."""
    return {name: lists for name, lists in policy.items() if lists != UNRESTRICTED}


if __name__ == "__main__":
    serve_projections({"layers": project_layers})
