"""Where an entry's keys are in its file, found again only for a mistake."""

from collections.abc import Iterator

import yaml

from moltverify.registry.records import YamlPlace
from moltverify.registry.yaml_reader import Mistakes, YamlNode, read_yaml


def key_place(entry: YamlPlace, *keys: str) -> YamlPlace:
    """Return the place of a key below an entry; of the last one that is there, or of the entry."""
    # A record has the place of its entry only: all places of a registry would be a copy of it.
    top = read_yaml(entry.file, Mistakes())
    node = next((one for one in mappings(top) if one.place == entry), None) if top else None
    place = entry
    for name in keys:
        pairs = {key.scalar: (key, value) for key, value in node.pairs()} if node else {}
        if name not in pairs:
            break
        key, node = pairs[name]
        place = key.place
    return place


def mappings(top: YamlNode) -> Iterator[YamlNode]:
    """Yield every mapping of a file once, however many aliases lead to it."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node.node) in seen:
            continue
        seen.add(id(node.node))
        if isinstance(node.node, yaml.MappingNode):
            yield node
        waiting += [value for _, value in node.pairs()] + node.elements()
