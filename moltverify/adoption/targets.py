"""Which registry adoption writes into, and what that has already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os.path import commonpath
from pathlib import Path

from msgspec import Struct

from moltverify.adoption.discovery import absolute
from moltverify.adoption.records import PairedModel
from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.registry_search import NAME, find_registry


class RegistryTarget(Struct, frozen=True):
    """The file to write, its registry if it is there, and its text before."""

    file: Path
    registry: Registry | None = None
    text: str = ""

    @property
    def configs(self) -> set[Path]:
        """The configs that the registry has already."""
        models = self.registry.models if self.registry else ()
        return {one.job.config.resolve() for one in models}

    @property
    def tiers(self) -> set[str]:
        """The tiers of its models."""
        return {one.tier for one in self.registry.models} if self.registry else set()

    @property
    def ids(self) -> set[str]:
        """The ids of its claims."""
        return {one.id for one in self.registry.claims} if self.registry else set()


def registry_target(
    given: Path | None, here: Path, models: Sequence[PairedModel]
) -> RegistryTarget:
    """Return the registry that the user names, the one that `run` finds, or a new file's place.

    Raises RegistryError for a registry with mistakes.
    """
    file = given / NAME if given is not None and given.is_dir() else given
    if file is None:
        try:
            file = find_registry(None, here)
        except UsageError:
            file = new_place(here, models)
    file = absolute(file)
    if not file.exists():
        return RegistryTarget(file)
    # What is there may name files outside the repository; they are not read here.
    registry = load_registry(file, allow_outside=True)
    return RegistryTarget(file, registry, file.read_bytes().decode("utf-8"))


def new_place(here: Path, models: Sequence[PairedModel]) -> Path:
    """Return where a new registry goes: above all models, where a command in `here` finds it.

    That is `specs/` if all models are there, else the current folder, else their own top folder.
    """
    top = top_folder(file for one in models for file in (one.config, one.module))
    if top is None or top.is_relative_to(here / "specs"):
        return (here if top is None else here / "specs") / NAME
    return (here if top.is_relative_to(here) else top) / NAME


def top_folder(files: Iterable[Path]) -> Path | None:
    """Return the folder that all files share, or None without files."""
    folders = [str(file.parent) for file in files]
    return Path(commonpath(folders)) if folders else None
