r"""The mutation operators: small changes of a node in a model's initial states and steps.

Each changes what a mistake in the code could change: a guard, a comparison, an assignment, a value.
No operator drops or negates a conjunct about the next state: TLC computes next states from such
conjuncts, and could not evaluate the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.mutation.edits import ORIGINAL
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

# Each sign by its name in the grammar, and the sign that replaces it.
EQUALITIES = {"eq": "#", "neq": "="}
ORDERS = {"lt": "<=", "leq": "<", "gt": ">=", "geq": ">"}
# The sign before 1 that no swap of the comparison's sign is equal to.
OFF_BY_ONE = {"lt": "-", "leq": "+", "gt": "+", "geq": "-"}
SUMS = {"plus": "-", "minus": "+"}
SETS = {"cup": "\\", "cap": "\\cup", "setminus": "\\cap", "in": "\\notin", "notin": "\\in"}
JUNCTIONS = {"land": "\\/", "lor": "/\\"}
QUANTIFIERS = {"exists": "\\A", "forall": "\\E"}
BRACKETS = {"langle_bracket", "rangle_bracket"}  # of a tuple; the grammar has them as named nodes
ITEMS = {"conj_item": "\\/", "disj_item": "/\\"}
# Signs that other operators replace by the exact opposite.
NEGATED_BY_SIGN = {*EQUALITIES, "in", "notin"}


class Mutation(Struct, frozen=True):
    """One change: the operator's name, and the replaced nodes with their new texts.

    In a new text, ORIGINAL stands for the replaced text.
    """

    operator: str
    pieces: tuple[tuple[Node, str], ...]


class MutationContext(Struct, frozen=True):
    """Facts about a model on which changes of a node depend.

    `is_action` tells whether an expression refers to the next state, `is_state` whether it depends
    on a variable, and `gives_initial` whether a conjunct gives a variable its initial values.
    `initial` has the sign and expression of each variable's initial values. `alternative` returns
    another constant of a constant's type. `body` is that of the definition, `parties` the pairs of
    its parameters that one set binds, and `party` returns the text of the set that binds a name, or
    an empty one. `callers` counts the calls of an operator.
    """

    is_action: Callable[[Node], bool]
    is_state: Callable[[Node], bool]
    gives_initial: Callable[[Node], bool]
    initial: Mapping[str, str]
    alternative: Callable[[Node], str | None]
    body: Node
    parties: list[tuple[str, str]]
    party: Callable[[str], str]
    callers: Callable[[str], int]


def mutations_of(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Yield the changes of a node itself, without those of the nodes below it."""
    yield from guard_mutations(node, context)
    yield from junction_mutations(node, context)
    yield from sign_mutations(node, context)
    yield from quantifier_mutations(node, context)
    yield from unchanged_mutations(node, context)
    yield from assignment_mutations(node)
    other = context.alternative(node)
    if other is not None:
        yield Mutation("swap constants", ((node, other),))


def guard_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Drop and negate each guard of a conjunction; negate a condition."""
    for guard in guards(node, context):
        yield Mutation("drop a conjunct", ((guard, "TRUE"),))
        yield from negations(guard)
    condition = condition_of(node)
    if condition and not context.is_action(condition):
        yield from negations(condition)


def condition_of(node: Node) -> Node | None:
    """Return the condition of an IF, of an arm of CASE or of a set's filter; None for others."""
    if node.type == "case_arm":
        return named_children(node)[0]
    names = {"if_then_else": "if", "set_filter": "filter"}
    return field(node, names[node.type]) if node.type in names else None


def guards(node: Node, context: MutationContext) -> list[Node]:
    """Return the conjuncts of an outermost conjunction that assign no variable."""
    is_conjunction = node.type == "conj_list" or symbol(node) == "land"
    # The outermost conjunction yields the conjuncts of those inside it.
    if not is_conjunction or is_part_of_conjunction(node):
        return []
    return [
        one
        for one in conjuncts(node)
        if not context.is_action(one) and not context.gives_initial(one)
    ]


def is_part_of_conjunction(node: Node) -> bool:
    """Tell whether a node, with or without parentheses, is a conjunct."""
    parent = node.parent
    while parent and parent.type == "parentheses":
        parent = parent.parent
    return bool(parent and (parent.type == "conj_item" or symbol(parent) == "land"))


