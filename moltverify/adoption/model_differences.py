"""How two models of a design differ: by their configs, and by their modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from moltverify.adoption.module_names import ModuleNames, begins_with
from moltverify.registry.twin_difference import CHECKED, config_entry_names, setting_texts
from moltverify.tla.config import Config
from moltverify.tla.module import ModuleFile
from moltverify.tla.module_parser import parse_module_file
from moltverify.tla.syntax_tree import text_of

# Sections of several names, by the word for one.
SEVERAL = {
    "INVARIANTS": "INVARIANT",
    "PROPERTIES": "PROPERTY",
    "CONSTRAINTS": "CONSTRAINT",
    "ACTION_CONSTRAINTS": "ACTION_CONSTRAINT",
}
ALIKE = 0.5  # share of equal definitions by which a module counts as a copy of another


def settings_of_config(config: Config, properties: bool = True) -> dict[str, str]:
    """Return what a config says, by name: constants, overrides, and each name under a keyword."""
    texts = setting_texts(config)
    found = {f"constant {name}": text.removeprefix("= ") for name, text in texts.items()}
    for keyword, name in config_entry_names(config):
        if keyword not in SEVERAL:
            found[keyword] = name
        elif properties or keyword not in CHECKED:
            found[f"{SEVERAL[keyword]} {name}"] = ""
    return found


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the names that two configs say different things about."""
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def difference_lines(old: Config, new: Config) -> Iterator[str]:
    """Yield in words how a config differs from another one."""
    before, after = settings_of_config(old), settings_of_config(new)
    for name in differing(before, after):
        plain = name.removeprefix("constant ")
        if name not in after:
            yield f"no {plain} {before[name]}".rstrip()
        elif name not in before or not after[name]:
            yield f"{plain} {after[name]}".rstrip()
        else:
            yield f"{plain} {after[name]} instead of {before[name].removeprefix('<- ')}"


class ModuleKinship:
    """Tells how modules are related, reading each once."""

    def __init__(self, modules: ModuleNames) -> None:
        self.modules = modules
        self.definitions = cache(self.find_definitions)

    def find_definitions(self, module: Path) -> dict[str, str]:
        """Return the texts of a module's own definitions by name; none for an unreadable file."""
        try:
            file: ModuleFile = parse_module_file(module)
        except OSError:
            return {}
        return {one.name: " ".join(text_of(one.node).split()) for one in file.definitions}

    def of(self, one: Path, other: Path) -> float:
        """Return 3 for the same module, 2 if one uses the other, less for a copy, 0 for others.

        A copy whose name begins with the other's counts more than one by its text alone.
        """
        if one == other:
            return 3
        if other in self.modules.closure(one) or one in self.modules.closure(other):
            return 2
        old, new = self.definitions(one), self.definitions(other)
        if not old or not new:
            return 0
        equal = sum(1 for name, text in new.items() if old.get(name) == text)
        share = equal / max(len(old), len(new))
        if begins_with(other.stem, one.stem) or begins_with(one.stem, other.stem):
            return 1 + share / 2
        return share / 2 if share >= ALIKE else 0

    def changed(self, one: Path, other: Path) -> list[str]:
        """Return the names of the definitions by which a copy differs from a module."""
        if one == other or self.of(one, other) >= 2:
            return []
        return differing(self.definitions(one), self.definitions(other))
