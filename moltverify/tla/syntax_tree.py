"""TLA+ as trees, parsed by tree-sitter with its grammar for TLA+.

The node types are those of tree-sitter-tlaplus 1.5 (src/node-types.json).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node

NAMED_DEFINITIONS = ("operator_definition", "function_definition", "module_definition")
# In a definition, the node of an operator's sign where other definitions have a name.
OPERATOR_SYMBOLS = ("prefix_op_symbol", "infix_op_symbol", "postfix_op_symbol")
APPLIED_SYMBOLS = ("bound_prefix_op", "bound_infix_op", "bound_postfix_op")


@cache
def language() -> Language:
    """Return the grammar."""
    # Commands that parse no module start faster without these.
    import tree_sitter  # noqa: PLC0415 - as the comment says
    import tree_sitter_tlaplus  # noqa: PLC0415 - as the comment says

    with warnings.catch_warnings():
        # The grammar's package returns a pointer as a number, which tree-sitter deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        return tree_sitter.Language(tree_sitter_tlaplus.language())


def parse(text: bytes) -> Node:
    """Return the tree of a module's text; text that is no TLA+ becomes a node of type ERROR.

    Callers check foreign text with `parse_limits` first: some texts crash the grammar's scanner.
    """
    from tree_sitter import Parser  # noqa: PLC0415 - as in `language`

    # A parser has a state, and several threads may parse; making one is cheap.
    return Parser(language()).parse(text).root_node


def text_of(node: Node) -> str:
    """Return a node's source text."""
    return (node.text or b"").decode("utf-8", "replace")


def line_of(node: Node) -> int:
    """Return the line in which a node begins, counted from 1."""
    return node.start_point[0] + 1


def last_line_of(node: Node) -> int:
    """Return the line of a node's last token outside comments, counted from 1."""
    return last_token_of(node).end_point[0] + 1


def last_token_of(node: Node) -> Node:
    """Return a node's last token outside comments.

    A list of conjuncts ends with an empty token where the next definition begins, so the end of a
    node may be far behind its text.
    """
    last: Node | None = node
    while last is not None:
        node = last
        # From the end: a node may have many children.
        last = next((one for one in reversed(node.children) if has_tokens(one)), None)
    return node


def has_tokens(node: Node) -> bool:
    """Tell whether a node has text and is no comment."""
    return node.end_byte > node.start_byte and "comment" not in node.type


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, in the text's order."""
    # With a stack of its own: a tree may be deeper than Python's recursion limit.
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed(one.children)


def first_error(tree: Node) -> int | None:
    """Return the line of the first error or missing token outside comments, or None."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        # In comments the grammar parses PlusCal, which need not be PlusCal. `has_error` is about
        # all nodes below, so a tree without an error is left at its root.
        if "comment" in one.type or not one.has_error:
            continue
        if one.is_error or one.is_missing:
            return line_of(one)
        waiting += reversed(one.children)
    return None


def field(node: Node, name: str) -> Node | None:
    """Return the child of a node under a field's name, or None."""
    return node.child_by_field_name(name)


def named_children(node: Node) -> list[Node]:
    """Return a node's named children without comments."""
    # A comment between any two tokens is a child of the node around them.
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
    """Return the conjuncts of a formula; nested conjunctions are taken apart."""
    return operands_of(node, "conj", "land")


def all_disjuncts(node: Node) -> list[Node]:
    """Return the disjuncts of a formula; nested disjunctions are taken apart."""
    return operands_of(node, "disj", "lor")


def operands_of(node: Node, bullet: str, sign: str) -> list[Node]:
    """Return what a formula joins by a list with such bullets, or by such infix signs."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        one = without_parentheses(waiting.pop())
        parts = sides(one)
        if one.type == f"{bullet}_list":
            items = [item for item in named_children(one) if item.type == f"{bullet}_item"]
            # The first child of an item is its bullet.
            waiting += [named_children(item)[-1] for item in reversed(items)]
        elif parts and symbol(one) == sign:
            waiting += reversed(parts)
        else:
            found.append(one)
    return found


def laid_out(node: Node, indent: int, blanked: Sequence[Node] = ()) -> str:
    """Return a node's text as separate lines, moved so that it begins in column `indent`.

    TLA+ reads lists of conjuncts by their columns, so all lines move by the same number of columns,
    to the left at most as far as each can. Blanks replace the nodes `blanked`.
    """
    # Blanks keep the columns of what follows in the same line.
    text = node.text or b""
    for one in blanked:
        start, end = one.start_byte - node.start_byte, one.end_byte - node.start_byte
        text = text[:start] + b" " * (end - start) + text[end:]
    first, *rest = text.decode("utf-8", "replace").split("\n")
    # A node of one line can move anywhere.
    room = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=10**6)
    shift = max(indent - node.start_point[1], -room)
    moved = [line[max(0, -shift) :] if shift < 0 else " " * shift + line for line in rest]
    return "\n".join([" " * (node.start_point[1] + shift) + first, *moved])


def one_line_expression(node: Node) -> str:
    """Return an expression in one line without comments, for people: its lists are no TLA+ then."""
    text = bytearray(node.text or b"")
    for one in walk(node):
        if "comment" in one.type:
            start, end = one.start_byte - node.start_byte, one.end_byte - node.start_byte
            text[start:end] = b" " * (end - start)
    return " ".join(text.decode("utf-8", "replace").split())
