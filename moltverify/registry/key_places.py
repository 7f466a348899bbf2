"""Where an entry's keys are in its file, found again only for a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from moltverify.registry.mistakes import Mistakes
from moltverify.registry.records import YamlPlace

if TYPE_CHECKING:
    # A run of a registry that has not changed reads no YAML.
    from moltverify.registry.yaml_reader import YamlNode


class KeyPlaces:
    """Finds the places of keys; reads a file of the registry once, for its first mistake."""

    def __init__(self) -> None:
        # A registry of thousands of models can have a mistake in each of them.
        self.entries: Callable[[Path], dict[YamlPlace, YamlNode]] = cache(entries_of)

    def below(self, entry: YamlPlace, *keys: str) -> YamlPlace:
        """Return the place of a key below an entry; of the last one there is, or of the entry."""
        # A record has the place of its entry only: all places of a registry would be a copy of it.
        node = self.entries(entry.file).get(entry)
        place = entry
        for name in keys:
            found = pair_of(node, name)
            if found is None:
                break
            key, node = found
            place = key.place
        return place

    def first(self, entry: YamlPlace, *keys: str) -> YamlPlace:
        """Return the place of the first of some keys that an entry has, or that of the entry."""
        node = self.entries(entry.file).get(entry)
        found = filter(None, (pair_of(node, name) for name in keys))
        return next((key.place for key, _ in found), entry)

    def config(self, entry: YamlPlace) -> YamlPlace:
        """Return the place of the key from which a model has its config."""
        return self.first(entry, "config", "module")


def key_place(entry: YamlPlace, *keys: str) -> YamlPlace:
    """Return one place, as `KeyPlaces.below`."""
    return KeyPlaces().below(entry, *keys)


def pair_of(node: YamlNode | None, name: str) -> tuple[YamlNode, YamlNode] | None:
    """Return a key of a mapping and its value."""
    pairs = node.pairs() if node else ()
    return next(((key, value) for key, value in pairs if key.scalar == name), None)


def entries_of(file: Path) -> dict[YamlPlace, YamlNode]:
    """Return every mapping of a file by its place; none of a file that cannot be read."""
    from moltverify.registry.yaml_reader import read_yaml  # noqa: PLC0415 - only mistakes need it

    top = read_yaml(file, Mistakes())
    return {node.place: node for node in mappings(top)} if top else {}


def mappings(top: YamlNode) -> Iterator[YamlNode]:
    """Yield every mapping of a file once, however many aliases lead to it."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node.node) in seen:
            continue
        seen.add(id(node.node))
        if node.is_mapping:
            yield node
        waiting += [value for _, value in node.pairs()] + node.elements()
