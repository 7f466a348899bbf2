"""Of what TLC checks a property: of behaviours, of steps and states, or of initial states only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.tla.config import Named
from moltverify.tla.syntax_tree import conjuncts, field, symbol, without_parentheses

if TYPE_CHECKING:
    from tree_sitter import Node

    from moltverify.tla.parsed_modules import ParsedModules


def initial_properties(sources: ParsedModules) -> Iterator[Named]:
    """Yield the properties without a temporal operator, which TLC checks in initial states only."""
    for named in sources.config.properties:
        definition = sources.definition(named.name)
        if definition and not sources.is_temporal(definition.body, definition.module):
            yield named


def liveness_properties(sources: ParsedModules) -> Iterator[str]:
    """Yield the properties that TLC checks on behaviours, not on single states and steps."""
    for named in sources.config.properties:
        definition = sources.definition(named.name)
        # A property that the parser does not find may be one.
        if definition is None or is_liveness(sources, definition.body, definition.module):
            yield named.name


def is_liveness(
    sources: ParsedModules, node: Node, module: str, above: frozenset[tuple[str, str]] = frozenset()
) -> bool:
    r"""Tell whether a formula is no conjunction of state predicates, `[]P` and `[][A]_v`.

    Over-approximated: a formula that is equivalent to such a conjunction may count as liveness.
    `above` are the definitions that led to it.
    """
    node = without_parentheses(node)
    if not sources.is_temporal(node, module):
        return False
    right, body = field(node, "rhs"), field(node, "expression")
    if node.type == "bound_prefix_op" and symbol(node) == "always" and right:
        step = without_parentheses(right)
        return step.type != "step_expr_or_stutter" and is_liveness(sources, step, module, above)
    if node.type == "bounded_quantification" and body:
        quantifier = field(node, "quantifier")
        forall = quantifier is not None and quantifier.type == "forall"
        return not forall or is_liveness(sources, body, module, above)
    # SANY refuses a formula that names itself, but the check of the registry comes before it.
    named = sources.named(node, module)
    if named and named.key not in above:
        return is_liveness(sources, named.body, named.module, above | {named.key})
    parts = conjuncts(node)
    # A node that is its own only conjunct is a formula of another kind.
    return parts == [node] or any(is_liveness(sources, one, module, above) for one in parts)
