"""Read YAML as nodes, and note every mistake with its place instead of stopping at the first.

Mistakes collect in a `Mistakes`; readers return a harmless value and go on, so that a user sees
all of them at once.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import yaml
from msgspec import Struct

from moltverify.registry.records import YamlPlace

T = TypeVar("T")
DEEPEST = 50  # collections in collections; libyaml's composer overflows the stack far above
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mistake(Struct, frozen=True):
    """One thing that is wrong: where, at which key path, what, and perhaps how to mend it."""

    source: YamlPlace
    path: str
    message: str

    def __str__(self) -> str:
        at = f"{self.path}: " if self.path else ""
        # A line each: what was found may be a text of many lines.
        return f"{self.source}: {at}{self.message}".replace("\n", "\\n")


class Mistakes:
    """Collects mistakes, in the order in which they are found."""

    def __init__(self) -> None:
        self.found: list[Mistake] = []

    def add(self, source: YamlPlace, path: str, message: str) -> None:
        """Note one mistake."""
        self.found.append(Mistake(source, path, message))


class Item:
    """A YAML node with its key path; every reader notes what does not fit."""

    def __init__(self, node: yaml.Node, file: Path, path: str, mistakes: Mistakes) -> None:
        self.node = node
        self.file = file
        self.path = path
        self.mistakes = mistakes

    @property
    def source(self) -> YamlPlace:
        """Where the node begins."""
        mark = self.node.start_mark
        return YamlPlace(self.file, mark.line + 1, mark.column + 1)

    def wrong(self, message: str) -> None:
        """Note a mistake here."""
        self.mistakes.add(self.source, self.path, message)

    def below(self, node: yaml.Node, step: str) -> "Item":
        """Return an item for a node inside this one."""
        path = step if not self.path else f"{self.path}{'' if step[:1] == '[' else '.'}{step}"
        return Item(node, self.file, path, self.mistakes)

    def items(self) -> list["Item"]:
        """Return the members of a list."""
        if isinstance(self.node, yaml.SequenceNode):
            return [self.below(node, f"[{n}]") for n, node in enumerate(self.node.value)]
        self.wrong(f"expected a list, found {described(self.node)}")
        return []

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(item.text() for item in self.items())

    def text(self) -> str:
        """Return a text that is not empty."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.value.strip():
            return str(self.node.value)
        self.wrong(f"expected a text, found {described(self.node)}")
        return "?"

    def matching(self, pattern: str, expected: str) -> str:
        """Return a text that matches the whole pattern; `expected` says it in words."""
        text = self.text()
        if text != "?" and not re.fullmatch(pattern, text):
            self.wrong(f"expected {expected}, found '{text}'")
        return text

    def count(self) -> int:
        """Return a whole number above zero."""
        text = self.node.value if isinstance(self.node, yaml.ScalarNode) else ""
        # A leading zero would be octal in YAML 1.1, and decimal in YAML 1.2.
        if self.node.tag.endswith(":int") and re.fullmatch("[1-9][0-9]{0,17}", text):
            return int(text)
        self.wrong(f"expected a whole number above zero, found {described(self.node)}")
        return 1

    def choice(self, choices: Iterable[str]) -> str:
        """Return one of the choices (the first one after a mistake)."""
        known = list(choices)
        text = self.text()
        if text in known:
            return text
        if text != "?":
            self.wrong(f"expected {' or '.join(known)}, found '{text}'{nearest(text, known)}")
        return known[0]

    def scalar(self) -> object:
        """Return a plain value: text, number or boolean."""
        if isinstance(self.node, yaml.ScalarNode):
            # YAML's own tags may not fit the text, as that of a 31st of June.
            with suppress(yaml.YAMLError, ValueError, LookupError, OverflowError):
                value: object = Loader("").construct_object(self.node)
                if isinstance(value, str | bool | int):
                    return value
        self.wrong(f"expected a text, a whole number or a boolean, found {described(self.node)}")
        return "?"

    def fields(self) -> "Fields":
        """Return the keys and values of a mapping."""
        return Fields(self)


class Fields:
    """A mapping's keys, each to be asked for once; `finish` notes those that nobody asked for."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.known: list[str] = []
        self.values: dict[str, Item] = {}
        self.keys: dict[str, Item] = {}
        if not isinstance(item.node, yaml.MappingNode):
            item.wrong(f"expected keys and values, found {described(item.node)}")
            return
        for key, value in item.node.value:
            if isinstance(key, yaml.ScalarNode):
                self.add(key.value, item.below(key, key.value), value)
            else:
                item.below(key, "?").wrong(f"expected a text as key, found {described(key)}")

    def add(self, name: str, key: Item, value: yaml.Node) -> None:
        """Take one key and its value; a key that is there already is a mistake."""
        if name in self.values:
            key.wrong("this key is here twice")
            return
        self.keys[name] = key
        self.values[name] = self.item.below(value, name)

    def need(self, name: str, read: Callable[[Item], T], otherwise: T) -> T:
        """Read a key that must be there."""
        if name not in self.values and isinstance(self.item.node, yaml.MappingNode):
            self.item.wrong(f"the key '{name}' is missing")
        return self.may(name, read, otherwise)

    def may(self, name: str, read: Callable[[Item], T], otherwise: T) -> T:
        """Read a key that may be left out."""
        self.known.append(name)
        return read(self.values[name]) if name in self.values else otherwise

    def finish(self) -> None:
        """Note every key that has no meaning, with the nearest one that has."""
        for name, key in self.keys.items():
            if name not in self.known:
                key.wrong(f"unknown key '{name}'{nearest(name, self.known)}")


def read_yaml(file: Path, mistakes: Mistakes) -> Item | None:
    """Read a file's one YAML document; None, with the mistake noted, if it has none."""
    top = YamlPlace(file, 1, 1)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        mistakes.add(top, "", f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return None
    try:
        deep = too_deep(text, file)
        if deep is not None:
            mistakes.add(deep, "", f"lists and keys are nested more than {DEEPEST} deep")
            return None
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        place = mark_place(error.problem_mark or error.context_mark, file)
        mistakes.add(place, "", f"not YAML: {error.problem}")
        return None
    except yaml.YAMLError as error:
        mistakes.add(top, "", f"not YAML: {' '.join(str(error).split())}")
        return None
    if node is None:
        mistakes.add(top, "", "the file is empty")
        return None
    return Item(node, file, "", mistakes)


def too_deep(text: str, file: Path) -> YamlPlace | None:
    """Return where a collection begins that is nested too deep; raises YAMLError.

    Events come one by one, without the recursion that composing needs.
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
    """Return the place that a mark of PyYAML's stands for."""
    return YamlPlace(file, mark.line + 1, mark.column + 1) if mark else YamlPlace(file, 1, 1)


def described(node: yaml.Node) -> str:
    """Say what a node is, in words."""
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "keys and values"
    return f"'{node.value}'" if node.value else "nothing"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a suggestion, or nothing if no known word is near."""
    import difflib  # noqa: PLC0415 - only mistakes need it

    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean '{close[0]}'?" if close else ""
