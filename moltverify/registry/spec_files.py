"""The modules and configs of models, each read once, and the names that a config may use."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from moltverify.registry.key_places import KeyPlaces
from moltverify.running.job import TlcJob
from moltverify.tla.config import Config, read_config
from moltverify.tla.dependencies import STANDARD, DependencyReader
from moltverify.tla.module import Definition, ModuleFile, ParsedModule
from moltverify.tla.module_parser import parse_module_bytes
from moltverify.tla.module_scope import ModuleScope
from moltverify.tla.parsed_modules import ParsedModules, parsed_modules
from moltverify.tla.standard_names import (
    KNOWN_BY_NAME,
    STANDARD_OPERATORS,
    standard_closure,
    standard_module_has,
)


class KnownNames(Struct, frozen=True):
    """The names that a model's modules define, and those that they or TLA+ declare beside them.

    `complete` is False if a module may define more names: one that the parser cannot parse to its
    end, or one that is in no folder of the model.
    """

    defined: frozenset[str]
    declared: frozenset[str]
    complete: bool

    def lacks(self, name: str) -> bool:
        """Tell whether no module has a name; False if only TLC can decide."""
        return self.complete and name not in self.defined and name not in self.declared


class SpecFiles:
    """Reads modules and configs, each once. Raises OSError for an unreadable file.

    `tla2tools` is the jar whose translator compares PlusCal; None for that of the environment.
    Files that `reader` has read are not read again.
    """

    def __init__(
        self, tla2tools: Path | None = None, reader: DependencyReader | None = None
    ) -> None:
        self.tla2tools = tla2tools
        self.closures = reader = reader or DependencyReader()
        self.keys = KeyPlaces()
        # Caches of the instance: one check sees one state of the files, the next one another.
        self.module: Callable[[Path], ModuleFile] = cache(
            lambda file: parse_module_bytes(file, reader.content(file))
        )
        self.config: Callable[[Path], Config] = cache(lambda file: read_config(reader.text(file)))
        # Models share modules, and several checks ask for those of one model.
        self.closure: Callable[[Path, tuple[Path, ...]], tuple[ModuleFile, ...]] = cache(
            self.find_closure
        )
        self.names: Callable[[TlcJob], KnownNames] = cache(self.find_names)
        self.scope: Callable[[TlcJob], ModuleScope | None] = cache(self.find_scope)

    def folders(self, job: TlcJob) -> tuple[Path, ...]:
        """Return the folders in which TLC looks for a job's modules, in order."""
        return (job.module.parent, *job.libraries)

    def modules(self, job: TlcJob) -> list[ModuleFile]:
        """Return the modules that TLC may read, also those that only comments name, by name."""
        return [self.module(file) for file in self.closures.modules(job.module, job.libraries)]

    def used_modules(self, job: TlcJob) -> tuple[ModuleFile, ...]:
        """Return the modules that TLC reads for sure, as far as the parser can parse them."""
        return self.closure(job.module, job.libraries)

    def find_closure(self, root: Path, libraries: tuple[Path, ...]) -> tuple[ModuleFile, ...]:
        """Return a module and all that it uses, directly or not."""
        folders = (root.parent, *libraries)
        found: dict[Path, ModuleFile] = {}
        waiting = [root]
        while waiting:
            path = waiting.pop(0)
            if path not in found:
                found[path] = file = self.module(path)
                # After an error, `used` has names that only TLC can confirm.
                names = file.used if file.error_line is None else ()
                waiting += filter(None, (self.closures.locate(name, folders) for name in names))
        return tuple(found.values())

    def parsed(self, job: TlcJob) -> ParsedModules:
        """Return a job's modules and config for questions about formulas; raises as `config`."""
        used = self.used_modules(job)
        # What is behind an error may be used as well.
        damaged = any(file.error_line is not None for file in used)
        files = (*used, *self.modules(job)) if damaged else used
        return parsed_modules(files, self.config(job.config), job.config)

    def find_names(self, job: TlcJob) -> KnownNames:
        """Return the names that a config of a job's module may use."""
        files = self.modules(job)
        folders = self.folders(job)
        # What other standard modules define, such as those of later versions, is not known here.
        used = {name for file in files for name in file.used} - STANDARD_OPERATORS.keys()
        modules = [module for file in files for module in visible_modules(file)]
        return KnownNames(
            defined=frozenset(name for module in modules for name in module.definitions),
            # TLC accepts a constant as an invariant.
            declared=KNOWN_BY_NAME.union(
                *(module.constants for module in modules),
                *(module.statements for module in modules),
            ),
            complete=all(file.error_line is None for file in files)
            and all(self.closures.locate(name, folders) for name in used),
        )

    def find_scope(self, job: TlcJob) -> ModuleScope | None:
        """Return what names of a job's config mean; None if a module is missing or damaged."""
        files = self.used_modules(job)
        if not self.has_all(job, files) or any(file.error_line is not None for file in files):
            return None
        return ModuleScope(files[0].modules[0], files)

    def has_all(self, job: TlcJob, files: Sequence[ModuleFile]) -> bool:
        """Tell whether each module that these files name has a file or is one of TLC's jar."""
        folders = self.folders(job)
        used = {name for file in files for name in file.used} - STANDARD
        return all(self.closures.locate(name, folders) for name in used)

    def is_absent(self, job: TlcJob, name: str) -> bool:
        """Tell whether a name stands in no module that TLC may read, not even in a comment."""
        files = self.modules(job)
        standard = {one for file in files for one in file.used} & STANDARD
        return (
            self.has_all(job, files)
            and not any(standard_module_has(one, name) for one in standard_closure(standard))
            and not any(re.search(rb"\b%b\b" % name.encode(), file.text) for file in files)
        )

    def definitions(self, job: TlcJob, name: str) -> Iterator[Definition]:
        """Yield the definitions of a name in a job's modules."""
        return filter(None, (file.definition(name) for file in self.modules(job)))


def visible_modules(file: ModuleFile) -> Iterator[ParsedModule]:
    """Yield a file's module, and those inside it that one of the file's modules uses."""
    # Without such a use, a module inside defines nothing outside itself.
    used = {name for one in file.modules for name in (*one.extended, *one.instances)}
    for number, module in enumerate(file.modules):
        if number == 0 or module.name in used:
            yield module
