"""Calls to the hooks: what becomes of each, for every configuration."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

SETTINGS = ("allowRequestSessionKey", "prefixes", "allowedAgents", "template")
NAMES = {"agent": "post to agent", "mapping": "post to mapping"}


def project_calls(graph: StateGraph) -> Iterator[Sample]:
    """Yield each call to the hooks with its outcome; the events of a channel are left out."""
    for step in steps(graph, {"Dispatch", "Reject"}, "cfg call", "outcome"):
        call, outcome = step.before["call"], step.after["outcome"]
        if call["way"] not in NAMES:
            continue
        state: Json = {
            "cfg": {name: step.before["cfg"][name] for name in SETTINGS},
            "key": call["key"],
            "agent": call["agent"],
        }
        seen = ("status", "session", "agent") if step.action == "Dispatch" else ("status",)
        yield Sample(NAMES[call["way"]], state, {}, {name: outcome[name] for name in seen})


if __name__ == "__main__":
    serve_projections({"calls": project_calls})
