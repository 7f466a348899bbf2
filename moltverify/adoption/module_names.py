"""Which names a module has, with what it extends: whether a config can be about it."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from moltverify.adoption.discovery import TOOLBOX
from moltverify.tla.config import Config
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.parsed_modules import module_closure
from moltverify.tla.standard_names import KNOWN_BY_NAME
from moltverify.tla.value_types import ModelValue

SEPARATORS = "_-."


class ModuleNames:
    """Reads the names of modules, each once, and finds the folders of the modules that they use."""

    def __init__(self, modules: Iterable[Path]) -> None:
        self.modules = tuple(modules)
        self.reader = DependencyReader()
        self.names = cache(self.find_names)
        self.libraries = cache(self.find_libraries)
        self.closure = cache(self.find_closure)

    def find_libraries(self, module: Path, told: tuple[Path, ...] = ()) -> tuple[Path, ...]:
        """Return the folders in which a module's dependencies are, after those that were told.

        A dependency that is in no such folder is looked for among all modules that were found; of
        several the nearest is taken.
        """
        folders = list(told)
        waiting, seen = [module], {module.stem}
        while waiting:
            path = waiting.pop(0)
            for name in self.used(path):
                # A comment may name a module, so what is not there is no error.
                if name in seen:
                    continue
                seen.add(name)
                place = self.reader.locate(name, (module.parent, *folders))
                if place is None and name not in STANDARD:
                    place = self.nearest(name, module)
                    folders += [place.parent] if place else []
                waiting += [place] if place else []
        return tuple(folders)

    def used(self, module: Path) -> tuple[str, ...]:
        """Return the names of the modules that a module uses; none for an unreadable file."""
        try:
            return self.reader.uses(module)
        except OSError:
            return ()

    def nearest(self, name: str, module: Path) -> Path | None:
        """Return the module of a name that is in the nearest folder, or None."""
        same = [file for file in self.modules if file.stem == name and file != module]
        # The Toolbox's copies are not the user's modules, but its MC.tla may use them.
        own = [file for file in same if not is_toolbox_copy(file)]
        return min(own or same, key=lambda file: (distance(file, module), file), default=None)

    def find_closure(self, module: Path, told: tuple[Path, ...] = ()) -> frozenset[Path]:
        """Return the files of a module and of all modules that it uses."""
        try:
            return frozenset(self.reader.modules(module, self.libraries(module, told)))
        except OSError:
            return frozenset({module})

    def find_names(self, module: Path) -> frozenset[str] | None:
        """Return the names that a module and its dependencies define or declare.

        None where not all of it is there and can be parsed, so that no name counts as missing.
        """
        try:
            files = module_closure(module, self.libraries(module))
        except OSError:
            return None
        there = {file.file.stem for file in files} | STANDARD
        # A module that is in no folder may be in another jar.
        if any(file.error_line is not None or not there.issuperset(file.used) for file in files):
            return None
        found = set(KNOWN_BY_NAME)
        for one in (each for file in files for each in file.modules):
            found.update(one.definitions, one.constants, one.variables)
        return frozenset(found)

    def fits(self, module: Path, config: Config) -> bool:
        """Tell whether a module has what a config names; True if the parser cannot tell."""
        names = self.names(module)
        return names is None or wanted_names(config) <= names


def wanted_names(config: Config) -> set[str]:
    """Return the names that the module of a config must define or declare."""
    single = (
        config.specification,
        config.init,
        config.next,
        config.view,
        config.symmetry,
        config.alias,
        config.postcondition,
    )
    several = (
        *config.invariants,
        *config.properties,
        *config.constraints,
        *config.action_constraints,
    )
    # `v1 = v1` makes a model value for other values of the config; no module need declare it.
    values = {
        one.name
        for one in config.constants
        if one.module is None and one.value != ModelValue(one.name)
    }
    replaced = {one.name for one in config.overrides.values() if one.module is None}
    replacements = {one.replacement for one in config.overrides.values()}
    names = {one.name for one in (*filter(None, single), *several)}
    return names | values | replaced | replacements


def distance(file: Path, other: Path) -> int:
    """Return the number of folders between two files."""
    shared = 0
    for one, another in zip(file.parent.parts, other.parent.parts, strict=False):
        if one != another:
            break
        shared += 1
    return len(file.parent.parts) + len(other.parent.parts) - 2 * shared


def is_toolbox_copy(file: Path) -> bool:
    """Tell whether a module lies in one of the Toolbox's folders."""
    return any(part.endswith(TOOLBOX) for part in file.parent.parts)


def begins_with(name: str, prefix: str) -> bool:
    """Tell whether a name is another one and more, such as `Door_bug` for `Door`."""
    rest = name[len(prefix) :]
    if not name.startswith(prefix) or not rest:
        return False
    # `Doorway` is no model of `Door`.
    return rest[0] in SEPARATORS or rest[0].isdigit() or rest[0].isupper()
