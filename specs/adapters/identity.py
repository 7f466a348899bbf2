"""Who is found in a list, and who shares a session, for every list and every profile."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

HOME = "matrix"
ANN_ID = "@ann:hs"
LOOKUPS = ("allow list", "tools")


def profile(state: Fields, person: str) -> Fields:
    """Return what a person calls itself; a username that was given up is empty."""
    if person == "mallory":
        return dict(state["mallory"])
    username = "" if state["annUsername"] == "free" else state["annUsername"]
    return {"channel": HOME, "id": ANN_ID, "username": username, "name": "Ann Lee"}


def project_identity(graph: StateGraph) -> Iterator[Sample]:
    """Yield each look-up of a sender of the list's channel, and each pair of sessions."""
    for step in steps(graph, {"Write"}):
        person = step.after["verdict"]["from"]
        sender = profile(step.before, person)
        if sender["channel"] == HOME:
            state: Json = {"entries": step.before["entries"], "sender": sender}
            for lookup in LOOKUPS:
                yield Sample(lookup, state, {}, {"listed": step.after["verdict"]["listed"]})
        yield from pairs(step.after)


def pairs(state: Fields) -> Iterator[Sample]:
    """Yield whether Ann and Mallory share a session, if both have written."""
    session = state["session"]
    if "none" in session.values():
        return
    one, other = ({"channel": p["channel"], "id": p["id"]} for p in people(state))
    together = session["ann"] == session["mallory"]
    call: Json = {"entries": state["entries"], "one": one, "other": other}
    yield Sample("session", call, {}, {"together": together})


def people(state: Fields) -> tuple[Fields, Fields]:
    """Return the profiles of Ann and of Mallory."""
    return profile(state, "ann"), profile(state, "mallory")


if __name__ == "__main__":
    serve_projections({"identity": project_identity})
