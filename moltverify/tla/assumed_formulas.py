"""What a specification assumes of behaviours besides the fairness of its own steps.

TLC checks liveness only of the behaviours that satisfy all temporal conjuncts of a specification
(tlc2.tool.impl.SpecProcessor), so what none of them satisfies makes every such property hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.tla.formulas import is_box_action
from moltverify.tla.parsed_modules import TEMPORAL_SIGNS, ParsedModules
from moltverify.tla.specification import FormulaPart, reached
from moltverify.tla.syntax_tree import conjuncts, named_children, symbol, walk

if TYPE_CHECKING:
    from tree_sitter import Node


def temporal_assumptions(sources: ParsedModules) -> Iterator[tuple[Node, str]]:
    """Yield the temporal conjuncts that are no `[][N]_v` and no fairness of steps of `N`.

    Each with the module that contains it. Over-approximated: fairness of an action in other words
    than the steps' counts as an assumption.
    """
    named = sources.config.specification
    found = sources.definition(named.name) if named else None
    if found is None:
        return
    steps = {one.key for one in reached(sources, FormulaPart.NEXT)}
    for part, module in temporal_conjuncts(sources, found.body, found.module):
        if not is_box_action(part) and not is_fairness(sources, part, module, steps):
            yield part, module


def temporal_conjuncts(
    sources: ParsedModules,
    node: Node,
    module: str,
    above: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[tuple[Node, str]]:
    """Yield the temporal conjuncts of a formula; `above` are the definitions that led to it."""
    for part in conjuncts(node):
        if not sources.is_temporal(part, module):
            continue
        named = sources.named(part, module)
        if named and named.key not in above:
            yield from temporal_conjuncts(sources, named.body, named.module, above | {named.key})
        else:
            yield part, module


def is_fairness(
    sources: ParsedModules, part: Node, module: str, steps: set[tuple[str, str]]
) -> bool:
    """Tell whether a formula is only about the fairness of actions that are steps."""
    used = sources.reachable(sources.mentioned(part, module))
    places = [(part, module), *((one.body, one.module) for one in used)]
    nodes = [(one, where) for place, where in places for one in walk(place)]
    actions = [(named_children(one)[-1], where) for one, where in nodes if one.type == "fairness"]
    if not actions or any(symbol(one) in TEMPORAL_SIGNS for one, _ in nodes):
        return False
    return all(is_step(sources, action, where, steps) for action, where in actions)


def is_step(sources: ParsedModules, action: Node, module: str, steps: set[tuple[str, str]]) -> bool:
    """Tell whether an action is made of one that the steps are made of."""
    named = sources.reachable(sources.mentioned(action, module))
    return any(one.key in steps and sources.uses_action(one.body, one.module) for one in named)
