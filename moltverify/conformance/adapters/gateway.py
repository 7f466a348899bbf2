"""The gateway's address, its refusal to start, its check of a secret, and who counts as local."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.records import PlantedBug
from moltverify.tlc.graph import Graph

NET = "gateway/net.js"
AUTH = "gateway/auth.js"
OPEN_LAN = PlantedBug(
    "gateway/server-runtime-config.js",
    "!isLoopbackHost(bindHost) && !hasSharedSecret",
    "false",
    "The guard at the start is gone.",
)
TAILNET_WIDE = PlantedBug(
    NET,
    "return tailnetIP;\n        if",
    'return "0.0.0.0";\n        if',
    "The tailnet bind listens everywhere.",
)
SECRET_IGNORED = PlantedBug(
    AUTH,
    "!safeEqual(connectAuth.token, auth.token)",
    "false",
    "Any token is as good as the right one.",
)
HEADERS_BELIEVED = PlantedBug(
    AUTH,
    "(!hasForwarded || remoteIsTrustedProxy)",
    "true",
    "Forwarding headers from anyone are passed over.",
)


def project_exposure(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `GatewayExposure`."""
    yield from binds(graph)
    yield from starts(graph)
    yield from authorizations(graph)


def project_protected(graph: Graph) -> Iterator[Sample]:
    """Yield the calls of the model `GatewayProtected`: the same, and who counts as local."""
    yield from project_exposure(graph)
    for step in steps(graph, {"PairSilently", "ApproveDevice"}, "cfg connection", "connection"):
        connection = step.before["connection"]
        state: Json = {
            "socket": connection["socket"],
            "hops": connection["hops"],
            "trusted": step.before["cfg"]["trusted"],
        }
        yield Sample("is local", state, {}, {"local": step.action == "PairSilently"})


def binds(graph: Graph) -> Iterator[Sample]:
    """Yield the address for each bind mode and each set of addresses that cannot be bound."""
    for step in steps(graph, {"ResolveBindHost"}, "cfg", "gateway"):
        state = {name: step.before["cfg"][name] for name in ("bind", "unbindable")}
        yield Sample("resolve bind", state, {}, {"address": step.after["gateway"]["address"]})


def starts(graph: Graph) -> Iterator[Sample]:
    """Yield whether the gateway starts at the address that its bind mode came to."""
    for step in steps(graph, {"Listen", "RefuseToStart"}, "cfg gateway", "gateway"):
        state = {name: step.before["cfg"][name] for name in ("bind", "auth", "secret")}
        state["address"] = step.before["gateway"]["address"]
        yield Sample("start", state, {}, {"starts": step.action == "Listen"})


def authorizations(graph: Graph) -> Iterator[Sample]:
    """Yield whether a client with this credential is authorized."""
    for step in steps(graph, {"Authorize", "TurnAway"}, "cfg", "connection"):
        state = {name: step.before["cfg"][name] for name in ("auth", "secret")}
        credential = {"credential": step.before["cfg"]["credential"]}
        yield Sample("authorize", state, credential, {"authorized": step.action == "Authorize"})
