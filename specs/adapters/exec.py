"""What runs: the judgement of a shell line, the owner's text, and the binding of an approval."""

import shlex
from collections.abc import Iterator

from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

WRAPPED = "sh -c "
BOUND = ("argv", "context")


def project_commands(graph: StateGraph) -> Iterator[Sample]:
    """Yield what becomes of each request at the node, and what the owner reads of each question."""
    for step in steps(graph, {"AskOwner"}, "stage", "approval"):
        asked = step.after["approval"]
        yield Sample("show", {"argv": asked["argv"]}, {}, {"text": asked["shown"]})
    for step in steps(graph, {"RunCommand", "Refuse"}, after="stage"):
        yield from request_samples(step.before, step.action == "RunCommand")


def request_samples(state: Fields, runs: bool) -> Iterator[Sample]:
    """Yield the check that decides about a request, if the other checks let the request pass."""
    request, approval = state["request"], state["approval"]
    sent, approved = ({name: one[name] for name in BOUND} for one in (request, approval))
    if sent == approved:
        raw = {"argv": request["argv"], "rawCommand": request["rawCommand"]}
        yield Sample("resolve", raw, {}, {"accepted": runs})
    wrapped = request["argv"].startswith(WRAPPED)
    line = shlex.split(request["argv"])[-1] if wrapped else request["argv"]
    if request["rawCommand"] not in {"none", line}:
        return
    if approval["status"] == "allow-once" and must_be_asked(state):
        yield Sample("match", {"approved": approved, "sent": sent}, {}, {"matches": runs})
    unasked = approval["status"] == "none" and state["ask"] == "on-miss"
    if unasked and wrapped:
        known = {"argv": request["argv"], "allowlist": state["allowlist"]}
        yield Sample("judge", known, {}, {"satisfied": runs})


def must_be_asked(state: Fields) -> bool:
    """Return whether the list cannot allow the request: because of the setting, or without rm."""
    unlisted = "rm" in state["request"]["argv"] and "rm" not in state["allowlist"]
    return bool(unlisted or state["ask"] == "always")


if __name__ == "__main__":
    serve_projections({"commands": project_commands})
