"""The models of a `manifest.json` of the repository tlaplus/Examples (its schema of May 2026)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.adoption.tlc_command import MOST, bounded_search
from moltverify.running.job import RandomSearch
from moltverify.tlc.outcome import ViolationKind

VIOLATED = {
    "assumption failure": ViolationKind.ASSUMPTION,
    "deadlock failure": ViolationKind.DEADLOCK,
    "safety failure": ViolationKind.INVARIANT,
    "liveness failure": ViolationKind.TEMPORAL_PROPERTY,
}


class SimulateOptions(Struct, frozen=True, rename="camel"):
    """The number of random traces."""

    trace_count: int | None = None


class SimulateMode(Struct, frozen=True):
    """The mode of random traces."""

    simulate: SimulateOptions | None = None


class ManifestModel(Struct, frozen=True, rename="camel"):
    """A config with its mode and result; paths are relative to a folder above the manifest."""

    path: str
    mode: str | SimulateMode = ""
    result: str = ""
    distinct_states: int | None = None
    total_states: int | None = None


class ManifestModule(Struct, frozen=True):
    """A module with its models."""

    path: str
    models: tuple[ManifestModel, ...] = ()


class Manifest(Struct, frozen=True):
    """The modules of one specification."""

    modules: tuple[ManifestModule, ...]


def manifest_hints(files: Iterable[Path], names: NamedFiles) -> Iterator[ModelHint]:
    """Yield what manifests say about models; other programs' manifests say nothing."""
    for file in files:
        try:
            manifest = msgspec.json.decode(file.read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError):
            continue
        # Paths begin in the repository, and the manifest lies in a folder of it.
        bases = (file.parent, *file.parents[1:4])
        for module in manifest.modules:
            for model in module.models:
                yield from hint_of_entry(file, module, model, bases, names)


def hint_of_entry(
    file: Path,
    module: ManifestModule,
    model: ManifestModel,
    bases: tuple[Path, ...],
    names: NamedFiles,
) -> Iterator[ModelHint]:
    """Yield what an entry says of a model, if its files are there."""
    config = names.find(model.path, ".cfg", bases)
    if config is None:
        return
    holds = ExpectedEnd.HOLDS if model.result == "success" else None
    yield ModelHint(
        source=file.name,
        config=config,
        module=names.find(module.path, ".tla", bases),
        expected=ExpectedEnd.BREAKS if model.result in VIOLATED else holds,
        kind=VIOLATED.get(model.result),
        # The repository runs its models without `-deadlock`.
        search=search_of_mode(model.mode),
        exhaustive=model.mode == "exhaustive search",
        distinct=model.distinct_states,
        generated=model.total_states,
        skip="it is for Apalache (mode symbolic)" if model.mode == "symbolic" else "",
    )


def search_of_mode(mode: str | SimulateMode) -> RandomSearch | None:
    """Return the random traces of a mode; None for any other mode."""
    if mode == "generate":
        return bounded_search("-generate", None)
    if not isinstance(mode, SimulateMode) or mode.simulate is None:
        return None
    traces = mode.simulate.trace_count
    return bounded_search("-simulate", traces if traces and 0 < traces < MOST else None)
