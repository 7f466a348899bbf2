"""Vectors of a model: TLC writes its state graph, and an adapter says which calls the steps are.

They are kept as JSON lines under a digest of the model, the jar and the adapters, so that an
unchanged model is not explored again.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.adapters import ADAPTERS
from moltverify.conformance.json_values import Fields, plain_json
from moltverify.conformance.projection import NOON, Sample, merge_samples, project_steps
from moltverify.conformance.records import Counterpart, Vector
from moltverify.registry.records import Model
from moltverify.running.run_tlc import TlcTask, run_tlc
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain, sha256
from moltverify.store.runs import write_atomically
from moltverify.suite.verdict_cache import Digests
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.graph import Graph, read_graph
from moltverify.tlc.outcome import Holds

FOLDER = "vectors"
OURS = Path(__file__).parent


class NoVectorsError(Exception):
    """A model's state graph cannot be had; the message says why."""


class Explorer(Struct, frozen=True, kw_only=True):
    """What exploring a model takes: tools, where vectors are kept, and when to give up."""

    toolchain: Toolchain
    root: Path
    stop: Event
    launch: Launch = launch_alone


class VectorSource(Struct, frozen=True):
    """A model with the constants that it is replayed with."""

    model: Model
    counterpart: Counterpart

    @property
    def config(self) -> Config:
        """The model's config, with nothing to check and the replay's own constants."""
        intended = read_config(self.model.job.config.read_text(encoding="utf-8"))
        lines = [f"{name} = {value}" for name, value in self.counterpart.constants]
        ours = read_config("CONSTANTS " + "\n".join(lines)).constants if lines else ()
        kept = {constant.name: constant for constant in (*intended.constants, *ours)}
        return replace(intended, invariants=(), properties=(), constants=tuple(kept.values()))

    @property
    def constants(self) -> Fields:
        """The constants as plain JSON."""
        return {constant.name: plain_json(constant.value) for constant in self.config.constants}


def vectors_of(source: VectorSource, explorer: Explorer) -> tuple[Vector, ...]:
    """Return a model's vectors, from disk if nothing that they come from has changed.

    Raises NoVectorsError when TLC does not explore the model to the end.
    """
    digest = vectors_digest(source, explorer.toolchain)
    file = explorer.root / FOLDER / f"{source.model.id.replace(':', '.')}-{digest[:16]}.jsonl"
    if file.is_file():
        return read_vectors(file.read_bytes())
    vectors = explored_vectors(source, digest, explorer)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, to_lines(vectors))
    return vectors


def explored_vectors(source: VectorSource, digest: str, explorer: Explorer) -> tuple[Vector, ...]:
    """Explore the model and return its vectors."""
    graph = explore(source, explorer)
    try:
        calls = merge_samples(samples_of(graph, source.counterpart))
    except ValueError as error:
        raise NoVectorsError(str(error)) from error
    return tuple(
        Vector(
            id=number,
            claim=source.model.claim,
            model=source.model.id,
            digest=digest,
            action=merged.sample.action,
            state=merged.sample.state,
            arguments=merged.sample.arguments,
            clock=NOON,
            allowed=merged.allowed,
        )
        for number, merged in enumerate(calls, start=1)
    )


def samples_of(graph: Graph, counterpart: Counterpart) -> Iterable[Sample]:
    """Return the calls that the model's steps are, as an adapter or the registry says."""
    if counterpart.program:
        return project_steps(graph, counterpart.program.projection)
    return ADAPTERS[counterpart.adapter].project(graph)


def explore(source: VectorSource, explorer: Explorer) -> Graph:
    """Return the model's state graph as TLC writes it."""
    explorer.root.mkdir(parents=True, exist_ok=True)
    private = Path(tempfile.mkdtemp(prefix="explore-", dir=explorer.root)).resolve()
    try:
        job = source.model.job
        files = read_staged_files(job, DependencyReader())
        config = replace(files.config, content=write_config(source.config).encode())
        task = TlcTask(
            files=replace(files, config=config),
            options=replace(job.options, workers=1),
            toolchain=explorer.toolchain,
            logs=private,
            stop=explorer.stop,
            graph=private / "graph.dot",
        )
        outcome = run_tlc(task, explorer.launch).reading.outcome
        if not isinstance(outcome, Holds):
            raise NoVectorsError(f"TLC did not explore {source.model.id} to the end: {outcome}")
        with (private / "graph.dot").open(encoding="utf-8", errors="replace") as lines:
            return read_graph(lines)
    except OSError as error:
        raise NoVectorsError(f"{source.model.id} cannot be explored: {error}") from error
    finally:
        shutil.rmtree(private, ignore_errors=True)


def vectors_digest(source: VectorSource, toolchain: Toolchain) -> str:
    """Return the digest of all that a model's vectors depend on."""
    described = source.counterpart
    projection = described.program.projection if described.program else described.adapter
    parts = [
        Digests(toolchain.jar.digest).key(source.model),
        str((described.constants, projection)),
    ]
    files = [
        OURS / "projection.py",
        OURS / "json_values.py",
        *sorted((OURS / "adapters").glob("*.py")),
    ]
    return hashlib.sha256("\n".join([*parts, *map(sha256, files)]).encode()).hexdigest()


def to_lines(vectors: Iterable[Vector]) -> bytes:
    """Return vectors as JSON lines."""
    return msgspec.json.Encoder().encode_lines(vectors)


def read_vectors(lines: bytes) -> tuple[Vector, ...]:
    """Read vectors from JSON lines; raises ValueError for anything else."""
    return tuple(msgspec.json.Decoder(Vector).decode_lines(lines))
