"""Session keys: who is shown what whom said. The keys' own text is never compared.

A peer is who the model's module says; these tables repeat it, since a state holds names only.
"""

from collections.abc import Iterator, Mapping

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

KEYS = "routing/session-key.js"
ACCOUNT_DROPPED = PlantedBug(
    KEYS,
    "${channel}:${accountId}:dm:",
    "${channel}:dm:",
    "The account is left out of the key.",
)
ALWAYS_MAIN = PlantedBug(
    KEYS,
    'const dmScope = params.dmScope ?? "main";',
    'const dmScope = "main";',
    "The scope is lost.",
)
OVERRIDE_IGNORED = PlantedBug(
    "resolve-route-6ukGCxYl.mjs",
    "sessionOverride?.dmScope ?? dmScope",
    "dmScope",
    "A binding's own scope is not read.",
)
LINKED_TOGETHER = PlantedBug(
    KEYS,
    "return canonicalName;\n            }",
    'return "linked";\n            }',
    "All who are in some group get one key.",
)


def at(channel: str, account: str, peer: str) -> Fields:
    """Return a peer as the models describe it."""
    return {"channel": channel, "account": account, "id": peer}


RESIDENTS: Mapping[str, Fields] = {
    "ann": at("telegram", "default", "ann"),
    "bob": at("telegram", "default", "bob"),
    "annAtWork": at("telegram", "work", "ann"),
    "annDiscord": at("discord", "default", "ann77"),
}
MEETING: Mapping[str, Fields] = {
    "ann": at("telegram", "default", "ann"),
    "bob": at("telegram", "default", "bob"),
    "annAtWork": at("telegram", "work", "ann"),
    "discordsAnn": at("discord", "default", "ann"),
}
LINKED: Mapping[str, Fields] = {
    "carol": at("discord", "default", "carol"),
    "ann": at("telegram", "default", "ann"),
    "bob": at("telegram", "default", "bob"),
    "eve": at("webchat", "default", "ann"),
}


def project_isolation(graph: Graph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingIsolation` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "dmScope identityLinks attacker log", "answer"):
        yield shown(step, {**RESIDENTS, "mallory": step.before["attacker"]})


def project_links(graph: Graph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingIdentityLinks` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "dmScope identityLinks log", "answer"):
        yield shown(step, LINKED)


def project_precedence(graph: Graph) -> Iterator[Sample]:
    """Yield what each peer of the model `RoutingPrecedence` is shown when it asks."""
    for step in steps(graph, {"Ask"}, "globalScope channelScope log", "answer"):
        scopes = {
            "dmScope": step.before["globalScope"],
            "channelScope": step.before["channelScope"],
        }
        yield shown(step, MEETING, scopes)


def shown(step: ProjectedStep, peers: Mapping[str, Fields], scopes: Fields | None = None) -> Sample:
    """Return the question of one peer, who is shown those that have spoken in its session."""
    spoken = sorted({entry["from"] for entry in step.before["log"]})
    answer = step.after["answer"]
    involved = sorted({*spoken, answer["to"]})
    own = scopes or {name: step.before[name] for name in ("dmScope", "identityLinks")}
    state: Json = {
        **own,
        "peers": {name: peers[name] for name in involved},
        "spoken": spoken,
    }
    return Sample("ask", state, {"to": answer["to"]}, {"shown": answer["shown"]})
