"""The mutation operators for callers: an action that is gone, a call without the operator, parties.

Each changes one place where an action or a shared operator is used. The operators of
`mutation.operators` change the definition, and with it all callers at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from moltverify.mutation.operators import Mutation, MutationContext, condition_of
from moltverify.mutation.parties import arguments_of, references_to
from moltverify.tla.syntax_tree import all_disjuncts, conjuncts, field, symbol, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

# What a formula is a direct part of: the operators for guards change these places.
FORMULA_ITEMS = {"conj_item", "disj_item", "bounded_quantification"}
FORMULA_SIGNS = {"land", "lor", "implies", "lnot", "equiv"}


def caller_mutations(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Yield the changes of a node as a caller, without those of the nodes below it."""
    yield from action_deletions(node, context)
    if node.type == "bound_op":
        yield from skipped_calls(node, context)
        yield from swapped_arguments(node, context)
    if node == context.body:
        yield from swapped_parties(node, context)


def action_deletions(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Delete each disjunct of a disjunction of actions; the outermost one yields them all."""
    if not is_disjunction(node) or not context.is_action(node) or is_disjunct(node):
        return
    for one in all_disjuncts(node):
        yield Mutation("delete an action", ((one, "FALSE"),))


def is_disjunction(node: Node) -> bool:
    """Tell whether a node, without parentheses around it, is a disjunction."""
    return node.type == "disj_list" or symbol(node) == "lor"


def is_disjunct(node: Node) -> bool:
    """Tell whether a node, with or without parentheses, is a disjunct."""
    parent = node.parent
    while parent and parent.type == "parentheses":
        parent = parent.parent
    return bool(parent and (parent.type == "disj_item" or symbol(parent) == "lor"))


def skipped_calls(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Replace a call of an operator that others call too by an argument that depends on the state.

    So the expired rows stay in one action that forgets to remove them. An argument that only names
    a user or a number is no value of the call's type.
    """
    name = field(node, "name")
    if name is None or context.callers(text_of(name)) < 2 or context.is_action(node):
        return
    if stands_for_formula(node):
        return
    for argument in arguments_of(node):
        # An argument of several lines would be read by other columns.
        if context.is_state(argument) and "\n" not in text_of(argument):
            yield Mutation("skip a shared operator", ((node, text_of(argument)),))


def stands_for_formula(node: Node) -> bool:
    """Tell whether a node is used as a formula: an argument could not stand for it."""
    parent = node.parent
    while parent and parent.type == "parentheses":
        node, parent = parent, parent.parent
    if parent is None:
        return False
    return (
        parent.type in FORMULA_ITEMS
        or symbol(parent) in FORMULA_SIGNS
        or condition_of(parent) == node
    )


def swapped_arguments(node: Node, context: MutationContext) -> Iterator[Mutation]:
    """Swap two arguments next to each other that are names of one set."""
    arguments = arguments_of(node)
    for first, second in pairwise(arguments):
        names = text_of(first), text_of(second)
        # Names that one quantifier binds may be swapped at a single call without an effect.
        if names[0] != names[1] and context.party(names[0]) == context.party(names[1]) != "":
            yield Mutation("swap two parties", ((first, names[1]), (second, names[0])))


def swapped_parties(body: Node, context: MutationContext) -> Iterator[Mutation]:
    """Take, in one conjunct of a definition's body, two parameters of one set for each other."""
    for one in conjuncts(body):
        for first, second in context.parties:
            other = {first: second, second: first}
            pieces = [(at, other[text_of(at)]) for at in references_to(one, (first, second))]
            # A call with both has been swapped as a call.
            if pieces and not is_single_call(one):
                yield Mutation("swap two parties", tuple(pieces))


def is_single_call(node: Node) -> bool:
    """Tell whether a conjunct is a call of an operator and nothing else."""
    return node.type == "bound_op"
