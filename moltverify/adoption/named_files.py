"""Files by the names that scripts, manifests and configs use for them."""

import os
from collections.abc import Iterable
from pathlib import Path

from moltverify.adoption.discovery import absolute


class NamedFiles:
    """The modules and configs that were found, by paths as other files write them."""

    def __init__(self, modules: Iterable[Path], configs: Iterable[Path]) -> None:
        self.by_suffix = {".tla": list(modules), ".cfg": list(configs)}
        self.files = {suffix: set(files) for suffix, files in self.by_suffix.items()}
        self.by_name: dict[str, list[Path]] = {}
        for files in self.by_suffix.values():
            for file in files:
                self.by_name.setdefault(file.name, []).append(file)

    def find(self, name: str, suffix: str, bases: Iterable[Path]) -> Path | None:
        """Return the file that a name with or without a suffix means, or None.

        A path is taken from the first of the bases that has such a file; else the name must be that
        of a single file, because a script may change folders in a way that is not visible.
        """
        name = name.strip("\"'")
        if not name or "$" in name:
            return None
        named = name if name.endswith(suffix) else f"{name}{suffix}"
        for base in bases:
            file = absolute(base / named)
            if file in self.files[suffix]:
                return file
        parts = tuple(part for part in Path(named).parts if part not in {".", "..", os.sep})
        same = [
            file
            for file in self.by_name.get(Path(named).name, [])
            if file.parts[-len(parts) :] == parts
        ]
        return same[0] if len(same) == 1 else None
