"""Which files a model consists of: its module, what that uses, its config."""

import hashlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from moltverify.file_access import is_file
from moltverify.registry.records import Model
from moltverify.tla.module_text import blanked

# Also matches inside comments. One file too many costs a run; one too few would hide a change.
# The words come first, then that they begin there: with \b in front it takes four times as long.
USE = re.compile(r"(?:EXTENDS(?<!\wEXTENDS)|INSTANCE(?<!\wINSTANCE))\s+(\w+(?:\s*,\s*\w+)*)")


class Closures:
    """Finds the modules that modules use, and digests, reading each file once.

    `content`, `sha256` (in hexadecimal), `uses` and `modules` raise OSError for an unreadable file.
    """

    def __init__(self) -> None:
        self.content = cache(Path.read_bytes)
        self.sha256 = cache(self.find_sha256)
        self.uses = cache(self.find_uses)
        self.modules = cache(self.find_modules)

    def files(self, model: Model) -> tuple[Path, ...]:
        """Return the model's files: modules in a fixed order, then the config."""
        return (*self.modules(model.job.module), model.job.config)

    def find_modules(self, file: Path) -> tuple[Path, ...]:
        """Return a module's file and those of the modules beside it that it uses, transitively."""
        found: dict[str, Path] = {}
        waiting = [file] if is_file(file) else []
        while waiting:
            path = waiting.pop()
            if path.name not in found:
                found[path.name] = path
                waiting += self.uses(path)
        return tuple(found[name] for name in sorted(found))

    def find_uses(self, file: Path) -> tuple[Path, ...]:
        """Return the modules beside a module whose names are after EXTENDS and INSTANCE in it."""
        text = self.content(file).decode("utf-8", "replace")
        # Without comments too: one may stand between the names.
        used = dict.fromkeys((*used_module_names(text), *used_module_names(blanked(text))))
        return tuple(filter(is_file, (file.with_name(f"{name}.tla") for name in used)))

    def find_sha256(self, file: Path) -> str:
        """Return a file's SHA-256."""
        return hashlib.sha256(self.content(file)).hexdigest()


def used_module_names(text: str) -> Iterator[str]:
    """Yield the names after EXTENDS and INSTANCE, those of standard modules too."""
    for found in USE.finditer(text):
        for name in found[1].split(","):
            yield name.strip()
