"""Elevated rights and owner-only commands: who is admitted, for each setting and sender."""

from collections.abc import Iterator

from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

SETTINGS = ("globalOn", "agentOn", "globalList", "agentList")
# The senders who may give commands: the caller of the owner's check says so.
COMMANDERS = {"ann", "bob"}


def project_gates(graph: StateGraph) -> Iterator[Sample]:
    """Yield who may be elevated, and whose owner-only commands run."""
    for step in steps(graph, {"SwitchLevel"}, "cfg message", "stage"):
        settings = {name: step.before["cfg"][name] for name in SETTINGS}
        message = {name: step.before["message"][name] for name in ("sender", "name")}
        allowed = {"allowed": step.after["stage"] == "switched on"}
        yield Sample("elevate", settings, message, allowed)
    for step in steps(graph, {"CheckOwner"}, "cfg message", "stage"):
        message = {name: step.before["message"][name] for name in ("sender", "name")}
        may_command = message["sender"] in COMMANDERS
        state = {"list": step.before["cfg"]["owners"], "mayCommand": may_command}
        yield Sample("command", state, message, {"authorized": step.after["stage"] == "changed"})


if __name__ == "__main__":
    serve_projections({"gates": project_gates})
