"""The registered models that a file of another project can describe, and why others have no place.

Such files know pairs of a module and a config, by paths from the repository's root.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.registry.expectation import Expectation
from moltverify.registry.records import Model, Registry
from moltverify.registry.repository_root import repository_of
from moltverify.tla.derived_config import DerivedConfig

NO_CONFIG = "left out, a witness without a config of its own"
DERIVED = "left out, a config that the registry derives has no file"
OUTSIDE = "left out, files outside the repository"
NO_DEADLOCK = "not written, that TLC does not look for deadlocks"
TRACES = "not written, how deep and how long random traces are followed, and with which seed"
SAME_CONFIG = "left out, another model with the same config is written"
NO_WORD = "unknown result, the format has no word for the violation"


class ExportedModel(Struct, frozen=True):
    """A model with the paths of its files from the repository's root."""

    model: Model
    module: Path
    config: Path

    @property
    def expectation(self) -> Expectation:
        """What the registry requires of the model."""
        return self.model.expectation


class ExportNote(Struct, frozen=True):
    """What the written files do not say of a model."""

    id: str
    reason: str


class Export(Struct, frozen=True):
    """Texts by paths from the folder that they are written to, and what they do not say."""

    texts: dict[Path, str]
    notes: tuple[ExportNote, ...]


def exported_models(
    registry: Registry, models: Sequence[Model]
) -> tuple[list[ExportedModel], list[ExportNote]]:
    """Return the models that have files of their own in the repository, and notes on the others."""
    root = repository_of(registry.specs)
    found, notes = list[ExportedModel](), list[ExportNote]()
    for model in models:
        if reason := left_out(model, root):
            notes.append(ExportNote(model.id, reason))
            continue
        module, config = real_path(model.job.module), real_path(model.job.config)
        found.append(ExportedModel(model, module.relative_to(root), config.relative_to(root)))
        if not model.job.options.deadlock:
            notes.append(ExportNote(model.id, NO_DEADLOCK))
        if model.job.options.random_search:
            notes.append(ExportNote(model.id, TRACES))
    return found, notes


def left_out(model: Model, root: Path) -> str:
    """Return why a model cannot be described, or nothing."""
    if model.shares_files:
        return NO_CONFIG
    if isinstance(model.job.config, DerivedConfig):
        return DERIVED
    files = (model.job.module, model.job.config)
    inside = all(real_path(file).is_relative_to(root) for file in files)
    return "" if inside else OUTSIDE


def real_path(file: Path) -> Path:
    """Return a file's path with the links of its folders followed; its own name stays."""
    return Path(os.path.realpath(file.parent)) / file.name
