r"""The mutation operators: what one small change can be made of a node in a model's steps.

Only what a mistake could be is changed: a guard, a comparison, an assignment, a value. A conjunct
that speaks of the next state is neither dropped nor negated: TLC could not evaluate what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.mutation.edits import KEPT
from moltverify.tla.syntax_tree import (
    conjuncts,
    field,
    named_children,
    sides,
    symbol,
    text_of,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# Each sign with its name in the grammar, and what stands in its place.
EQUALITIES = {"eq": "#", "neq": "="}
ORDERS = {"lt": "<=", "leq": "<", "gt": ">=", "geq": ">"}
SUMS = {"plus": "-", "minus": "+"}
SETS = {"cup": "\\", "cap": "\\cup", "setminus": "\\cap", "in": "\\notin", "notin": "\\in"}
JUNCTIONS = {"land": "\\/", "lor": "/\\"}
QUANTIFIERS = {"exists": "\\A", "forall": "\\E"}
ITEMS = {"conj_item": "\\/", "disj_item": "/\\"}
EXACT_OPPOSITES = {*EQUALITIES, "in", "notin"}


class Mutation(Struct, frozen=True):
    """One change: the operator's name, the pieces that change and their new texts.

    In a text, KEPT stands for the piece itself.
    """

    operator: str
    pieces: tuple[tuple[Node, str], ...]


class MutationContext(Struct, frozen=True):
    """What a change depends on beside the node itself.

    `speaks_of_next` tells whether an expression does; `gives_initial` whether a conjunct gives a
    variable its first value; `initial` has the text of each variable's first values, with the
    sign before it; `others` gives a constant's neighbours.
    """

    speaks_of_next: Callable[[Node], bool]
    gives_initial: Callable[[Node], bool]
    initial: dict[str, str]
    others: Callable[[Node], str | None]


def mutations_of(node: Node, place: MutationContext) -> Iterator[Mutation]:
    """Yield the changes of one node, not of those below it."""
    yield from of_guard(node, place)
    yield from of_junction(node, place)
    yield from of_sign(node, place)
    yield from of_quantifier(node, place)
    yield from of_unchanged(node, place)
    yield from of_assignment(node)
    other = place.others(node)
    if other is not None:
        yield Mutation("swap constants", ((node, other),))


def of_guard(node: Node, place: MutationContext) -> Iterator[Mutation]:
    """Drop and negate a conjunct that is a guard; negate a condition."""
    for guard in guards(node, place):
        yield Mutation("drop a conjunct", ((guard, "TRUE"),))
        yield from negated(guard)
    condition = condition_of(node)
    if condition and not place.speaks_of_next(condition):
        yield from negated(condition)


def condition_of(node: Node) -> Node | None:
    """Return the condition of an IF, of a CASE's arm or of a set's filter."""
    if node.type == "case_arm":
        return named_children(node)[0]
    names = {"if_then_else": "if", "set_filter": "filter"}
    return field(node, names[node.type]) if node.type in names else None


def guards(node: Node, place: MutationContext) -> list[Node]:
    """Return the conjuncts of a conjunction, if this is the outermost one, that are guards."""
    is_conjunction = node.type == "conj_list" or symbol(node) == "land"
    if not is_conjunction or is_part_of_conjunction(node):
        return []
    return [
        one
        for one in conjuncts(node)
        if not place.speaks_of_next(one) and not place.gives_initial(one)
    ]


def is_part_of_conjunction(node: Node) -> bool:
    """Tell whether a conjunction is a conjunct of another one."""
    parent = node.parent
    while parent and parent.type == "parentheses":
        parent = parent.parent
    return bool(parent and (parent.type == "conj_item" or symbol(parent) == "land"))


def negated(node: Node) -> Iterator[Mutation]:
    """Negate a formula, unless another change says just that."""
    bare = without_parentheses(node)
    sign = field(bare, "symbol")
    if sign and sign.type == "lnot":
        yield Mutation("negate a conjunct", ((sign, " "),))
    elif symbol(bare) not in EXACT_OPPOSITES:
        yield Mutation("negate a conjunct", ((node, f"~({KEPT})"),))


def of_junction(node: Node, place: MutationContext) -> Iterator[Mutation]:
    r"""Swap /\ and \/, all of a list at once."""
    if place.speaks_of_next(node) or place.gives_initial(node):
        return
    if node.type in {"conj_list", "disj_list"}:
        if any(place.gives_initial(one) for one in conjuncts(node)):
            return
        bullets = [
            (one.children[0], ITEMS[one.type]) for one in named_children(node) if one.type in ITEMS
        ]
        if len(bullets) > 1:
            yield Mutation("swap and, or", tuple(bullets))
    elif symbol(node) in JUNCTIONS and not any(map(place.gives_initial, conjuncts(node))):
        yield signed("swap and, or", node, JUNCTIONS)


def of_sign(node: Node, place: MutationContext) -> Iterator[Mutation]:
    """Swap a comparison, a sum or an operation on sets for its neighbour."""
    both = sides(node)
    if not both or place.gives_initial(node):
        return
    is_assignment = primed(both[0]) is not None
    if symbol(node) in EQUALITIES and not is_assignment and not place.speaks_of_next(node):
        yield signed("swap =, #", node, EQUALITIES)
    if symbol(node) in ORDERS:
        yield signed("swap <, <=", node, ORDERS)
    if symbol(node) in SUMS:
        yield signed("swap +, -", node, SUMS)
    if symbol(node) in SETS and not is_assignment:
        yield signed("swap set operations", node, SETS)


def signed(operator: str, node: Node, signs: dict[str, str]) -> Mutation:
    """Return the change of a node's sign."""
    sign = field(node, "symbol")
    assert sign
    return Mutation(operator, ((sign, signs[sign.type]),))


def of_quantifier(node: Node, place: MutationContext) -> Iterator[Mutation]:
    r"""Swap \E and \A."""
    sign = field(node, "quantifier") if node.type == "bounded_quantification" else None
    if sign and not place.speaks_of_next(node):
        yield Mutation("swap quantifiers", ((sign, QUANTIFIERS[sign.type]),))


def of_unchanged(node: Node, place: MutationContext) -> Iterator[Mutation]:
    """Let a variable that should stay as it is go back to a first value instead."""
    rhs = field(node, "rhs") if symbol(node) == "unchanged" else None
    if rhs is None:
        return
    names = [
        text_of(one) for one in (named_children(rhs) if rhs.type == "tuple_literal" else [rhs])
    ]
    names = [name for name in names if name.isidentifier()]
    for name in names:
        if name in place.initial:
            rest = ", ".join(other for other in names if other != name)
            reset = f"{name}' {place.initial[name]}"
            kept = f"UNCHANGED <<{rest}>> /\\ " if rest else ""
            yield Mutation("change an UNCHANGED", ((node, f"({kept}{reset})"),))


def of_assignment(node: Node) -> Iterator[Mutation]:
    """Let a variable that is assigned stay as it is instead."""
    both = sides(node)
    name = primed(both[0]) if both and symbol(node) in {"eq", "in"} else None
    if both and name is not None and text_of(both[1]) != name:
        sign = field(node, "symbol")
        assert sign
        pieces = ((both[1], name),) if sign.type == "eq" else ((sign, "="), (both[1], name))
        yield Mutation("keep an assigned variable", pieces)


def primed(node: Node) -> str | None:
    """Return the variable's name in x', or None for anything else."""
    name = field(node, "lhs")
    if symbol(node) == "prime" and name and name.type == "identifier_ref":
        return text_of(name)
    return None
