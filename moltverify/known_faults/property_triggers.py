"""Triggers in temporal formulas: the specification's and the properties'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.known_faults.model_text import ModelText
from moltverify.known_faults.scopes import named_fields
from moltverify.tla.formulas import is_box_action
from moltverify.tla.parsed_modules import is_temporal
from moltverify.tla.syntax_tree import (
    conjuncts,
    field,
    named_children,
    sides,
    symbol,
    text_of,
    walk,
    without_parentheses,
)
from moltverify.tla.value_types import SetValue

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_FAIRNESS = 31


def property_nodes(text: ModelText) -> dict[int, Node]:
    """Return the nodes of all properties, through names, by their ids."""
    found: dict[int, Node] = {}
    for body in text.formulas(text.config.properties):
        found.update((one.id, one) for one in text.reach(body).nodes)
    return found


def specification_parts(text: ModelText) -> Iterator[Node]:
    """Yield the conjuncts of the specification's formula, names replaced by their definitions."""
    waiting = text.formulas([text.config.specification])
    seen = set[int]()
    while waiting:
        for part in conjuncts(waiting.pop()):
            inner = without_parentheses(part)
            names = text.bodies(inner) if inner.type in {"identifier_ref", "prefixed_op"} else []
            if names and inner.id not in seen:
                seen.add(inner.id)
                waiting += names
            else:
                yield inner


def is_operator(node: Node, *signs: str) -> bool:
    """Tell whether a formula is prefix operators in this order, such as `[]<>P`."""
    for sign in signs:
        node = without_parentheses(node)
        right = field(node, "rhs")
        if node.type != "bound_prefix_op" or symbol(node) != sign or right is None:
            return False
        node = right
    return True


def fairness_without_action(text: ModelText) -> Iterator[Node]:
    """Yield each conjunct of the specification that is fairness, but no WF and no SF."""
    for part in specification_parts(text):
        signs = {symbol(one) for one in walk(part)}
        if signs & {"eventually", "leads_to"}:
            yield part


def invariant_in_specification(text: ModelText) -> Iterator[Node]:
    """Yield each conjunct `[]P` of the specification where P is no step."""
    for part in specification_parts(text):
        if is_operator(part, "always") and not any(
            one.type.startswith("step_expr") or symbol(one) in {"eventually", "leads_to"}
            for one in walk(part)
        ):
            yield part


def many_fairness(text: ModelText) -> Iterator[Node]:
    """Yield the first fairness condition, if there are, or may be, 32 or more."""
    parts = list(specification_parts(text))
    if sum(fairness_count(text, part) for part in parts) > MOST_FAIRNESS:
        yield next(one for part in parts for one in text.reach(part).of_type("fairness"))


def fairness_count(text: ModelText, node: Node, inside: frozenset[int] = frozenset()) -> int:
    """Return how many fairness conditions a formula has at most, for all values of quantifiers.

    `inside` are the ids of the definitions around it.
    """
    if not any(text.reach(node).of_type("fairness")) or node.id in inside:
        return 0
    if node.type == "fairness":
        return 1
    factor = quantified_values(text, node) if node.type == "bounded_quantification" else 1
    inside |= {node.id}
    own = sum(fairness_count(text, one, inside) for one in named_children(node))
    named = text.bodies(node) if node.type == "identifier_ref" else []
    return factor * (own + sum(fairness_count(text, one, inside) for one in named))


def quantified_values(text: ModelText, quantification: Node) -> int:
    """Return how many values a quantifier has at most; 32 for a set of unknown size."""
    count = 1
    for bound in named_fields(quantification, "bound"):
        domain = field(bound, "set")
        size = set_size(text, domain) if domain else None
        count *= (MOST_FAIRNESS + 1 if size is None else size) ** len(named_fields(bound, "intro"))
    return count


def set_size(text: ModelText, domain: Node) -> int | None:
    """Return how many elements a set has at most, as far as its text says it."""
    domain = without_parentheses(domain)
    if domain.type == "finite_set_literal":
        return len(named_children(domain))
    if domain.type == "identifier_ref":
        name = text_of(domain)
        for one in text.config.constants:
            if one.name == name and isinstance(one.value, SetValue):
                return len(one.value.members)
        bodies = text.bodies(domain)
        return set_size(text, bodies[0]) if len(bodies) == 1 and bodies[0] != domain else None
    numbers = [one for one in sides(domain) or () if one.type == "nat_number"]
    if symbol(domain) == "dots_2" and len(numbers) == 2:
        low, high = (int(text_of(one)) for one in numbers)
        return max(0, high - low + 1)
    return None


def constant_in_property(text: ModelText) -> Iterator[Node]:
    """Yield each operand of a temporal operator in a property that depends on no variable."""
    for one in property_nodes(text).values():
        for operand in temporal_operands(one):
            if is_constant(text, operand):
                yield operand


def temporal_operands(node: Node) -> Iterator[Node]:
    """Yield the formulas to which a node applies a temporal operator."""
    if symbol(node) in {"always", "eventually", "leads_to"}:
        yield from filter(None, (field(node, "lhs"), field(node, "rhs")))


def is_constant(text: ModelText, node: Node) -> bool:
    """Tell whether an expression depends on no variable, by its names."""
    reach = text.reach(node)
    return not reach.anything and not reach.names() & text.variables


def implied_eventually_always(text: ModelText) -> Iterator[Node]:
    """Yield each implication in a property whose conclusion has `<>[]`."""
    for one in property_nodes(text).values():
        parts = sides(one)
        if parts and symbol(one) in {"implies", "lor"}:
            reach = text.reach(one)
            if any(is_operator(inner, "eventually", "always") for inner in reach.nodes):
                yield one


def eventually_always(text: ModelText) -> Iterator[Node]:
    """Yield each `<>[]P` in a property."""
    found = property_nodes(text).values()
    return (one for one in found if is_operator(one, "eventually", "always"))


def safety_property(text: ModelText) -> Iterator[Node]:
    """Yield each property that is a safety property, but not an invariant or `[][A]_v`."""
    for body in text.formulas(text.config.properties):
        nodes = list(text.reach(body).nodes)
        live = any(
            symbol(one) in {"eventually", "leads_to"} or one.type == "fairness" for one in nodes
        )
        boxes = [one for one in nodes if symbol(one) == "always"]
        if boxes and not live and not is_plain_safety(text, body):
            yield body


def is_plain_safety(text: ModelText, body: Node) -> bool:
    """Tell whether a property is a conjunction of formulas `[]P` and `[][A]_v`."""
    return all(is_plain_part(text, part) for part in conjuncts(body))


def is_plain_part(text: ModelText, part: Node) -> bool:
    """Tell whether TLC checks a conjunct state by state or step by step."""
    part = without_parentheses(part)
    if part.type in {"identifier_ref", "prefixed_op"} and (bodies := text.bodies(part)):
        return all(is_plain_safety(text, one) for one in bodies)
    if is_box_action(part) or not any(map(is_temporal, text.reach(part).nodes)):
        return True
    right = field(part, "rhs")
    return bool(
        is_operator(part, "always") and right and not any(map(is_temporal, text.reach(right).nodes))
    )
