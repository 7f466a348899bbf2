"""A connection by way of loopback: who is local, and whose browser has an allowed Origin."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

SITE = "https://ui.example"  # the one that the model's owner allows or does not allow


def project_loopback(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `LoopbackIsNotProof`."""
    for step in steps(graph, {"PairSilently", "AskOwner"}, "conn", "conn"):
        outcome = {"local": step.action == "PairSilently"}
        # Whether the gateway trusts a proxy at this address makes no difference in the model.
        for trusted in (False, True):
            yield Sample("is local", request_of(step.before) | {"trusted": trusted}, {}, outcome)
    for step in steps(graph, {"Admit", "TurnAway"}, "cfg conn", "conn"):
        authorized = {"authorized": step.action == "Admit"}
        yield Sample("authorize", request_of(step.before) | gateway_of(step.before), {}, authorized)
    for step in steps(graph, {"PassOrigin", "RefuseOrigin"}, "cfg conn", "conn"):
        request = request_of(step.before)
        # A client without an Origin is no browser, and is not asked for one.
        if request["origin"]:
            allowed = {"allowedOrigins": [SITE] if step.before["cfg"]["site"] else []}
            passes = step.action == "PassOrigin"
            yield Sample("check origin", request | allowed, {}, {"ok": passes})


def request_of(state: Fields) -> Fields:
    """Return what a connection's request has: the socket's address and its headers."""
    conn = state["conn"]
    return {**conn["asks"], "hops": conn["hops"], "login": conn["login"]}


def gateway_of(state: Fields) -> Fields:
    """Return the gateway's configuration, by which way a client comes, and whether it shows it."""
    cfg, conn = state["cfg"], state["conn"]
    by_tailscale = cfg["client"] in {"peer", "peerPage", "funnel"}
    return {
        "auth": cfg["auth"],
        "allowTailscale": cfg["tailscale"] == "serve",
        "secret": cfg["secret"],
        "transport": cfg["tailscale"] if by_tailscale else "ordinary",
        "proxyHeaders": bool(conn["hops"] or conn["login"]),
    }


if __name__ == "__main__":
    serve_projections({"loopback": project_loopback})
