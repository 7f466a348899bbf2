"""Content from outside: whether its mark holds, for each kind of content."""

from collections.abc import Iterator

from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph


def project_marks(graph: StateGraph) -> Iterator[Sample]:
    """Yield whether what comes into an empty place is marked there."""
    for step in steps(graph, {"Fetch"}, "holds", "holds came"):
        before, after = step.before["holds"], step.after["holds"]
        for place in before:
            if after[place]["outside"] and not before[place]["outside"]:
                marked = after[place]["marked"]
                yield Sample("wrap", {"content": step.after["came"]}, {}, {"marked": marked})


if __name__ == "__main__":
    serve_projections({"marks": project_marks})
