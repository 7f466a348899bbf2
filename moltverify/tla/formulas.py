r"""Properties as formulas about a single state or a single step, where they are equivalent to one.

`[]P` and an invariant P state P of every state, and `[][A]_v` states `[A]_v` of every step.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, is_temporal
from moltverify.tla.syntax_tree import (
    conjuncts,
    field,
    laid_out,
    symbol,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node

STEPS = {"step_expr_or_stutter", "step_expr_no_stutter"}


class Formula(Struct, frozen=True):
    """A property's formula as lines of TLA+; with `steps` it is about a step, not a state."""

    definition: Definition
    text: str
    steps: bool

    @property
    def name(self) -> str:
        """The property's name."""
        return self.definition.name


def formula_of(sources: ParsedModules, definition: Definition) -> Formula | None:
    """Return what a property states of each state or step, or None if it is another formula."""
    body, module = definition.body, definition.module
    # ENABLED depends on the actions: a formula that holds in every state of the right types is no
    # tautology, because a change of an action can break it.
    if any(one.type == "enabled" for part in sources.closure(body, module) for one in walk(part)):
        return None
    if not sources.is_temporal(body, module):
        return Formula(definition, f"  {definition.name}", sources.uses_action(body, module))
    signs = list(always_signs(sources, body, module))
    if None in signs:
        return None
    # Blanks, and not a shorter text: lists of conjuncts are read by their columns.
    text = laid_out(body, 2, blanked=[one for one in signs if one])
    # [A]_v is about a step even if A has no prime.
    steps = any(one.type in STEPS for part in sources.closure(body, module) for one in walk(part))
    return Formula(definition, text, steps or sources.uses_action(body, module))


def is_box_action(formula: Node) -> bool:
    """Tell whether a formula is exactly `[][A]_v`; TLC names such a property if it breaks.

    TLC checks it step by step (tlc2.tool.impl.SpecProcessor), and all others as one formula.
    """
    node = without_parentheses(formula)
    right = field(node, "rhs")
    if node.type != "bound_prefix_op" or symbol(node) != "always" or right is None:
        return False
    step = without_parentheses(right)
    others = [one for one in walk(node) if is_temporal(one) and one not in (node, step)]
    return step.type == "step_expr_or_stutter" and not others


def always_signs(sources: ParsedModules, node: Node, module: str) -> Iterator[Node | None]:
    r"""Yield the signs `[]` if a formula is a conjunction of `[]P`; None for another temporal part.

    `[]` commutes with `/\` and `\A`, not with `\/` and `\E`: only a conjunction states the same of
    each state when its signs are removed.
    """
    node = without_parentheses(node)
    right, sign = field(node, "rhs"), field(node, "symbol")
    if not sources.is_temporal(node, module):
        # A conjunct without a temporal operator is about the initial state only.
        yield None
        return
    match node.type:
        case "bound_prefix_op" if symbol(node) == "always" and right:
            yield sign
            step = without_parentheses(right).type == "step_expr_or_stutter"
            # Of temporal formulas only [A]_v is about a single step.
            if not step and sources.is_temporal(right, module):
                yield None
        case "bounded_quantification":
            body, quantifier = field(node, "expression"), field(node, "quantifier")
            if body and quantifier and quantifier.type == "forall":
                yield from always_signs(sources, body, module)
            else:
                yield None
        # A node that is its own only conjunct would be taken apart for ever.
        case _ if (parts := conjuncts(node)) != [node]:
            for part in parts:
                yield from always_signs(sources, part, module)
        case _:
            yield None
