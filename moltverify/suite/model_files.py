"""The files of models as git knows them, and which of them are among the changed ones."""

from collections.abc import Iterator, Sequence, Set
from functools import cache
from pathlib import Path

from moltverify.errors import UsageError
from moltverify.registry.records import Model, Registry
from moltverify.running.job import TlcJob, job_files, job_jars
from moltverify.suite.git_repository import GitRepository
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.derived_config import DerivedConfig
from moltverify.tla.jar_modules import library_jars


class ModelFiles:
    """The files of some models, resolved, so that they compare with git's."""

    def __init__(self, registry: Registry, models: Sequence[Model]) -> None:
        self.models = models
        sources = (claim.source.file for claim in registry.claims)
        self.registry = {file.resolve() for file in (registry.file, *sources)}
        self.reader = DependencyReader()
        # Models share folders and modules, and each resolution asks for every folder's links.
        self.resolve = cache(Path.resolve)
        self.of = cache(self.find)

    def find(self, model: Model) -> frozenset[Path]:
        """Return a model's files, and where others would be found if they existed."""
        try:
            return frozenset(map(self.resolve, possible_files(model.job, self.reader)))
        except OSError as error:
            what = f"cannot read {error.filename}, which {model.id} needs"
            raise UsageError(f"{what}: {error.strerror}", "make the file readable") from error

    def all(self) -> set[Path]:
        """Return the files of the registry and of all the models."""
        return self.registry.union(*map(self.of, self.models))

    def unknown_to(self, git: GitRepository) -> set[Path]:
        """Return the existing files that git does not compare with the working tree."""
        # A file outside the repository has no name.
        return {
            file
            for file in self.all()
            if not git.tracked.get(git.name(file) or "") and file.exists()
        }

    def needing(self, file: Path) -> str:
        """Return the id of a model that needs a file, or `the registry`."""
        found = (model.id for model in self.models if file in self.of(model))
        return "the registry" if file in self.registry else next(found)


def possible_files(job: TlcJob, reader: DependencyReader) -> Iterator[Path]:
    """Yield a job's files, and all places of its modules: a removed file changes a model too."""
    modules = reader.modules(job.module, job.libraries)
    in_jars = map(reader.names_in, library_jars(job.libraries))
    names = STANDARD.union(*map(reader.uses, modules), *in_jars)
    yield job.module
    if isinstance(job.config, DerivedConfig):
        yield job.config.base
    # The entry names a jar by its digest, so with another jar the entry is another one; and what is
    # downloaded is often in no commit.
    jars = job_jars(job)
    yield from (file for file in job_files(job, reader) if file not in jars)
    for folder in (job.module.parent, *(one for one in job.libraries if one not in jars)):
        yield from (folder / f"{name}.tla" for name in names)


class ChangedPaths:
    """Files that git names as changed, and folders: of a submodule it names only the folder."""

    def __init__(self, paths: set[Path]) -> None:
        self.paths = paths
        self.folders = {path for path in paths if path.is_dir()}

    def among(self, files: Set[Path]) -> set[Path]:
        """Return those of some files that changed."""
        found = self.paths & files
        # There is seldom a folder, and the parents of thousands of files take a second.
        if self.folders:
            found |= {
                file
                for file in files
                if not self.folders.isdisjoint(file.parents) and file.exists()
            }
        return found
