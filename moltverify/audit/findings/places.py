"""Places of expressions in TLC's notation, and which of them contains another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moltverify.tlc.trace import Place

if TYPE_CHECKING:
    from tree_sitter import Node


def node_place(module: str, node: Node) -> Place:
    """Return a node's place in TLC's notation: from 1, with the last column included."""
    (line, column), (end_line, end_column) = node.start_point, node.end_point
    return Place(module, line + 1, column + 1, end_line + 1, end_column)


def place_start(place: Place) -> tuple[int, int]:
    """Return a place's first line and column."""
    return place.line, place.column or 0


def place_end(place: Place) -> tuple[int, int]:
    """Return a place's last line and column."""
    return place.end_line or place.line, place.end_column or 0


def encloses(outer: Place, inner: Place) -> bool:
    """Tell whether a place contains another, different one of the same module."""
    is_other = outer.module == inner.module and outer != inner
    starts_before = place_start(outer) <= place_start(inner)
    return is_other and starts_before and place_end(inner) <= place_end(outer)
