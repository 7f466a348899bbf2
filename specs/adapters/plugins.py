"""Plugins: whether the gateway loads the only one of its id at its start."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph


def project_decisions(graph: StateGraph) -> Iterator[Sample]:
    """Yield the decision about each plugin that has no other one of its id beside it."""
    for step in steps(graph, {"StartGateway"}, "cfg cloned archive", "decision"):
        origins = discovered(step.before)
        if len(origins) == 1:
            cfg = {name: value for name, value in step.before["cfg"].items() if name != "bundled"}
            enabled = step.after["decision"] == "loaded"
            yield Sample("decide", {"origin": origins[0], "cfg": cfg}, {}, {"enabled": enabled})


def discovered(state: Fields) -> list[str]:
    """Return the origins from which a plugin is there."""
    there = {
        "bundled": state["cfg"]["bundled"],
        "workspace": state["cloned"],
        "global": state["archive"] == "extensions",
    }
    return [origin for origin, found in there.items() if found]


if __name__ == "__main__":
    serve_projections({"decisions": project_decisions})
