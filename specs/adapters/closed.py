"""What a webhook takes for genuine, and whom a list admits."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

LISTS = {"direct": "allowFrom", "group": "groupAllowFrom"}


def project_checks(graph: StateGraph) -> Iterator[Sample]:
    """Yield each check of a credential, and of a list after a look-up that succeeded."""
    for step in steps(graph, {"Verify", "AskTheList"}, "cfg event lookup", "stage"):
        cfg, event = step.before["cfg"], step.before["event"]
        if step.action == "AskTheList" and step.before["lookup"] == "found":
            state: Json = {"list": cfg[LISTS[event["kind"]]], "sender": event["from"]}
            admitted = step.after["stage"] == "admitted"
            yield Sample("ask the list", state, {}, {"admitted": admitted})
        elif step.action == "Verify" and event["way"] == "webhook":
            state = {"secret": cfg["secret"], "credential": event["credential"]}
            yield Sample("verify", state, {}, {"verified": step.after["stage"] == "verified"})


if __name__ == "__main__":
    serve_projections({"checks": project_checks})
