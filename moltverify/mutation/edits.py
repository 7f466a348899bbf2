"""Edits of a module's text that keep the column of every other token.

TLA+ reads lists of conjuncts and disjuncts by their columns, so what follows a replaced piece in
its line must not move. Where the new piece is longer, the rest of the line goes to a further line,
in its old column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tree_sitter import Node

ORIGINAL = "\0"  # in a replacement: the replaced piece itself


class Edit(Struct, frozen=True):
    """A replacement of the bytes from `start` up to `end`, without `end`, by a text."""

    start: int
    end: int
    text: str


def apply_edits(text: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a text with edits made in it; the edits must not overlap."""
    # From the end, so that no edit moves the bytes of another.
    for one in sorted(edits, key=lambda edit: -edit.start):
        text = text[: one.start] + one.text.encode() + text[one.end :]
    return text


def readable_edit(node: Node, new: str) -> Edit:
    """Return an edit that replaces a node without regard to columns, for people to read."""
    return Edit(node.start_byte, node.end_byte, new.replace(ORIGINAL, own_text(node)))


def aligned_edit(node: Node, new: str) -> Edit:
    """Return an edit that replaces a node and keeps the column of every other token."""
    before, original, after = new.partition(ORIGINAL)
    column = node.start_point[1]
    if original:
        # The tokens of the piece keep their columns too: it begins in a further line.
        before += "\n" + " " * column
        before += own_text(node)
    text = before + after
    end = node.end_point[1]
    reached = len(text.rpartition("\n")[2]) + (0 if "\n" in text else column)
    text += " " * (end - reached) if reached <= end else "\n" + " " * end
    return Edit(node.start_byte, node.end_byte, text)


def own_text(node: Node) -> str:
    """Return a node's source text; bytes that are not UTF-8 are replaced."""
    return (node.text or b"").decode("utf-8", "replace")
