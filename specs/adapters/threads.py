"""Which places of a channel share a session."""

from collections.abc import Iterator
from itertools import combinations_with_replacement

from moltverify.conformance.json_values import Json
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_main import serve_projections
from moltverify.conformance.state_graph import StateGraph


def project_places(graph: StateGraph) -> Iterator[Sample]:
    """Yield for each two places that have a session whether it is the same one."""
    for state in graph.states.values():
        known = {place: key for place, key in state["sessions"].items() if key != "none"}
        for one, other in combinations_with_replacement(sorted(known), 2):
            call: Json = {"useSuffix": state["cfg"]["useSuffix"], "one": one, "other": other}
            yield Sample("sessions", call, {}, {"together": known[one] == known[other]})


if __name__ == "__main__":
    serve_projections({"places": project_places})
