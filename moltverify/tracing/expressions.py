"""Expressions of a mapping, parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moltverify.tla.module_parser import parse_module_text
from moltverify.tla.syntax_tree import (
    all_disjuncts,
    conjuncts,
    field,
    laid_out,
    text_of,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node


def expression_node(text: str) -> Node | None:
    """Return the node of an expression, or None if it cannot be parsed."""
    parsed = parse_module_text(f"---- MODULE Expression ----\nIt == (\n{text}\n)\n====\n")
    found = parsed.definition("It")
    return without_parentheses(found.body) if found and parsed.error_line is None else None


def alternatives(text: str) -> list[str]:
    """Return what a disjunction joins, so that each can be told apart; else the text alone."""
    node = expression_node(text)
    parts = all_disjuncts(node) if node is not None else []
    return [laid_out(one, 2) for one in parts] if len(parts) > 1 else [text]


def applied_operator(text: str) -> str:
    """Return the only operator that an expression, or one of its conjuncts, applies, or nothing."""
    node = expression_node(text) if text else None
    names = map(operator_applied, conjuncts(node)) if node is not None else ()
    found = [name for name in names if name]
    return found[0] if len(found) == 1 else ""


def operator_applied(node: Node) -> str:
    """Return the operator of a node that is a name or an application, for some values or given."""
    while node.type == "bounded_quantification" and (inside := field(node, "expression")):
        node = without_parentheses(inside)
    name = field(node, "name") if node.type == "bound_op" else node
    return text_of(name) if name and name.type == "identifier_ref" else ""
