"""The state graph of a model, with which those of its mutants are compared."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment, Read, read_graph_file
from moltverify.mutation.graph_diff import ComparableGraph, Numbering, graph_differences
from moltverify.mutation.written_graph import written_graph_digest
from moltverify.tla.config import read_config
from moltverify.tla.config_writer import write_config


class ModelGraph:
    """The graph of a model, whose own run is given; it is explored when it is first needed."""

    def __init__(self, bench: Bench, model: Experiment) -> None:
        self.bench = bench
        self.model = model
        self.numbering = Numbering()

    @cached_property
    def digest(self) -> bytes | None:
        """Digest of the graph as TLC writes it; None if TLC does not explore it in time."""
        return self.explored(self.model, digest_of_file)

    @cached_property
    def graph(self) -> ComparableGraph | None:
        """The graph itself, which takes longer to read; None as for the digest."""
        return self.explored(self.model, self.comparable)

    def differences(self, mutant: Experiment, may_equal: bool) -> tuple[str, ...] | None:
        """Return how a mutant's graph differs from the model's, without lines if it does not.

        None if TLC does not explore both in time. `may_equal` is false where counts differ.
        """

        def read(file: Path) -> tuple[str, ...] | None:
            if may_equal and digest_of_file(file) == self.digest:
                return ()
            if self.graph is None:
                return None
            graph = self.comparable(file)
            # Equal graphs may be written in two ways.
            return () if graph.equals(self.graph) else graph_differences(self.graph, graph)

        return self.explored(mutant, read)

    def explored(self, experiment: Experiment, read: Callable[[Path], Read]) -> Read | None:
        """Return what `read` makes of an experiment's graph; None if TLC does not explore it."""
        # Without the properties, which hold: liveness takes longer than the states. But TLC takes
        # longer when it writes the graph.
        config = write_config(replace(read_config(experiment.config), invariants=(), properties=()))
        bare = replace(experiment, config=config, timeout=2 * experiment.timeout)
        return self.bench.explored(bare, read)

    def comparable(self, file: Path) -> ComparableGraph:
        """Return the graph in a file; raises OSError."""
        return ComparableGraph(read_graph_file(file), self.numbering)


def digest_of_file(file: Path) -> bytes:
    """Return the digest of the graph in a file; raises OSError."""
    with file.open("rb") as lines:
        return written_graph_digest(lines)
