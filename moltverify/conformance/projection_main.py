"""The main program of a projection in Python: read a state graph, write the calls.

    def project_visits(graph: StateGraph) -> Iterator[Sample]: ...

    if __name__ == "__main__":
        serve_projections({"visits": project_visits})

A registry starts it as `projection: ["{python}", adapters/door.py, visits]`.
"""

import sys
from collections.abc import Mapping

import msgspec

from moltverify.conformance.projection import GraphProjection
from moltverify.conformance.protocol import ModelLine
from moltverify.conformance.state_graph import StateLine, StepLine, graph_of

LINES: msgspec.json.Decoder[ModelLine | StateLine | StepLine] = msgspec.json.Decoder(
    ModelLine | StateLine | StepLine
)


def serve_projections(projections: Mapping[str, GraphProjection]) -> None:
    """Write the samples of the projection that the first argument names; exits with 2 otherwise."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in projections:
        sys.stderr.write(f"no projection is called {name!r}; there are {', '.join(projections)}\n")
        raise SystemExit(2)
    # Bytes, because JSON lines are UTF-8 whatever the locale is.
    lines = LINES.decode_lines(sys.stdin.buffer.read())
    graph = graph_of(line for line in lines if not isinstance(line, ModelLine))
    encode = msgspec.json.Encoder().encode
    for sample in projections[name](graph):
        sys.stdout.buffer.write(encode(sample) + b"\n")
