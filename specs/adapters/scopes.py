"""An operator's scopes: what a token covers, what a caller may approve, and what it may mint."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json, json_text
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

ADMIN, PAIRING = "operator.admin", "operator.pairing"
CLOSED = "nobody"


def project_scopes(graph: StateGraph) -> Iterator[Sample]:
    """Yield the calls of the model `OperatorScopes`."""
    taken = steps_taken(graph)
    offered = declared_scopes(graph)
    for number, state in graph.states.items():
        if state["conn"]["by"] == CLOSED:
            yield from declarations(state, offered, taken[number])
        elif {ADMIN, PAIRING} & set(state["conn"]["scopes"]):
            yield from approvals(state, taken[number])
            yield from rotations(state, offered, taken[number])


def steps_taken(graph: StateGraph) -> dict[int, set[tuple[str, str]]]:
    """Return for each state the steps from it: an action, and what it makes of the variables."""
    taken: dict[int, set[tuple[str, str]]] = {number: set() for number in graph.states}
    for step in graph.steps:
        after = graph.states[step.after]
        known = after["conn"] if step.action == "Connect" else [after["approved"], after["token"]]
        taken[step.before].add((step.action, json_text(known)))
    return taken


def declared_scopes(graph: StateGraph) -> list[Json]:
    """Return the lists of scopes that some connection of a device declares."""
    lists = [state["conn"]["scopes"] for state in graph.states.values()]
    return list({json_text(scopes): scopes for scopes in lists if scopes}.values())


def declarations(
    state: Fields, offered: list[Json], taken: set[tuple[str, str]]
) -> Iterator[Sample]:
    """Yield for each device's token whether it covers each list of scopes."""
    for device, granted in state["token"].items():
        for scopes in offered if granted else ():
            conn: Json = {"by": state["hands"][device], "as": device, "scopes": scopes}
            allowed = ("Connect", json_text(conn)) in taken
            yield Sample("declare", {"granted": granted}, {"scopes": scopes}, {"allowed": allowed})


def approvals(state: Fields, taken: set[tuple[str, str]]) -> Iterator[Sample]:
    """Yield whether the caller may approve what a device asks for, if it manages the device."""
    for device in managed(state):
        pending, approved = state["pending"][device], state["approved"][device]
        if pending:
            both = sorted({*approved, *pending})
            known = [state["approved"] | {device: both}, state["token"] | {device: both}]
            store: Json = {**store_of(state, device), "pending": pending}
            is_approved = ("ApproveDevicePairing", json_text(known)) in taken
            caller: Json = {"callerScopes": state["conn"]["scopes"]}
            yield Sample("approve", store, caller, {"approved": is_approved})


def rotations(state: Fields, offered: list[Json], taken: set[tuple[str, str]]) -> Iterator[Sample]:
    """Yield for each device that the caller manages which tokens it may mint."""
    for device in managed(state):
        for scopes in offered if state["token"][device] else ():
            known = [state["approved"], state["token"] | {device: scopes}]
            minted = ("RotateDeviceToken", json_text(known)) in taken
            call: Json = {"callerScopes": state["conn"]["scopes"], "scopes": scopes}
            yield Sample("rotate", store_of(state, device), call, {"minted": minted})


def managed(state: Fields) -> list[str]:
    """Return the devices that the caller manages: the handlers ask this, and not the store."""
    conn = state["conn"]
    return [one for one in state["token"] if ADMIN in conn["scopes"] or conn["as"] == one]


def store_of(state: Fields, device: str) -> Fields:
    """Return what the store knows of a device."""
    return {"approved": state["approved"][device], "granted": state["token"][device]}


if __name__ == "__main__":
    serve_projections({"scopes": project_scopes})
