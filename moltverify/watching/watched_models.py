"""The models of a watch as their files were when they were last read, and what a change touches."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from os.path import realpath
from pathlib import Path

from msgspec.structs import replace

from moltverify.registry.records import Model, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.suite.input_digests import InputDigests
from moltverify.suite.model_files import possible_files
from moltverify.tla.dependencies import DependencyReader
from moltverify.tla.derived_config import DerivedConfig

UNREADABLE = ""  # the digest of a model with a file that cannot be read, as in its result


class WatchedModels:
    """Some models of a registry, with the digests of their inputs and the places of their files.

    A change touches a model if it changes the digest: a comment in a module does, a file with the
    same bytes does not, nor does a file that the model does not need.
    """

    def __init__(self, files: RegistryFiles, models: Sequence[Model], workers: int | None) -> None:
        self.registry = files.registry
        self.workers = workers
        self.models = {model.id: model for model in models}
        self.digests = self.digests_of(self.models, files.reader)
        self.files = {
            model.id: frozenset(real_places(model_paths(model, files.reader))) for model in models
        }
        self.sources = frozenset(real_places(registry_paths(self.registry, models)))

    def digests_of(self, names: Iterable[str], reader: DependencyReader) -> dict[str, str]:
        """Return the digest of each model's inputs, as the reader finds them."""
        digests = InputDigests(self.workers, reader)
        found = dict.fromkeys(names, UNREADABLE)
        for name in found:
            with suppress(OSError):
                found[name] = digests.of(self.models[name])
        return found

    def near(self, paths: Collection[Path]) -> list[str]:
        """Return the models that have one of these places among their files."""
        return [name for name, files in self.files.items() if not files.isdisjoint(paths)]

    def touched(self, names: Collection[str]) -> list[str]:
        """Return those of the models whose inputs have changed, and remember how they are now."""
        reader = DependencyReader()
        now = self.digests_of(names, reader)
        changed = [name for name in names if now[name] != self.digests[name]]
        self.digests |= now
        for name in changed:
            # Other modules may be used now.
            paths = model_paths(self.models[name], reader)
            self.files[name] = frozenset(real_places(paths))
        return changed

    def differing(self, older: "WatchedModels") -> list[str]:
        """Return the models that an older reading lacks, or had with other inputs or entries.

        Where only the rest of a claim's entry differs, all its models do: the check before a run
        reads it. With another jar every model differs.
        """
        if self.registry.tla2tools != older.registry.tla2tools:
            return list(self.models)
        found = [name for name in self.models if self.differs(name, older)]
        entries = {claim.id: claim.digest for claim in older.registry.claims}
        named = {self.models[name].claim for name in found}
        rest = {
            claim.id
            for claim in self.registry.claims
            if claim.id not in named and entries.get(claim.id) != claim.digest
        }
        return [name for name, one in self.models.items() if name in found or one.claim in rest]

    def differs(self, name: str, older: "WatchedModels") -> bool:
        """Tell whether an older reading had a model with other inputs or another entry."""
        before, now = older.models.get(name), self.models[name]
        if before is None or older.digests[name] != self.digests[name]:
            return True
        # A line more above it moves an entry, and changes nothing of it.
        return replace(before, source=now.source) != now

    def is_of(self, path: Path, names: Iterable[str]) -> bool:
        """Tell whether a path is one of the registry's, or one of these models'."""
        return path in self.sources or any(path in self.files[name] for name in names)

    def folders(self) -> set[Path]:
        """Return the folders in which a change can touch a model or the registry."""
        files = self.sources.union(*self.files.values())
        return set(existing_folders({file.parent for file in files}, self.registry.specs))


def model_paths(model: Model, reader: DependencyReader) -> Iterator[Path]:
    """Yield the paths of a model's files, and where others would be found if they existed."""
    yield from (model.job.module, model.job.config)
    # What an unreadable module needs is not known before it can be read.
    with suppress(OSError):
        yield from possible_files(model.job, reader)


def registry_paths(registry: Registry, models: Iterable[Model]) -> Iterator[Path]:
    """Yield the paths of the files after whose change the registry has to be loaded again."""
    yield registry.file
    yield from (claim.source.file for claim in registry.claims)
    for model in models:
        # The record of such a config has read it.
        if isinstance(model.job.config, DerivedConfig):
            yield model.job.config.base


def real_places(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each path in its real folder, and where it leads if it is a link."""
    folder = cache(realpath)
    for path in set(paths):
        yield Path(folder(path.parent)) / path.name
        if path.is_symlink():
            yield Path(realpath(path))


def existing_folders(folders: Iterable[Path], top: Path) -> Iterator[Path]:
    """Yield folders with those above them up to `top`; for one that is missing, the next above."""
    # Above, too: a folder that is removed and made again is another one for the system.
    top = Path(realpath(top))
    for folder in folders:
        found = next(one for one in (folder, *folder.parents) if one.is_dir())
        yield found
        if found.is_relative_to(top):
            yield from (above for above in found.parents if above.is_relative_to(top))
