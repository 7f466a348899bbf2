"""What one replay is about: the model, its calls, the release, and how calls are made."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event

from msgspec import Struct

from moltverify.conformance.model_vectors import (
    Explorer,
    NoVectorsError,
    VectorSource,
    graph_digest,
    vectors_of,
)
from moltverify.conformance.protocol import PlantedBug
from moltverify.conformance.records import Conformance, Counterpart, Vector
from moltverify.conformance.replay_events import Exploring, ReplayListener
from moltverify.registry.records import Model, Role
from moltverify.releases.node_runtime import NodeRuntime
from moltverify.releases.package import Package
from moltverify.releases.release_folders import ReleaseStore


class Release(Struct, frozen=True):
    """A release, with the folder of its package or the reason why it could not be obtained.

    `node` is the Node that it asks for. The registry's own project has none of these.
    """

    package: Package
    folder: Path | None = None
    reason: str = ""
    node: NodeRuntime | None = None


class ReplaySettings(Struct, frozen=True, kw_only=True):
    """How models are replayed; `mutant` plants a bug into the implementation.

    `greens` are the greens by claim, which reds are compared with.
    """

    conformance: Conformance
    explorer: Explorer
    store: ReleaseStore
    jobs: int
    stop: Event
    mutant: PlantedBug | None = None
    greens: Mapping[str, Model] = {}  # msgspec makes a new dict for each


class Calls(Struct, frozen=True):
    """The calls of a model, and for a red those of its green."""

    own: Sequence[Vector]
    green: Sequence[Vector] = ()


class ReplayTask(Struct, frozen=True):
    """One model to replay; `listen` is called from the thread that replays."""

    model: Model
    counterpart: Counterpart
    settings: ReplaySettings
    listen: ReplayListener = lambda _: None


class LazyCalls:
    """The calls of a model, made when the first release needs them."""

    def __init__(self, task: ReplayTask) -> None:
        self.task = task
        self.made: Calls | None = None
        self.error: NoVectorsError | None = None

    def sources(self) -> list[VectorSource]:
        """Return the model, and for a red its green, with what their calls depend on."""
        task, conformance = self.task, self.task.settings.conformance
        models = [task.model]
        if task.model.role is Role.RED:
            models.append(task.settings.greens[task.model.claim])
        return [VectorSource(model, task.counterpart, conformance) for model in models]

    @cached_property  # each release asks, and the files are read for it
    def graphs(self) -> tuple[str, ...]:
        """Return the digest of each state graph from which the calls are made."""
        toolchain = self.task.settings.explorer.toolchain
        return tuple(graph_digest(source, toolchain) for source in self.sources())

    def calls(self) -> Calls:
        """Return the calls; raises NoVectorsError, each time the same."""
        if self.error:
            raise self.error
        if self.made is None:
            self.task.listen(Exploring(self.task.model.id))
            try:
                explorer = self.task.settings.explorer
                self.made = Calls(*(vectors_of(source, explorer) for source in self.sources()))
            except NoVectorsError as error:
                self.error = error
                raise
        return self.made
