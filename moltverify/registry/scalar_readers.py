"""Readers of single values: each returns the value, or notes a mistake and returns MISSING."""

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

import yaml
from msgspec.inspect import StrType

from moltverify.registry.mistakes import nearest
from moltverify.registry.yaml_reader import Loader, YamlNode

Choices: TypeAlias = Mapping[str, Collection[str]]
# A value of the expected type, or MISSING. No union of the two, which every caller would inherit.
Reader: TypeAlias = Callable[[YamlNode, Choices], Any]
MISSING: Any = object()  # no text that a user writes is this object
SHAPES = {"file": os.path.isfile, "folder": os.path.isdir}  # unlike Path's, they raise nothing


def refused(node: YamlNode, expected: str) -> Any:
    """Note what was expected and what was found; returns MISSING."""
    node.wrong(f"expected {expected}, found {node.words}")
    return MISSING


def read_filled(node: YamlNode, _: Choices) -> Any:
    """Read a scalar of any type of YAML that is not blank."""
    text = node.scalar
    return text if text is not None and text.strip() else refused(node, "a text")


def read_any(node: YamlNode, _: Choices) -> Any:
    """Read a scalar, a blank one too."""
    return refused(node, "a text") if node.scalar is None else node.scalar


def text_reader(kind: StrType, expected: str) -> Reader:
    """Return a reader of texts that match the type's pattern; `expected` describes it in words."""
    if kind.pattern is None:
        return read_filled if kind.min_length else read_any
    pattern = re.compile(kind.pattern)

    def read(node: YamlNode, choices: Choices) -> Any:
        text = read_filled(node, choices)
        # The whole text: a `$` alone would allow a line break after it.
        return text if text is MISSING or pattern.fullmatch(text) else refused(node, expected)

    return read


def choice_reader(names: Sequence[str]) -> Reader:
    """Return a reader of the names that a type lists."""
    known = {name: name for name in names}

    def read(node: YamlNode, choices: Choices) -> Any:
        text = read_filled(node, choices)
        if text is MISSING:
            return MISSING
        # The name itself and not an equal text: msgspec omits a default by identity.
        return known[text] if text in known else unknown_name(node, known)

    return read


def name_reader(list_name: str, unknown: str) -> Reader:
    """Return a reader of the names in a list among the choices."""

    def read(node: YamlNode, choices: Choices) -> Any:
        text, known = read_filled(node, choices), choices.get(list_name)
        # Without the list, which has a mistake of its own then, no name can be called unknown.
        if text is MISSING or known is None or text in known:
            return text
        return unknown_name(node, known, unknown)

    return read


def unknown_name(node: YamlNode, known: Collection[str], unknown: str = "") -> Any:
    """Note a name that is not known, with the nearest one that is; returns MISSING."""
    expected = f"expected {' or '.join(known) or 'a registered name (there is none)'}, found"
    node.wrong(f"{unknown or expected} {node.words}{nearest(node.scalar or '', known)}")
    return MISSING


def read_count(node: YamlNode, _: Choices) -> Any:
    """Read a whole number above zero."""
    text = node.scalar or ""
    # A leading zero would be octal in YAML 1.1, and decimal in YAML 1.2.
    if node.node.tag.endswith(":int") and re.fullmatch("[1-9][0-9]{0,17}", text):
        return int(text)
    return refused(node, "a whole number above zero")


def read_boolean(node: YamlNode, _: Choices) -> Any:
    """Read `true` or `false`."""
    # YAML 1.1 has more words, such as `on`; in YAML 1.2, which editors check, those are texts.
    if node.node.tag.endswith(":bool") and node.scalar in ("true", "false"):
        return node.scalar == "true"
    return refused(node, "true or false")


def read_plain(node: YamlNode, _: Choices) -> Any:
    """Read a text, a whole number or a boolean, with the type that YAML gives it."""
    if node.scalar is not None:
        # A tag of YAML may not fit the text, such as the date of a 31st of June.
        with suppress(yaml.YAMLError, ValueError, LookupError, OverflowError):
            value: object = Loader("").construct_object(node.node)
            if isinstance(value, str | bool | int):
                return value
    return refused(node, "a text, a whole number or a boolean")


def path_reader(shape: str) -> Reader:
    """Return a reader of paths of existing files or folders; `shape` is `file` or `folder`.

    A path is relative to the folder of the file that names it.
    """

    def read(node: YamlNode, choices: Choices) -> Any:
        text = read_filled(node, choices)
        if text is MISSING:
            return MISSING
        path = node.file.parent / text
        if SHAPES[shape](path):
            return path
        node.wrong(f"there is no {shape} {path}")
        return MISSING

    return read
