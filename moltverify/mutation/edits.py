"""Edits of a module's text that leave every other token in its column.

Lists of conjuncts and disjuncts are read by their columns, so what follows a replaced piece must
not move to the left or right; where the new piece is longer, the rest goes to a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from tree_sitter import Node

KEPT = "\0"  # in a replacement: the replaced piece itself


class Edit(Struct, frozen=True):
    """The bytes from `start` up to `end` become another text."""

    start: int
    end: int
    text: str


def applied(text: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a text with edits that do not overlap made in it."""
    for one in sorted(edits, key=lambda edit: -edit.start):
        text = text[: one.start] + one.text.encode() + text[one.end :]
    return text


def plain_edit(node: Node, new: str) -> Edit:
    """Return the edit that a person would make: the new piece in the old one's place."""
    return Edit(node.start_byte, node.end_byte, new.replace(KEPT, own_text(node)))


def in_place(node: Node, new: str) -> Edit:
    """Return the edit that puts a new piece in a node's place and moves no other token."""
    before, kept, after = new.partition(KEPT)
    column = node.start_point[1]
    if kept:
        # The piece itself keeps its columns too: it begins a line of its own.
        before += "\n" + " " * column
        before += own_text(node)
    text = before + after
    end = node.end_point[1]
    reached = len(text.rpartition("\n")[2]) + (0 if "\n" in text else column)
    text += " " * (end - reached) if reached <= end else "\n" + " " * end
    return Edit(node.start_byte, node.end_byte, text)


def own_text(node: Node) -> str:
    """Return a node's text."""
    return (node.text or b"").decode("utf-8", "replace")
