"""The gateway's address, its refusal to start, its check of a secret, and who counts as local."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

PAGE = "a page in the owner's browser"


def project_exposure(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `GatewayExposure`."""
    yield from binds(graph)
    yield from starts(graph)
    yield from authorizations(graph)


def project_protected(graph: StateGraph) -> Iterator[Sample]:
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


def binds(graph: StateGraph) -> Iterator[Sample]:
    """Yield the address for each bind mode and each set of addresses that cannot be bound."""
    for step in steps(graph, {"ResolveBindHost"}, "cfg", "gateway"):
        state = {name: step.before["cfg"][name] for name in ("bind", "unbindable")}
        yield Sample("resolve bind", state, {}, {"address": step.after["gateway"]["address"]})


def is_without_tailscale(cfg: Fields) -> bool:
    """Tell whether Tailscale, which needs its daemon, has no part in a configuration."""
    return cfg["tailscale"] == "off" and not cfg.get("allowTailscale", False)


def starts(graph: StateGraph) -> Iterator[Sample]:
    """Yield whether the gateway starts at the address that its bind mode came to."""
    for step in steps(graph, {"Listen", "RefuseToStart"}, "cfg gateway", "gateway"):
        if not is_without_tailscale(step.before["cfg"]):
            continue
        state = {name: step.before["cfg"][name] for name in ("bind", "auth", "secret")}
        state["address"] = step.before["gateway"]["address"]
        yield Sample("start", state, {}, {"starts": step.action == "Listen"})


def authorizations(graph: StateGraph) -> Iterator[Sample]:
    """Yield whether a client with this credential is authorized; a page is judged by its origin."""
    for step in steps(graph, {"Authorize", "TurnAway"}, "cfg", "connection"):
        cfg = step.before["cfg"]
        if not is_without_tailscale(cfg) or cfg["place"] == PAGE:
            continue
        state = {name: cfg[name] for name in ("auth", "secret")}
        credential = {"credential": cfg["credential"]}
        yield Sample("authorize", state, credential, {"authorized": step.action == "Authorize"})


if __name__ == "__main__":
    serve_projections({"exposure": project_exposure, "protected": project_protected})
