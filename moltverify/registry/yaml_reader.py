"""Read YAML as nodes with their places and key paths, and note mistakes.

Reading goes on after a mistake, so that a user sees all mistakes in a registry at once.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from moltverify.registry.mistakes import Mistakes
from moltverify.registry.records import YamlPlace

DEEPEST = 50  # collections in collections; libyaml's composer overflows the stack far above
# The loader on libyaml, unless PyYAML was built without it.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlNode:
    """A node of a YAML file, with the node above it and the step from there: a key or an index.

    A key is a node too: its place is its own, its key path is that of its value.
    """

    def __init__(
        self,
        node: yaml.Node,
        file: Path,
        mistakes: Mistakes,
        above: "YamlNode | None" = None,
        step: str = "",
    ) -> None:
        self.node = node
        self.file = file
        self.mistakes = mistakes
        self.above = above
        self.step = step
        # The characters of a scalar of any type of YAML, because `id: 12` and `id: on` are meant as
        # texts; None for a collection.
        self.scalar: str | None = node.value if isinstance(node, yaml.ScalarNode) else None

    @property
    def place(self) -> YamlPlace:
        """Where the node begins; an alias begins where its anchor is."""
        return mark_place(self.node.start_mark, self.file)

    @property
    def path(self) -> str:
        """The key path from the file's top, such as `claims[0].green.module`."""
        # Built on demand, because only mistakes need it.
        path = self.above.path if self.above else ""
        return f"{path}{'.' if path and self.step[:1] != '[' else ''}{self.step}"

    @property
    def is_list(self) -> bool:
        """Whether the node is a list."""
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_mapping(self) -> bool:
        """Whether the node has keys and values."""
        return isinstance(self.node, yaml.MappingNode)

    @property
    def words(self) -> str:
        """The node as a message quotes it."""
        if self.scalar is None:
            return "a list" if self.is_list else "keys and values"
        return f"'{self.scalar}'" if self.scalar else "nothing"

    def wrong(self, message: str) -> None:
        """Note a mistake at this node."""
        self.mistakes.add(self.place, self.path, message)

    def elements(self) -> list["YamlNode"]:
        """Return the elements of a list; any other node has none."""
        nodes = self.node.value if self.is_list else []
        return [self.below(node, f"[{number}]") for number, node in enumerate(nodes)]

    def pairs(self) -> Iterator[tuple["YamlNode", "YamlNode"]]:
        """Yield each key with its value, in the file's order; any other node has none.

        A key that is no scalar has the step `?`.
        """
        for key, value in self.node.value if self.is_mapping else []:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            yield self.below(key, name), self.below(value, name)

    def child(self, name: str) -> "YamlNode | None":
        """Return the value of a key; None if the key is missing."""
        # Unlike `pairs`, it makes no nodes for the other keys.
        for key, value in self.node.value if self.is_mapping else []:
            if isinstance(key, yaml.ScalarNode) and key.value == name:
                return self.below(value, name)
        return None

    def below(self, node: yaml.Node, step: str) -> "YamlNode":
        """Return a node inside this one."""
        return YamlNode(node, self.file, self.mistakes, self, step)


def read_yaml(
    file: Path, mistakes: Mistakes, read: Callable[[Path], bytes] = Path.read_bytes
) -> YamlNode | None:
    """Read a file's one YAML document; None, with the mistake noted, if it has none."""
    top = YamlPlace(file, 1, 1)
    try:
        # With every end of a line as Python's text files have it.
        text = read(file).decode().replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as error:
        mistakes.add(top, "", f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return None
    try:
        deep = too_deep(text, file)
        if deep is not None:
            mistakes.add(deep, "", f"lists and keys are nested more than {DEEPEST} deep")
            return None
        # Composed and not loaded, because values would have no places.
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        place = mark_place(error.problem_mark or error.context_mark, file)
        mistakes.add(place, "", f"not YAML: {error.problem}")
        return None
    except yaml.YAMLError as error:
        # PyYAML's message about a control character has no mark and several lines.
        mistakes.add(top, "", f"not YAML: {' '.join(str(error).split())}")
        return None
    if node is None:
        mistakes.add(top, "", "the file is empty")
        return None
    return YamlNode(node, file, mistakes)


def too_deep(text: str, file: Path) -> YamlPlace | None:
    """Return the place of the first collection that is nested too deep; raises YAMLError.

    The parser yields events one by one, without the recursion of the composer.
    """
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return mark_place(event.start_mark, file)
    return None


def mark_place(
    mark: Any, file: Path
) -> YamlPlace:  # PyYAML has two kinds of marks, one of them in C
    """Return the place of a mark of PyYAML, the file's first character for no mark."""
    return YamlPlace(file, mark.line + 1, mark.column + 1) if mark else YamlPlace(file, 1, 1)
