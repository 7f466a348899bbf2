r"""Polarity of the formulas inside properties.

A formula is in positive position if its truth makes the property true, or helps to: an operand of a
conjunction or disjunction, the right side of an implication, the body of a quantifier. Everything
else is in mixed position: a negated formula, the left side of an implication, an argument, a side
of an equality. There a formula that is never true may be just what the property states, as in
`~Broken`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, named_children, sides, symbol, without_parentheses

if TYPE_CHECKING:
    from tree_sitter import Node

Key = tuple[str, str]  # a definition's module and name
# An expression that may be a definition's name, alone or with arguments.
CALLS = {"identifier_ref", "bound_op", "prefixed_op"}


class Polarity(Enum):
    """Effect of a formula's truth on the property that contains it."""

    POSITIVE = "positive"
    MIXED = "mixed"


class PropertyPart(Struct, frozen=True):
    """A formula inside a property, the definition whose text it stands in, and its polarity."""

    definition: Definition
    node: Node
    polarity: Polarity = Polarity.POSITIVE


def property_parts(
    sources: ParsedModules, properties: Iterable[Definition], step_keys: Iterable[Key]
) -> Iterator[PropertyPart]:
    """Yield the formulas in properties, depth first, with their polarities.

    A definition that a property uses in positive position is entered once. Definitions of the steps
    are not entered: `step_marks` marks all their conditions.
    """
    entered = set(step_keys)
    waiting = [PropertyPart(one, one.body) for one in properties][::-1]
    while waiting:
        part = waiting.pop()
        if part.polarity is Polarity.POSITIVE:
            if part.node == part.definition.body:
                if part.definition.key in entered:
                    continue
                entered.add(part.definition.key)
            waiting += list(direct_parts(sources, part))[::-1]
        yield part


def direct_parts(sources: ParsedModules, part: PropertyPart) -> Iterator[PropertyPart]:
    """Yield the formulas directly inside one in positive position.

    For the name of a definition that is the definition's body.
    """
    definition, node = part.definition, without_parentheses(part.node)
    positive: list[Node] = []
    mixed: list[Node] = []
    both, body = sides(node), field(node, "expression")
    if node.type in CALLS:
        for called in sources.mentioned(node, definition.module)[:1]:
            yield PropertyPart(called, called.body)
        # The definition may use its parameters in any position.
        mixed = named_children(node)[1:]
    elif node.type == "bounded_quantification":
        positive = [body] if body else []
    elif both and symbol(node) in {"implies", "leads_to"}:
        mixed, positive = [both[0]], [both[1]]
    else:
        positive = list(positive_operands(node))
        mixed = [] if positive else [node]
    yield from (PropertyPart(definition, one, Polarity.MIXED) for one in mixed)
    yield from (PropertyPart(definition, one) for one in positive)


def positive_operands(node: Node) -> Iterator[Node]:
    """Yield the operands whose truth makes a formula true, or helps to; none for other operators.

    One operand of a disjunction, or branch of an IF, that is never true adds nothing to it.
    """
    left, right = field(node, "lhs"), field(node, "rhs")
    match node.type:
        case "conj_list" | "disj_list":
            yield from (named_children(item)[-1] for item in named_children(node))
        case "bound_infix_op" if symbol(node) in {"land", "lor"} and left and right:
            yield from (left, right)
        case "bound_prefix_op" if symbol(node) in {"always", "eventually"} and right:
            yield right
        case "step_expr_or_stutter" | "step_expr_no_stutter":
            # The last child is the subscript; the brackets of `<<A>>_v` are children too.
            yield from [one for one in named_children(node) if "bracket" not in one.type][:1]
        case "let_in":
            yield from filter(None, (field(node, "expression"),))
        case "if_then_else":
            yield from filter(None, (field(node, "then"), field(node, "else")))


def mixed_keys(sources: ParsedModules, parts: Iterable[PropertyPart]) -> set[Key]:
    """Return the keys of all definitions that some property uses in mixed position."""
    return {
        used.key
        for part in parts
        if part.polarity is Polarity.MIXED
        for used in sources.reachable(sources.mentioned(part.node, part.definition.module))
    }
