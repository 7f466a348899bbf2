"""Where a module names the modules that it extends and instantiates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import ModuleFile
from moltverify.tla.syntax_tree import line_of, named_children, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


class ModuleUse(Struct, frozen=True):
    """A module's name after EXTENDS or INSTANCE; line and column count from 1, in characters."""

    name: str
    line: int
    column: int


def module_uses(file: ModuleFile) -> Iterator[ModuleUse]:
    """Yield the names of other files' modules that a file's module uses, in the text's order."""
    own = {module.name for module in file.modules}
    for module in file.modules[:1]:
        for node in use_nodes(module.tree):
            name = text_of(node)
            if name not in own:
                yield ModuleUse(name, line_of(node), column_of(node, file.text))


def use_nodes(tree: Node) -> Iterator[Node]:
    """Yield the nodes of modules' names below a node."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if one.type == "extends":
            yield from named_children(one)
        elif one.type == "instance":
            yield from named_children(one)[:1]
        # Most units have no instance, and a walk over all nodes takes longer than the parse.
        elif b"EXTENDS" in (one.text or b"") or b"INSTANCE" in (one.text or b""):
            waiting += reversed(one.children)


def column_of(node: Node, text: bytes) -> int:
    """Return the column in which a node begins, counted in characters from 1."""
    start = node.start_byte
    return len(text[start - node.start_point[1] : start].decode("utf-8", "replace")) + 1
