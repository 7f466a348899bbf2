"""Registries as they were loaded, so that unchanged files are not read as YAML again.

A record is used only if loading would read the same bytes again: those of the registry's files, and
of the modules and configs of its models.
"""

from contextlib import suppress
from os.path import exists, isfile
from pathlib import Path

from msgspec import Struct

from moltverify.errors import RegistryError
from moltverify.registry.records import Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.repository_root import Boundary, repository_of
from moltverify.running.capacity import several_workers
from moltverify.store.code_digest import JUDGING, code_digest
from moltverify.store.json_records import read_json, write_json
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.tla.dependencies import DependencyReader

KIND = "loaded-registries"


class LoadInputs(Struct, frozen=True):
    """What a registry is looked up by; `path` as it was named, because the record has its places.

    `threads` is the number for `workers: auto`.
    """

    path: str
    sha256: str
    allow_outside: bool
    threads: int
    code: str


class LoadedRegistry(Struct, frozen=True):
    """A registry, the SHA-256 of each file that loading read, and the digest of all files."""

    registry: Registry
    files: dict[str, str]
    digest: str


class LoadedRegistries:
    """Records of loaded registries, in the folder of all caches."""

    def __init__(self, folder: Path) -> None:
        self.kept = KeyedStore(folder, KIND)

    def files_of(self, file: Path, allow_outside: bool = False) -> RegistryFiles:
        """Return a registry with its files; raises RegistryError as `load_registry`."""
        known = self.known(file, allow_outside, DependencyReader())
        if known is not None:
            return known
        files = loaded_files(file, allow_outside)
        read = {str(path): files.reader.sha256(path) for path in files.reader.contents}
        if may_be_read(files, read):
            self.keep(files, read)
        return files

    def known(
        self, file: Path, allow_outside: bool, reader: DependencyReader
    ) -> RegistryFiles | None:
        """Return the registry that loading would give, or None if that is not certain."""
        # A file that cannot be read, or is outside: loading says what is wrong.
        with suppress(OSError, RegistryError):
            key = key_of(inputs_of(file, allow_outside, reader))
            found = self.kept.get(key, LoadedRegistry)
            if found is None:
                return None
            files = RegistryFiles(found.registry, reader)
            if not may_be_read(files, found.files):
                return None
            read = {path: reader.sha256(Path(path)) for path in found.files}
            if read == found.files and files.digest == found.digest:
                return files
        return None

    def keep(self, files: RegistryFiles, read: dict[str, str]) -> None:
        """Keep a registry for the next time, if it comes back from JSON as it is."""
        registry = files.registry
        # A config that no file has is no plain path.
        with suppress(TypeError, ValueError):
            if read_json(write_json(registry), Registry) == registry:
                inputs = inputs_of(registry.file, registry.allow_outside, files.reader)
                self.kept.put(key_of(inputs), LoadedRegistry(registry, read, files.digest))


def loaded_files(file: Path, allow_outside: bool = False) -> RegistryFiles:
    """Load a registry; raises RegistryError as `load_registry`."""
    # Imported only for a registry that changed, with the reader of YAML.
    from moltverify.registry.load import load_registry  # noqa: PLC0415 - see above

    reader = DependencyReader()
    return RegistryFiles(load_registry(file, allow_outside, reader), reader)


def inputs_of(file: Path, allow_outside: bool, reader: DependencyReader) -> LoadInputs:
    """Return what a registry is looked up by; raises OSError if its file cannot be read."""
    sha256, code = reader.sha256(file), code_digest(*JUDGING)
    return LoadInputs(str(file), sha256, allow_outside, several_workers(), code)


def may_be_read(files: RegistryFiles, read: dict[str, str]) -> bool:
    """Tell whether all that a registry names exists, and lies where it may be read."""
    registry, jobs = files.registry, [model.job for model in files.registry.models]
    paths = {path for job in jobs for path in (job.module, job.config, *job.data)}
    libraries = {path for job in jobs for path in job.libraries}
    if not all(map(isfile, paths)) or not all(map(exists, libraries)):
        return False
    if not registry.allow_outside:
        boundary = Boundary(repository_of(registry.specs))
        if any(boundary.outside_words(Path(path)) for path in read):
            return False
    try:
        files.require_inside(registry.models)
    except RegistryError:
        return False
    return True
