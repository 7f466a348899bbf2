"""The texts of the modules and configs of models, as reports show them."""

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model, Registry
from moltverify.running.job import TlcJob, job_jars
from moltverify.tla.dependencies import DependencyReader


class SourceFile(Struct, frozen=True):
    """A spec's file: its path relative to the registry's folder, its text, its bytes' SHA-256."""

    path: str
    text: str
    digest: str


class ModelSources(Struct, frozen=True):
    """A model's config, its module with its dependencies, by name, its data files and its jars.

    Modules are those in the module's own folder and in libraries, not those of TLC itself, nor
    those in jars. A jar has no text.
    """

    model: str
    module: str
    config: SourceFile | None
    modules: tuple[tuple[str, SourceFile], ...]
    data: tuple[SourceFile, ...] = ()
    jars: tuple[SourceFile, ...] = ()

    def file_of(self, module: str) -> SourceFile | None:
        """Return the file of a module by its name; None for one of TLA+'s own."""
        return dict(self.modules).get(module)


class SpecTexts(Struct, frozen=True):
    """The sources of some models."""

    models: tuple[ModelSources, ...]

    def of(self, model_id: str) -> ModelSources | None:
        """Return the sources of a model; None for a model that was not read."""
        return next((one for one in self.models if one.model == model_id), None)


def read_spec_texts(registry: Registry, model_ids: Collection[str]) -> SpecTexts:
    """Read the files of these models as they are now; files that cannot be read are left out."""
    # A report of an earlier run must not fail because a file is gone since.
    reader = Reader(registry.specs)
    models = (model for model in registry.models if model.id in model_ids)
    return SpecTexts(tuple(reader.model(model) for model in models))


class Reader:
    """Reads each spec file once, however many models use it."""

    def __init__(self, specs: Path) -> None:
        self.specs = specs
        self.closures = DependencyReader()
        self.known: dict[Path, SourceFile | None] = {}

    def model(self, model: Model) -> ModelSources:
        """Return a model's sources."""
        job = model.job
        return ModelSources(
            model=model.id,
            module=job.module.stem,
            config=self.file(job.config),
            modules=tuple(self.modules(job)),
            data=tuple(filter(None, map(self.file, job.data))),
            jars=tuple(replace(one, text="") for one in map(self.file, job_jars(job)) if one),
        )

    def modules(self, job: TlcJob) -> Iterator[tuple[str, SourceFile]]:
        """Yield a job's module and those that it uses, by name; none for an unreadable module."""
        # A report without the modules still has the config and the data.
        try:
            paths = self.closures.modules(job.module, job.libraries)
        except OSError:
            return
        for path in paths:
            file = self.file(path)
            if file is not None:
                yield path.stem, file

    def file(self, path: Path) -> SourceFile | None:
        """Return a file, or None if it cannot be read."""
        # A file that cannot be read is also remembered, and not tried again.
        if path not in self.known:
            self.known[path] = read_source(path, self.specs)
        return self.known[path]


def read_source(path: Path, specs: Path) -> SourceFile | None:
    """Read one file; None if it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    # Relative if possible, so that reports from two checkouts have the same paths.
    inside = path.is_relative_to(specs)
    shown = path.relative_to(specs) if inside else path
    # Of the bytes, because two texts with replacement characters may be equal.
    digest = hashlib.sha256(content).hexdigest()
    return SourceFile(shown.as_posix(), content.decode("utf-8", "replace"), digest)
