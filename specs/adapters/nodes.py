"""Commands for nodes: the gateway's policy, when the owner is asked, and which decisions count."""

from collections.abc import Iterator

from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

POLICY_VARIABLES = ("platform", "allowCommands", "denyCommands", "declared")
DECISIONS = {"Allow": "allow-once", "Deny": "deny"}


def project_pipeline(graph: StateGraph) -> Iterator[Sample]:
    """Yield the decisions of the gateway's policy, and when it must ask the owner."""
    for step in steps(graph, {"Forward", "RefuseAtGateway"}, "cfg", "stage"):
        policy = {name: step.before["cfg"][name] for name in POLICY_VARIABLES}
        yield Sample("forward", policy, {}, {"allowed": step.action == "Forward"})
    yield from owner_questions(graph)


def owner_questions(graph: StateGraph) -> Iterator[Sample]:
    """Yield for each configuration which requests make the gateway ask the owner.

    A node that does not declare system.run is left out: no request of it reaches the rule.
    """
    pending: dict[int, set[str]] = {number: set() for number in graph.initial}
    for step in graph.steps:
        if step.action == "AskOwner" and step.before in pending:
            approval = graph.states[step.after]["approval"]
            pending[step.before] |= {one for one in approval if approval[one] == "pending"}
    for number, requests in pending.items():
        cfg = graph.states[number]["cfg"]
        if "system.run" not in cfg["declared"]:
            continue
        for request, listed in (("ls", True), ("rm", False)):
            state = {"ask": cfg["ask"], "security": cfg["security"], "listed": listed}
            yield Sample("must ask", state, {}, {"ask": request in requests})


def project_decisions(graph: StateGraph) -> Iterator[Sample]:
    """Yield for each state of an approval whether a decision on it counts."""
    accepted = accepted_decisions(graph)
    for number, state in graph.states.items():
        for name, record in state["approval"].items():
            if record["status"] == "none":
                continue
            known = {"status": record["status"], "age": record["age"]}
            for action, decision in DECISIONS.items():
                outcome = {"accepted": (name, action) in accepted[number]}
                yield Sample("decide", known, {"decision": decision}, outcome)


def accepted_decisions(graph: StateGraph) -> dict[int, set[tuple[str, str]]]:
    """Return for each state the approvals, with the action, on which a step decides."""
    accepted: dict[int, set[tuple[str, str]]] = {number: set() for number in graph.states}
    for step in graph.steps:
        if step.action in DECISIONS:
            old = graph.states[step.before]["approval"]
            new = graph.states[step.after]["approval"]
            (changed,) = [name for name in old if old[name] != new[name]]
            accepted[step.before].add((changed, step.action))
    return accepted


if __name__ == "__main__":
    serve_projections({"pipeline": project_pipeline, "decisions": project_decisions})
