r"""The left sides of a property's implications, as formulas that some state should satisfy.

`\A x \in S : A => B` says nothing unless `\E x \in S : A` holds somewhere; nor does `A ~> B`, nor
`[][A => B]_v` unless some step satisfies A.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.sources import Definition, Sources
from moltverify.audit.syntax import field, inside, laid_out, line_of, named, one_line, symbol, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

DEEPEST = 8  # definitions that name one another
STEP = 2  # columns by which a nested piece is indented


class Antecedent(Struct, frozen=True):
    """A left side: in which property, where, the formula that should hold, as lines of TLA+.

    With `subscript` it is about steps, and the subscript is that of the property's `[A]_v`.
    """

    property: str
    module: str
    line: int
    shown: str
    formula: str
    subscript: str = ""


class Context(Struct, frozen=True):
    """What stands around a formula: opening pieces, the subscript of an action, the definition."""

    definition: Definition
    pieces: tuple[str, ...] = ()
    subscript: str = ""
    depth: int = 0

    def within(self, piece: str) -> Context:
        """Return the context inside one more piece."""
        return Context(self.definition, (*self.pieces, piece), self.subscript, self.depth)


def antecedents(sources: Sources, definition: Definition) -> list[Antecedent]:
    """Return the left sides of all implications of a property that can be taken apart."""
    found = find(sources, definition.body, Context(definition))
    return [
        Antecedent(definition.name, one.module, one.line, one.shown, one.formula, one.subscript)
        for one in found
    ]


def find(sources: Sources, node: Node, context: Context) -> Iterator[Antecedent]:
    """Yield the left sides in a formula, whose context says what must hold around it."""
    node = inside(node)
    left, right, sign = field(node, "lhs"), field(node, "rhs"), symbol(node)
    match node.type:
        case "conj_list":
            for item in named(node):
                yield from find(sources, named(item)[-1], context)
        case "bounded_quantification":
            yield from find_in_quantified(sources, node, context)
        case "let_in":
            yield from find_in_let(sources, node, context)
        case "step_expr_or_stutter":
            action, subscript = named(node)
            stepping = Context(
                context.definition, context.pieces, one_line(subscript), context.depth
            )
            yield from find(sources, action, stepping)
        case "bound_prefix_op" if sign == "always" and right:
            yield from find(sources, right, context)
        case "bound_infix_op" if sign == "land" and left and right:
            yield from find(sources, left, context)
            yield from find(sources, right, context)
        case "bound_infix_op" if sign in {"implies", "leads_to"} and left and right:
            yield from find_in_implication(sources, left, right, context)
        case "identifier_ref" if context.depth < DEEPEST:
            named_one = sources.definition(text_of(node), context.definition.module)
            if named_one and not context.pieces:
                deeper = Context(named_one, (), context.subscript, context.depth + 1)
                yield from find(sources, named_one.body, deeper)


def find_in_implication(
    sources: Sources, left: Node, right: Node, context: Context
) -> Iterator[Antecedent]:
    """Yield an implication's left side, and those further inside its right side."""
    if sources.is_temporal(left, context.definition.module):
        return
    if sources.uses_action(left, context.definition.module) and not context.subscript:
        return
    yield Antecedent(
        context.definition.name,
        context.definition.module,
        line_of(left),
        one_line(left),
        formula(left, context),
        context.subscript,
    )
    yield from find(sources, right, context.within(block(left) + " /\\"))


def find_in_quantified(sources: Sources, node: Node, context: Context) -> Iterator[Antecedent]:
    r"""Yield the left sides below `\A`; below `\E`, no single one need hold."""
    sign, body = field(node, "quantifier"), field(node, "expression")
    if sign and sign.type == "forall" and body:
        bounds = ", ".join(one_line(one) for one in node.children_by_field_name("bound"))
        yield from find(sources, body, context.within(f"\\E {bounds} :"))


def find_in_let(sources: Sources, node: Node, context: Context) -> Iterator[Antecedent]:
    """Yield the left sides below LET, whose definitions come along."""
    body = field(node, "expression")
    if body:
        own = "\n".join(laid_out(one, STEP) for one in node.children_by_field_name("definitions"))
        yield from find(sources, body, context.within(f"LET\n{own}\nIN"))


def formula(node: Node, context: Context) -> str:
    """Return the formula that says that some state, or step, gets as far as this node."""
    lines: list[str] = []
    indent = STEP
    for piece in (*context.pieces, block(node)):
        lines += [" " * indent + line for line in piece.split("\n")]
        indent += STEP
    return "\n".join(lines)


def block(node: Node) -> str:
    """Return an expression in parentheses that stand in lines of their own."""
    return f"(\n{laid_out(node, 1)}\n)"
