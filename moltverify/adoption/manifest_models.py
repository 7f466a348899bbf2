"""The models of a `manifest.json` of the repository tlaplus/Examples (its schema of May 2026)."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from moltverify.adoption.named_files import NamedFiles
from moltverify.adoption.records import ExpectedEnd, ModelHint
from moltverify.tlc.outcome import ViolationKind

VIOLATED = {
    "assumption failure": ViolationKind.ASSUMPTION,
    "deadlock failure": ViolationKind.DEADLOCK,
    "safety failure": ViolationKind.INVARIANT,
    "liveness failure": ViolationKind.TEMPORAL_PROPERTY,
}


class ManifestModel(Struct, frozen=True, rename="camel"):
    """A config with its mode and result; paths are relative to a folder above the manifest."""

    path: str
    mode: str | dict[str, object] = ""
    result: str = ""


class ManifestModule(Struct, frozen=True):
    """A module with its models."""

    path: str
    models: tuple[ManifestModel, ...] = ()


class Manifest(Struct, frozen=True):
    """The modules of one specification."""

    modules: tuple[ManifestModule, ...]


def manifest_hints(files: Iterable[Path], names: NamedFiles) -> Iterator[ModelHint]:
    """Yield what manifests say about models; other programs' manifests say nothing.

    An entry for Apalache is left out where another entry gives its config to TLC.
    """
    hints = list(hints_of_entries(files, names))
    for_tlc = {one.config for one in hints if not one.skip}
    yield from (one for one in hints if not one.skip or one.config not in for_tlc)


def hints_of_entries(files: Iterable[Path], names: NamedFiles) -> Iterator[ModelHint]:
    """Yield what each entry says."""
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
        simulates=model.mode == "generate" or isinstance(model.mode, dict),
        skip="it is for Apalache (mode symbolic)" if model.mode == "symbolic" else "",
    )
