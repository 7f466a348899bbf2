"""TLA+ expressions as trees, by tree-sitter and its grammar for TLA+.

The node types are those of tree-sitter-tlaplus 1.5 (src/node-types.json).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from moltverify.errors import ToolchainError

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

NAMED_DEFINITIONS = ("operator_definition", "function_definition", "module_definition")
REFERENCES = ("identifier_ref",)


@cache
def parser() -> Parser:
    """Return the parser; raises ToolchainError where the extra `audit` is not installed."""
    try:
        import tree_sitter  # noqa: PLC0415 - only the audit needs it
        import tree_sitter_tlaplus  # noqa: PLC0415 - only the audit needs it
    except ImportError as error:
        raise ToolchainError(
            f"the audit reads modules with tree-sitter, which is not installed ({error})",
            "run: pip install 'moltverify[audit]'",
        ) from error
    with warnings.catch_warnings():
        # The grammar's package hands its language over as a number, an old way that works.
        warnings.simplefilter("ignore", DeprecationWarning)
        return tree_sitter.Parser(tree_sitter.Language(tree_sitter_tlaplus.language()))


def parse(text: bytes) -> Node:
    """Return the tree of a module's text; what is no TLA+ becomes a node of type ERROR."""
    return parser().parse(text).root_node


def text_of(node: Node) -> str:
    """Return a node's source text."""
    return (node.text or b"").decode("utf-8", "replace")


def line_of(node: Node) -> int:
    """Return the line a node begins in, counted from 1."""
    return node.start_point[0] + 1


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, in the text's order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(one.children)


def damage(tree: Node) -> int | None:
    """Return the line of the first node, outside comments, that the parser made up, or None."""
    waiting = [tree]
    while waiting:
        one = waiting.pop(0)
        if "comment" in one.type or not one.has_error:
            continue
        if one.is_error or one.is_missing:
            return line_of(one)
        waiting += one.children
    return None


def field(node: Node, name: str) -> Node | None:
    """Return the child of a node under a field's name, or None."""
    return node.child_by_field_name(name)


def named_children(node: Node) -> list[Node]:
    """Return a node's named children without comments."""
    return [child for child in node.named_children if "comment" not in child.type]


def symbol(node: Node) -> str:
    """Return the type of an infix, prefix or postfix operator's sign, such as `implies`."""
    sign = field(node, "symbol")
    return sign.type if sign else ""


def sides(node: Node) -> tuple[Node, Node] | None:
    """Return both sides of an infix operator's node, or None for any other node."""
    left, right = field(node, "lhs"), field(node, "rhs")
    return (left, right) if node.type == "bound_infix_op" and left and right else None


def without_parentheses(node: Node) -> Node:
    """Return a node without the parentheses around it."""
    while node.type == "parentheses" and named_children(node):
        node = named_children(node)[0]
    return node


def conjuncts(node: Node) -> list[Node]:
    """Return the conjuncts of a formula, those of nested conjunctions one by one."""
    node = without_parentheses(node)
    parts = sides(node)
    if node.type == "conj_list":
        items = [
            named_children(item)[-1] for item in named_children(node) if item.type == "conj_item"
        ]
        return [one for item in items for one in conjuncts(item)]
    if parts and symbol(node) == "land":
        return [one for part in parts for one in conjuncts(part)]
    return [node]


def laid_out(node: Node, indent: int, blanked: Sequence[Node] = ()) -> str:
    """Return a node's text as lines of their own, moved so that it begins in column `indent`.

    Lists of conjuncts are read by their columns, so every line moves by as much as the first; where
    a line cannot move so far to the left, none does. Blanks take the place of the nodes `blanked`.
    """
    text = node.text or b""
    for one in blanked:
        start, end = one.start_byte - node.start_byte, one.end_byte - node.start_byte
        text = text[:start] + b" " * (end - start) + text[end:]
    first, *rest = text.decode("utf-8", "replace").split("\n")
    room = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=10**6)
    shift = max(indent - node.start_point[1], -room)
    moved = [line[max(0, -shift) :] if shift < 0 else " " * shift + line for line in rest]
    return "\n".join([" " * (node.start_point[1] + shift) + first, *moved])


def one_line_expression(node: Node) -> str:
    """Return an expression in one line without comments; lists in it lose their shape."""
    text = bytearray(node.text or b"")
    for one in walk(node):
        if "comment" in one.type:
            start, end = one.start_byte - node.start_byte, one.end_byte - node.start_byte
            text[start:end] = b" " * (end - start)
    return " ".join(text.decode("utf-8", "replace").split())
