"""Parts of TLA+ text by what they are: comments and strings, and keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from moltverify.tla.parse_limits import parse_obstacle
from moltverify.tla.syntax_tree import parse

if TYPE_CHECKING:
    from tree_sitter import Node

# An element of page.css, or none, and a text.
ColouredText: TypeAlias = tuple[str, str]
ASIDE = {"comment", "block_comment", "string"}
KEYWORD = re.compile(rb"[A-Z][A-Z_]+")
CONFIG_PARTS = re.compile(
    r'(?P<i>\\\*.*|\(\*[\s\S]*?\*\)|"[^"\n]*")'
    r"|(?P<b>\b(?:CONSTANTS?|SPECIFICATION|INIT|NEXT|INVARIANTS?|PROPERT(?:Y|IES)|CONSTRAINTS?"
    r"|ACTION_CONSTRAINTS?|SYMMETRY|VIEW|ALIAS|POSTCONDITION|CHECK_DEADLOCK|TRUE|FALSE)\b)"
)


def coloured_module(text: str) -> Iterator[ColouredText]:
    """Yield a module's text in parts; one part for a text that the parser must not see."""
    content = text.encode("utf-8", "replace")
    if parse_obstacle(content) is not None:
        yield "", text
        return
    at = 0
    for node in tokens(parse(content)):
        kind = kind_of(node)
        # What lies between two tokens is blanks, and what is plain needs no part of its own.
        if kind and node.start_byte >= at:
            yield "", content[at : node.start_byte].decode("utf-8", "replace")
            at = node.end_byte
            yield kind, content[node.start_byte : at].decode("utf-8", "replace")
    yield "", content[at:].decode("utf-8", "replace")


def tokens(root: Node) -> Iterator[Node]:
    """Yield the tokens below a node in order, a comment or a string as one token."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in ASIDE or not node.children:
            yield node
        else:
            waiting += reversed(node.children)


def kind_of(node: Node) -> str:
    """Return the element for a token, empty for a plain one."""
    if node.type in ASIDE:
        return "i"
    # All else that is written in capitals is a token of the grammar.
    is_name = node.type.startswith("identifier")
    return "b" if not is_name and KEYWORD.fullmatch(node.text or b"") else ""


def coloured_config(text: str) -> Iterator[ColouredText]:
    """Yield a config's text in parts."""
    at = 0
    for found in CONFIG_PARTS.finditer(text):
        yield "", text[at : found.start()]
        at = found.end()
        yield found.lastgroup or "", found[0]
    yield "", text[at:]
