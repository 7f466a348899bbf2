"""The gates before the agent, one after the other, for every configuration and message."""

from collections.abc import Iterator

from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

FINAL = {"blocked", "skipped", "run as a command", "handed to the agent"}


def project_gates(graph: StateGraph) -> Iterator[Sample]:
    """Yield what becomes of each initial message: the status at the end of the one path from it."""
    successor = {step.before: step.after for step in graph.steps if step.action != "SendAgain"}
    for number in graph.initial:
        last = number
        while last in successor:
            last = successor[last]
        state, status = graph.states[number], graph.states[last]["status"]
        assert status in FINAL
        call = {"config": state["config"], "message": state["message"]}
        yield Sample("receive", call, {}, {"status": status})


if __name__ == "__main__":
    serve_projections({"gates": project_gates})
