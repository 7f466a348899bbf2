"""Node commands and approvals: the gateway's policy, when the owner is asked, whose word counts."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Json, memoised_plain_json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

POLICY = "gateway/node-command-policy.js"
MANAGER = "gateway/exec-approval-manager.js"
UNDECLARED = PlantedBug(
    POLICY,
    "if (!params.declaredCommands.includes(command)) {",
    "if (false) {",
    "What the node declares is not looked at.",
)
DENY_SHADOWED = PlantedBug(
    POLICY,
    "allow.delete(trimmed);",
    "if (!extra.includes(trimmed)) allow.delete(trimmed);",
    "What is allowed by name cannot be denied.",
)
ASK_IGNORED = PlantedBug(
    "infra/exec-approvals.js",
    'params.ask === "always" ||',
    "",
    "The setting that always asks is ignored.",
)
DECIDED_TWICE = PlantedBug(
    MANAGER,
    "this.pending.delete(recordId);",
    "",
    "A decision does not end the request.",
)
POLICY_VARIABLES = ("platform", "allowCommands", "denyCommands", "declared")


def project_pipeline(graph: Graph) -> Iterator[Sample]:
    """Yield what the gateway's policy says, and when the owner must be asked."""
    for step in steps(graph, {"Forward", "RefuseAtGateway"}, "cfg", "stage"):
        policy = {name: step.before["cfg"][name] for name in POLICY_VARIABLES}
        yield Sample("forward", policy, {}, {"allowed": step.action == "Forward"})
    yield from questions(graph)


def questions(graph: Graph) -> Iterator[Sample]:
    """Yield for each configuration which requests make the gateway ask the owner.

    A node that does not declare system.run is never asked about, so it shows no rule.
    """
    as_json = memoised_plain_json()
    asked: dict[int, set[str]] = {number: set() for number in graph.initial}
    for edge in graph.edges:
        if edge.action == "AskOwner" and edge.before in asked:
            approval: Json = as_json(dict(graph.states[edge.after])["approval"])
            asked[edge.before] |= {one for one in approval if approval[one] == "pending"}
    for number, wanted in asked.items():
        cfg: Json = as_json(dict(graph.states[number])["cfg"])
        if "system.run" not in cfg["declared"]:
            continue
        for request, listed in (("ls", True), ("rm", False)):
            state = {"ask": cfg["ask"], "security": cfg["security"], "listed": listed}
            yield Sample("must ask", state, {}, {"ask": request in wanted})


def project_decisions(graph: Graph) -> Iterator[Sample]:
    """Yield whether a decision counts, for each state that an approval can be in."""
    as_json = memoised_plain_json()
    accepted: dict[int, set[tuple[str, str]]] = {number: set() for number in graph.states}
    for edge in graph.edges:
        if edge.action in {"Allow", "Deny"}:
            old: Json = as_json(dict(graph.states[edge.before])["approval"])
            new: Json = as_json(dict(graph.states[edge.after])["approval"])
            (changed,) = [name for name in old if old[name] != new[name]]
            accepted[edge.before].add((changed, edge.action))
    for number, decisions in accepted.items():
        approvals: Json = as_json(dict(graph.states[number])["approval"])
        for name, record in approvals.items():
            if record["status"] == "none":
                continue
            state = {"status": record["status"], "age": record["age"]}
            for action, decision in (("Allow", "allow-once"), ("Deny", "deny")):
                outcome = {"accepted": (name, action) in decisions}
                yield Sample("decide", state, {"decision": decision}, outcome)
