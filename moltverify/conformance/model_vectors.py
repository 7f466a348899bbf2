"""Vectors of a model: TLC writes its state graph, and a projection turns the steps into calls.

The state graph is kept under a digest of the model, the jar and the constants, so that an unchanged
model is not explored again. Its projection is made each time, because nothing here knows on which
files a command depends.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.conformance.commands import projection_start
from moltverify.conformance.json_values import Fields, plain_json
from moltverify.conformance.projection import NOON, Sample, merge_samples, project_steps
from moltverify.conformance.projection_run import run_projection
from moltverify.conformance.protocol import ModelLine
from moltverify.conformance.records import Conformance, Counterpart, Program, Vector
from moltverify.conformance.replay import NotReplayedError
from moltverify.conformance.state_graph import graph_lines, plain_graph, read_graph_lines
from moltverify.registry.records import Model, Role
from moltverify.releases.npm import UnobtainableError
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.tool_inputs import ToolInputs, tool_inputs
from moltverify.running.toolchain import Toolchain
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.store.private_folders import private_folder
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.unstated_inputs import unstated_reader
from moltverify.tla.config import Config, read_config
from moltverify.tla.config_writer import write_config
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.graph import Graph, read_graph
from moltverify.tlc.outcome import Holds, Violated

KIND = "graphs"
# The code that a kept graph depends on, beside that of all TLC runs.
GRAPH_CODE = ("conformance/model_vectors.py", "conformance/state_graph.py")


class NoVectorsError(Exception):
    """A model's vectors cannot be computed; the message says why."""


class Explorer(Struct, frozen=True, kw_only=True):
    """What the exploration of a model needs: tools, the folder of all caches, and a stop flag."""

    toolchain: Toolchain
    cache: Path
    stop: Event
    launch: Launch = launch_alone


class GraphInputs(Struct, frozen=True):
    """Everything that a state graph depends on; `model` is the digest of the model's inputs."""

    model: str
    tools: ToolInputs
    # Of the replay: those of the model are in its config, and so in its digest.
    constants: tuple[tuple[str, str], ...]


class VectorSource(Struct, frozen=True):
    """A model with the constants that it is replayed with, and how its steps become calls."""

    model: Model
    counterpart: Counterpart
    conformance: Conformance

    @property
    def config(self) -> Config:
        """The model's config, with the replay's own constants; a green has nothing to check."""
        intended = read_config(self.model.job.config.read_text(encoding="utf-8"))
        lines = [f"{name} = {value}" for name, value in self.counterpart.constants]
        # Parsed as a config, so that constants have one syntax in both files.
        ours = read_config("CONSTANTS " + "\n".join(lines)).constants if lines else ()
        kept = {constant.name: constant for constant in (*intended.constants, *ours)}
        whole = replace(intended, constants=tuple(kept.values()))
        # A red without bounds is explored as far as its counterexample, which has the fault.
        if self.model.role is Role.RED:
            return whole
        # A violated property would end the exploration, and the calls need the whole graph.
        return replace(whole, invariants=(), properties=())

    @property
    def constants(self) -> Fields:
        """The constants as plain JSON."""
        return {constant.name: plain_json(constant.value) for constant in self.config.constants}


def vectors_of(source: VectorSource, explorer: Explorer) -> tuple[Vector, ...]:
    """Return a model's vectors; TLC runs only if the model has changed.

    Raises NoVectorsError when TLC does not explore the model to the end, or when the projection
    fails.
    """
    digest = graph_digest(source, explorer.toolchain)
    lines = kept_graph(source, digest, explorer)
    try:
        # Samples may be made one by one, so that their errors come while they are merged.
        calls = merge_samples(samples_of(lines, source, explorer.stop))
    except (ValueError, NotReplayedError, UnobtainableError) as error:
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


def samples_of(lines: bytes, source: VectorSource, stop: Event) -> Iterable[Sample]:
    """Return the calls that the steps of a graph are, as a command or the registry says."""
    program = source.counterpart.program
    assert program is not None
    if not program.projection.command:
        return project_steps(read_graph_lines(lines), program.projection)
    start = projection_start(program, source.conformance)
    return run_projection(model_line(source, program), lines, start, stop, program.deadline)


def model_line(source: VectorSource, program: Program) -> ModelLine:
    """Return the first line for a projection."""
    return ModelLine(
        model=source.model.id,
        constants=source.constants,
        parameters=dict(source.conformance.parameters),
        settings=dict(program.settings),
    )


def kept_graph(source: VectorSource, digest: str, explorer: Explorer) -> bytes:
    """Return the lines of a model's state graph, from disk if they are kept under this digest."""
    kept = KeyedStore(explorer.cache, KIND)
    job, jar = source.model.job, explorer.toolchain.jar.path
    known = None if unstated_reader(job, DependencyReader(), jar) else kept.get(digest, str)
    if known is not None:
        return known.encode()
    try:
        lines = graph_lines(plain_graph(explore(source, explorer)))
    except ValueError as error:
        raise NoVectorsError(str(error)) from error
    # As text, because a record in the store is JSON, which has no bytes.
    kept.put(digest, lines.decode())
    return lines


def explore(source: VectorSource, explorer: Explorer) -> Graph:
    """Return the model's state graph as TLC writes it."""
    try:
        with private_folder() as private:
            return explored_graph(source, explorer, private)
    except OSError as error:
        raise NoVectorsError(f"{source.model.id} cannot be explored: {error}") from error


def explored_graph(source: VectorSource, explorer: Explorer, private: Path) -> Graph:
    """Return the graph that TLC writes in a private folder; raises OSError, NoVectorsError."""
    job = source.model.job
    files = read_staged_files(job, DependencyReader())
    config = replace(files.config, content=write_config(source.config).encode())
    task = TlcTask(
        files=replace(files, config=config),
        # With several threads the order of the states would differ from run to run, and with it
        # the numbers of the vectors.
        options=replace(job.options, workers=1),
        toolchain=explorer.toolchain,
        logs=private,
        stop=explorer.stop,
        graph=private / "graph.dot",
    )
    outcome = run_task(task, explorer.launch).reading.outcome
    violated = source.model.role is Role.RED and isinstance(outcome, Violated)
    if not violated and not isinstance(outcome, Holds):
        raise NoVectorsError(f"TLC did not explore {source.model.id} to the end: {outcome}")
    with (private / "graph.dot").open(encoding="utf-8", errors="replace") as lines:
        return read_graph(lines)


def graph_digest(source: VectorSource, toolchain: Toolchain) -> str:
    """Return the digest of everything on which a model's state graph depends."""
    inputs = GraphInputs(
        model=InputDigests().of(source.model),
        tools=tool_inputs(toolchain, *GRAPH_CODE),
        constants=source.counterpart.constants,
    )
    return key_of(inputs)
