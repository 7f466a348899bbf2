"""Which files a model consists of: its module, what that uses, its config."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from moltverify.files import is_file, read_text
from moltverify.registry.records import Model
from moltverify.tlc.module_text import blanked

# Also matches inside comments. One file too many costs a run; one too few would hide a change.
USE = re.compile(r"\b(?:EXTENDS|INSTANCE)\s+(\w+(?:\s*,\s*\w+)*)")


class Closures:
    """Finds the modules that modules use, reading each file once."""

    def __init__(self) -> None:
        self.used = cache(used_names)
        self.modules = cache(self.find_modules)

    def files(self, model: Model) -> tuple[Path, ...]:
        """Return the model's files: modules in a fixed order, then the config."""
        return (*self.modules(model.module), model.config)

    def find_modules(self, file: Path) -> tuple[Path, ...]:
        """Return a module's file and those of the modules beside it that it uses, transitively."""
        found: dict[str, Path] = {}
        waiting = [file]
        while waiting:
            path = waiting.pop()
            if path.name not in found and is_file(path):
                found[path.name] = path
                waiting += [path.with_name(f"{name}.tla") for name in self.used(path)]
        return tuple(found[name] for name in sorted(found))


def used_names(file: Path) -> tuple[str, ...]:
    """Return the names after EXTENDS and INSTANCE in a module's text."""
    text = read_text(file)
    # Without comments too: one may stand between the names.
    return tuple(dict.fromkeys((*names(text), *names(blanked(text)))))


def names(text: str) -> Iterator[str]:
    """Yield the names after EXTENDS and INSTANCE, those of standard modules too."""
    for found in USE.finditer(text):
        for name in found[1].split(","):
            yield name.strip()
