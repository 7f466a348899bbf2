"""Which list decides about a message, and for which account the store has its sender."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import ProjectedStep, Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

MESSAGES = {"WriteDirectly", "WriteInGroup"}


def project_lists(graph: StateGraph) -> Iterator[Sample]:
    """Yield each decision about a message, and what the store has for the account it came to."""
    for step in steps(graph, MESSAGES, "lists dmPolicy approved", "last"):
        yield decision(step)
        if shows_the_store(step):
            yield look_up(step)


def decision(step: ProjectedStep) -> Sample:
    """Return the decision about the message of a step."""
    state: Json = {
        "lists": step.before["lists"],
        "dmPolicy": step.before["dmPolicy"],
        "stored": step.after["last"]["at"] in step.before["approved"],
        "place": step.after["last"]["place"],
    }
    return Sample("decide", state, {}, {"admitted": step.after["last"]["admitted"]})


def shows_the_store(step: ProjectedStep) -> bool:
    """Return whether the store alone decides about the message of a step."""
    empty = not step.before["lists"]["allowFrom"]
    return empty and step.before["dmPolicy"] == "pairing" and step.action == "WriteDirectly"


def look_up(step: ProjectedStep) -> Sample:
    """Return what the store must have for the account of a step's message."""
    state: Json = {"approved": step.before["approved"], "at": step.after["last"]["at"]}
    return Sample("read the store", state, {}, {"stored": step.after["last"]["admitted"]})


if __name__ == "__main__":
    serve_projections({"lists": project_lists})
