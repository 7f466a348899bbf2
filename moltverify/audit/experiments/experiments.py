"""Experiments on TLC: modules that the audit writes and TLC runs, with their results kept."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Event
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from moltverify.running.engine_selection import LaunchFor
from moltverify.running.engines import RunSize
from moltverify.running.job import TlcOptions
from moltverify.running.run_tlc import TlcRun, TlcTask, run_task
from moltverify.running.staged_files import FileDigest, StagedFile, StagedFiles, made_staged_files
from moltverify.running.tool_inputs import ToolInputs, tool_inputs
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.suite import loop as suite
from moltverify.suite.unstated_inputs import first_reader
from moltverify.suite.variable_digests import VariableDigest, variable_digests
from moltverify.tla.dependencies import uses_in
from moltverify.tlc import outcome
from moltverify.tlc.coverage import Coverage
from moltverify.tlc.graph import Graph, read_graph
from moltverify.tlc.outcome import Outcome, Statistics, was_interrupted

KIND = "experiments"
GRAPH = "graph.dot"

Known = TypeVar("Known", bound=Struct)
Read = TypeVar("Read")


class Experiment(Struct, frozen=True, kw_only=True):
    """One run to make: modules by name, the root's name, a config, TLC's options, seconds.

    `data` are the files that the modules' operators read.
    """

    modules: Mapping[str, bytes]
    root: str
    config: str
    options: TlcOptions
    more: tuple[str, ...] = ()
    timeout: float
    data: tuple[StagedFile, ...] = ()


class Observation(Struct, frozen=True):
    """The result of an experiment: TLC's outcome and counts, the lines of Print, coverage."""

    outcome: Outcome
    statistics: Statistics
    printed: tuple[str, ...]
    seconds: float
    coverage: Coverage | None = None


class ExperimentInputs(Struct, frozen=True):
    """Everything that an observation depends on."""

    tools: ToolInputs
    files: tuple[FileDigest, ...]
    root: str
    config: str
    heap: str
    deadlock: bool
    jvm: tuple[str, ...]
    jars: tuple[str, ...]
    variables: tuple[VariableDigest, ...]
    # Different for each experiment that may read what no key covers.
    unique: str
    more: tuple[str, ...]
    # An experiment that ran out of time is kept too; with more time it may have another outcome.
    timeout: float


class Bench:
    """Runs experiments and keeps their observations under a digest of their inputs.

    `root` is the folder of all caches; with `again`, nothing kept is used.
    """

    def __init__(
        self,
        settings: suite.SuiteSettings,
        launch_for: LaunchFor,
        root: Path,
        stop: Event,
        again: bool,
    ) -> None:
        # A suite's loop opens an engine and closes it; this one shares that of the experiments.
        self.settings = replace(settings, engine=lambda _: nullcontext(launch_for))
        self.launch_for = launch_for
        self.root = root
        self.kept = KeyedStore(root, KIND)
        self.stop = stop
        self.again = again

    def recall(self, digest: str, kind: type[Known]) -> Known | None:
        """Return the record kept under a digest; None if there is none that can be read."""
        return None if self.again else self.kept.get(digest, kind)

    def keep(self, digest: str, known: Struct) -> None:
        """Keep a record under a digest; without an error if it cannot be written."""
        self.kept.put(digest, known)

    def observe(self, experiment: Experiment) -> Observation:
        """Return an experiment's observation, kept or new; raises OSError for unwritable files."""
        digest = self.digest(experiment)
        known = self.recall(digest, Observation)
        if known is not None:
            return known
        observation = self.run(experiment)
        if not was_interrupted(observation.outcome):
            self.keep(digest, observation)
        return observation

    def explore(self, experiment: Experiment) -> Graph | None:
        """Return the whole state graph of an experiment that holds, or None if it was cut short."""
        return self.explored(experiment, read_graph_file)

    def explored(self, experiment: Experiment, read: Callable[[Path], Read]) -> Read | None:
        """Return what `read` makes of the file with the state graph; None if it was cut short."""
        with self.ran(experiment, GRAPH) as (folder, observation), suppress(OSError):
            if isinstance(observation.outcome, outcome.Holds):
                return read(folder / GRAPH)
        return None

    def run(self, experiment: Experiment) -> Observation:
        """Run an experiment, even if an observation of it is kept."""
        with self.ran(experiment) as (_, observation):
            return observation

    @contextmanager
    def ran(self, experiment: Experiment, graph: str = "") -> Iterator[tuple[Path, Observation]]:
        """Run an experiment in a temporary folder; yield the folder and the observation.

        With `graph`, the file of that name there holds the state graph.
        """
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="audit-", dir=self.settings.folder))
        try:
            task = TlcTask(
                files=experiment_files(experiment),
                # One thread: TLC's registers, in which the probes note what they see, are per
                # thread.
                options=replace(experiment.options, timeout=experiment.timeout, workers=1),
                toolchain=self.settings.toolchain,
                logs=folder / "logs",
                stop=self.stop,
                more=experiment.more,
                graph=folder / graph if graph else None,
            )
            yield folder, observed(run_task(task, self.launch_for(RunSize.SMALL)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def digest(self, experiment: Experiment) -> str:
        """Return the digest of everything that an observation depends on."""
        options = experiment.options
        # With the code of these rooms too, which decides what is observed and recorded.
        inputs = ExperimentInputs(
            tools=tool_inputs(self.settings.toolchain, "audit", "mutation"),
            files=tuple(one.digest for one in experiment_files(experiment).files),
            root=experiment.root,
            config=experiment.config,
            heap=options.heap,
            deadlock=options.deadlock,
            jvm=options.jvm,
            jars=tuple(jar.sha256 for jar in options.class_path),
            variables=variable_digests(options.environment, os.environ),
            unique=secrets.token_hex() if self.reads_unstated(experiment) else "",
            more=experiment.more,
            timeout=experiment.timeout,
        )
        return key_of(inputs)

    def reads_unstated(self, experiment: Experiment) -> bool:
        """Tell whether an experiment can read files or variables that nobody stated."""
        if experiment.options.environment is not None:
            return False
        texts = (content.decode("utf-8", "replace") for content in experiment.modules.values())
        names = {name for text in texts for name in uses_in(text)}
        libraries = (jar.path for jar in experiment.options.class_path)
        jars = (*libraries, self.settings.toolchain.jar.path)
        return bool(first_reader(names, jars, self.settings.reader))


def read_graph_file(file: Path) -> Graph:
    """Return the state graph in a file that TLC wrote; raises OSError."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        return read_graph(lines)


def experiment_files(experiment: Experiment) -> StagedFiles:
    """Return an experiment's files as TLC gets them."""
    return made_staged_files(
        experiment.modules, experiment.root, experiment.config, experiment.data
    )


def observed(run: TlcRun) -> Observation:
    """Return the observation of a run."""
    reading = run.reading
    return Observation(
        reading.outcome,
        reading.statistics,
        reading.printed,
        run.finished.seconds,
        reading.coverage,
    )
