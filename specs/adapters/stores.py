"""Stores: whether a writer that has read the file earlier loses what is in it now."""

from collections.abc import Iterator

from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import Sample, steps
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph

ENDS = {"WriteFile", "StartOver", "RefuseFile"}


def project_changes(graph: StateGraph) -> Iterator[Sample]:
    """Yield what each change without a lock does to the entries of the file."""
    for step in steps(graph, ENDS, "protocol stage seen file", "stage file"):
        if step.before["protocol"] == "compare":
            writer = moved(step.before["stage"], step.after["stage"])
            # A writer that refuses the file has just looked at it.
            refused = step.action == "RefuseFile"
            file = step.before["file"]
            seen = file if refused else step.before["seen"][writer]
            known = {"writer": writer, "seen": seen, "file": file, "stale": seen != file}
            lost = not set(file["entries"]) <= set(step.after["file"]["entries"])
            yield Sample("change", known, {}, {"lost": lost})


def moved(before: Fields, after: Fields) -> str:
    """Return the one writer whose stage has changed."""
    (writer,) = [name for name in before if before[name] != after[name]]
    return writer


if __name__ == "__main__":
    serve_projections({"changes": project_changes})
