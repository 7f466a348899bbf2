"""Session keys: whose messages each peer is shown. The text of the keys is never compared.

The modules define the peers, and a state has only their names: these tables repeat the definitions.
"""

from collections.abc import Iterator, Mapping

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph


def peer(channel: str, account: str, name: str) -> Fields:
    """Return a peer as the adapter for Node reads it."""
    return {"channel": channel, "account": account, "id": name}


RESIDENTS: Mapping[str, Fields] = {
    "ann": peer("telegram", "default", "ann"),
    "bob": peer("telegram", "default", "bob"),
    "annAtWork": peer("telegram", "work", "ann"),
    "annDiscord": peer("discord", "default", "ann77"),
}
MEETING: Mapping[str, Fields] = {
    "ann": peer("telegram", "default", "ann"),
    "bob": peer("telegram", "default", "bob"),
    "annAtWork": peer("telegram", "work", "ann"),
    "discordsAnn": peer("discord", "default", "ann"),
}
LINKED: Mapping[str, Fields] = {
    "carol": peer("discord", "default", "carol"),
    "ann": peer("telegram", "default", "ann"),
    "bob": peer("telegram", "default", "bob"),
    "eve": peer("webchat", "default", "ann"),
}


def project_isolation(graph: StateGraph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingIsolation` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "dmScope identityLinks attacker log", "answer"):
        yield question(step, {**RESIDENTS, "mallory": step.before["attacker"]})


def project_links(graph: StateGraph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingIdentityLinks` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "dmScope identityLinks log", "answer"):
        yield question(step, LINKED)


def project_precedence(graph: StateGraph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingPrecedence` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "globalScope channelScope log", "answer"):
        scopes = {
            "dmScope": step.before["globalScope"],
            "channelScope": step.before["channelScope"],
        }
        yield question(step, MEETING, scopes)


def question(
    step: ProjectedStep, peers: Mapping[str, Fields], scopes: Fields | None = None
) -> Sample:
    """Return the question of one peer; the outcome is whose messages its session shows."""
    speakers = sorted({entry["from"] for entry in step.before["log"]})
    answer = step.after["answer"]
    involved = sorted({*speakers, answer["to"]})
    own = scopes or {name: step.before[name] for name in ("dmScope", "identityLinks")}
    state: Json = {
        **own,
        "peers": {name: peers[name] for name in involved},
        "spoken": speakers,
    }
    return Sample("ask", state, {"to": answer["to"]}, {"shown": answer["shown"]})


if __name__ == "__main__":
    serve_projections(
        {
            "isolation": project_isolation,
            "links": project_links,
            "precedence": project_precedence,
        }
    )