def negations(node: Node) -> Iterator[Mutation]:
    """Yield the negation of a formula, or nothing if another operator makes an equal mutant."""
    bare = without_parentheses(node)
    sign = field(bare, "symbol")
    if sign and sign.type == "lnot":
        # Without its sign the formula says the opposite.
        yield Mutation("negate a conjunct", ((sign, " "),))
    elif symbol(bare) not in NEGATED_BY_SIGN:
        yield Mutation("negate a conjunct", ((node, f"~({ORIGINAL})"),))


def junction_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    r"""Swap /\ and \/: the sign of an infix formula, or all bullets of a list at once."""
    if context.is_action(node) or any(map(context.gives_initial, (node, *conjuncts(node)))):
        return
    if node.type in {"conj_list", "disj_list"}:
        bullets = [
            (one.children[0], ITEMS[one.type]) for one in named_children(node) if one.type in ITEMS
        ]
        # A list with one bullet means the same with the other bullet.
        if len(bullets) > 1:
            yield Mutation("swap and, or", tuple(bullets))
    elif symbol(node) in JUNCTIONS:
        yield sign_mutation("swap and, or", node, JUNCTIONS)


def sign_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    r"""Swap a comparison, a sum or an operation on sets with a similar one.

    The sign of an assignment, `x' = 1` or `x' \in S`, stays: TLC could not compute x' without it.
    """
    both = sides(node)
    if not both or context.gives_initial(node):
        return
    is_assignment = primed_variable(both[0]) is not None
    if symbol(node) in EQUALITIES and not is_assignment and not context.is_action(node):
        yield sign_mutation("swap =, #", node, EQUALITIES)
    if symbol(node) in ORDERS:
        yield sign_mutation("swap <, <=", node, ORDERS)
        yield off_by_one(node, both[1])
    if symbol(node) in SUMS:
        yield sign_mutation("swap +, -", node, SUMS)
    if symbol(node) in SETS and not is_assignment:
        yield sign_mutation("swap set operations", node, SETS)


def off_by_one(node: Node, bound: Node) -> Mutation:
    """Return the comparison with a bound that is wrong by one, to the side of no other operator.

    In whole numbers, the other side is what `<` for `<=` means.
    """
    sign = field(node, "symbol")
    assert sign
    is_name = bound.type in {"identifier_ref", "nat_number"}
    text = text_of(bound) if is_name else f"({ORIGINAL})"
    return Mutation("off by one", ((bound, f"({text} {OFF_BY_ONE[sign.type]} 1)"),))


def sign_mutation(operator: str, node: Node, signs: Mapping[str, str]) -> Mutation:
    """Return the change of an infix node's sign."""
    sign = field(node, "symbol")
    assert sign
    return Mutation(operator, ((sign, signs[sign.type]),))


def quantifier_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    r"""Swap \E and \A in a formula about the state alone.

    `\A i \in S : x' = i` would have to give x' several values.
    """
    sign = field(node, "quantifier") if node.type == "bounded_quantification" else None
    if sign and not context.is_action(node):
        yield Mutation("swap quantifiers", ((sign, QUANTIFIERS[sign.type]),))


def unchanged_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Reset a variable of an UNCHANGED to an initial value, one variable per change."""
    rhs = field(node, "rhs") if symbol(node) == "unchanged" else None
    if rhs is None:
        return
    operands = named_children(rhs) if rhs.type == "tuple_literal" else [rhs]
    texts = [text_of(one) for one in operands if one.type not in BRACKETS]
    for name in texts:
        # Of an operand such as `vars`, a tuple of variables, no single one can be taken out.
        if name in context.initial:
            rest = ", ".join(other for other in texts if other != name)
            reset = f"{name}' {context.initial[name]}"
            unchanged = f"UNCHANGED <<{rest}>> /\\ " if rest else ""
            yield Mutation("change an UNCHANGED", ((node, f"({unchanged}{reset})"),))


def assignment_mutations(node: Node) -> Iterator[Mutation]:
    """Replace the new value of an assigned variable by its old one."""
    both = sides(node)
    name = primed_variable(both[0]) if both and symbol(node) in {"eq", "in"} else None
    if both and name is not None and text_of(both[1]) != name:
        sign = field(node, "symbol")
        assert sign
        pieces = ((both[1], name),) if sign.type == "eq" else ((sign, "="), (both[1], name))
        yield Mutation("keep an assigned variable", pieces)


def primed_variable(node: Node) -> str | None:
    """Return the name x of an expression x', or None for any other expression."""
    name = field(node, "lhs")
    if symbol(node) == "prime" and name and name.type == "identifier_ref":
        return text_of(name)
    return None
