r"""Conditions that should be true, or false, in some reachable state, and the finding if never.

`\A x \in S : A => B` holds trivially unless some state has an x in S for which A holds. A disjunct
that is never true could be deleted without any effect.

The steps' conditions are marked wherever they stand, a property's conditions in positive position
only: elsewhere a condition that is never true may be just what the property states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.findings.polarity import (
    Polarity,
    PropertyPart,
    mixed_keys,
    property_parts,
)
from moltverify.audit.results import FindingKind
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, reached
from moltverify.tla.syntax_tree import (
    field,
    named_children,
    one_line_expression,
    sides,
    symbol,
    text_of,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node


class Want(Enum):
    """Event that should happen to a condition in some state."""

    TRUE = "true"
    FALSE = "false"
    REACHED = "reached"


class Mark(Struct, frozen=True):
    """A condition inside a definition, the wanted event, and the finding if it never happens.

    Where the definition is a temporal formula, `variable` is one of its module's variables.
    """

    definition: Definition
    node: Node
    want: Want
    kind: FindingKind
    message: str
    variable: str = ""


def vacuity_marks(sources: ParsedModules) -> list[Mark]:
    """Return the marks of a model, at most one per condition and wanted event.

    Marks of the steps come first, then marks of the properties, each in depth-first order.
    """
    steps = [one for part in FormulaPart for one in reached(sources, part)]
    step_keys = {one.key for one in steps}
    properties = [one for one in checked(sources) if not is_type_invariant(sources, one)]
    parts = list(property_parts(sources, properties, step_keys))
    helpers = [one for one in sources.reachable(properties) if one.key not in step_keys]
    found = [
        *(mark for one in steps for mark in step_marks(sources, one)),
        *(mark for part in parts for mark in part_marks(part)),
        *(mark for one in helpers for node in walk(one.body) for mark in choice_marks(one, node)),
    ]
    # A condition of the steps decides about behaviour, in whatever position a property uses it.
    excluded = (mixed_keys(sources, parts) - step_keys) | constant_keys(sources)
    candidates = (mark for mark in found if mark.definition.key not in excluded)
    return distinct_marks(filter(None, (usable_mark(sources, mark) for mark in candidates)))


def constant_keys(sources: ParsedModules) -> set[tuple[str, str]]:
    """Return the keys of the definitions of which the config makes constants, and of their parts.

    TLC refuses to replace a constant by a definition that prints: "substitutes constant C with
    non-constant D" (tlc2.tool.impl.SpecProcessor).
    """
    replaced = sources.constants & set(sources.config.overrides)
    starts = filter(None, map(sources.definition, sorted(replaced)))
    return {one.key for one in sources.reachable([*starts])}


def distinct_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Return the first mark of each condition and wanted event."""
    found: dict[tuple[str, int, int, Want], Mark] = {}
    for mark in marks:
        node = mark.node
        place = (mark.definition.module, node.start_byte, node.end_byte, mark.want)
        found.setdefault(place, mark)
    return list(found.values())


def usable_mark(sources: ParsedModules, mark: Mark) -> Mark | None:
    """Return the mark, with a variable if it needs one, or None if TLC cannot observe it.

    TLC evaluates a constant condition once, before the first state, and a temporal one never as a
    value. A module that is used by INSTANCE only has other variables in each instance, so that one
    condition in its text is several conditions.
    """
    definition, module = mark.definition, mark.definition.module
    is_own = any(one.name == module for one in sources.own)
    is_temporal = sources.is_temporal(mark.node, module)
    if not is_own or is_temporal or is_fixed(sources, mark.node, module):
        return None
    if not sources.is_temporal(definition.body, module):
        return mark
    # A module that the root extends knows its own variables, but not those of the root.
    is_root = module == sources.root.name
    known = sorted(sources.variables) if is_root else sources.by_name[module].variables
    return replace(mark, variable=known[0]) if known else None


def is_fixed(sources: ParsedModules, node: Node, module: str) -> bool:
    """Tell whether a condition is a constant, such as one that a config switches on and off.

    A condition with a bound name is not fixed: its value depends on what the name is bound to.
    """
    # Not `references`, which yields signs such as `<` too: no module of the model defines them.
    names = (text_of(one) for one in walk(node) if one.type == "identifier_ref")
    known = [name in sources.constants or sources.definition(name, module) for name in names]
    return all(known) and not sources.uses_variable(node, module)


def step_marks(sources: ParsedModules, definition: Definition) -> Iterator[Mark]:
    """Yield marks for all conditions in a definition that initial states or steps use."""
    for node in walk(definition.body):
        yield from choice_marks(definition, node)
        for one in disjuncts(node):
            # TLC's coverage counts the disjuncts that are actions.
            if not sources.uses_action(one, definition.module):
                text = one_line_expression(one)
                what = f"{definition.name}: this alternative is never true: {text}"
                yield Mark(definition, one, Want.TRUE, FindingKind.NEVER_TRUE, what)
        both = sides(node)
        if both and symbol(node) == "implies":
            what = f"{definition.name}: this never holds: {one_line_expression(both[0])}"
            yield Mark(definition, both[0], Want.TRUE, FindingKind.NEVER_TRUE, what)


def choice_marks(definition: Definition, node: Node) -> Iterator[Mark]:
    """Yield marks if the node is an IF, whose condition should be both, or an arm of CASE."""
    condition = field(node, "if")
    if node.type == "if_then_else" and condition:
        text = one_line_expression(condition)
        for want, kind in (
            (Want.TRUE, FindingKind.NEVER_TRUE),
            (Want.FALSE, FindingKind.NEVER_FALSE),
        ):
            what = f"{definition.name}: this condition is never {want.value}: {text}"
            yield Mark(definition, condition, want, kind, what)
    if node.type == "case_arm" and named_children(node):
        guard = named_children(node)[0]
        what = f"{definition.name}: this case never comes: {one_line_expression(guard)}"
        yield Mark(definition, guard, Want.TRUE, FindingKind.NEVER_TRUE, what)


def part_marks(part: PropertyPart) -> Iterator[Mark]:
    """Yield the marks of one formula in a property, not of those inside it."""
    if part.polarity is not Polarity.POSITIVE:
        return
    definition, node = part.definition, without_parentheses(part.node)
    for one in disjuncts(node):
        text = one_line_expression(one)
        what = f"{definition.name} holds without this, which is never true: {text}"
        yield Mark(definition, one, Want.TRUE, FindingKind.NEVER_TRUE, what)
    both, quantifier, body = sides(node), field(node, "quantifier"), field(node, "expression")
    if both and symbol(node) in {"implies", "leads_to"}:
        text = one_line_expression(both[0])
        what = f"{definition.name} says nothing, for this never holds: {text}"
        yield Mark(definition, both[0], Want.TRUE, FindingKind.ANTECEDENT_NEVER_HOLDS, what)
    # `\E` over an empty set is false, so a property with it cannot hold trivially.
    if quantifier and quantifier.type == "forall" and body:
        bounds = [one for one in node.children_by_field_name("bound") if one.is_named]
        text = ", ".join(map(one_line_expression, bounds))
        what = f"{definition.name} says nothing, for there is never any {text}"
        yield Mark(definition, body, Want.REACHED, FindingKind.ANTECEDENT_NEVER_HOLDS, what)


def disjuncts(node: Node) -> Iterator[Node]:
    """Yield the disjuncts of a disjunction, without those that are disjunctions themselves.

    Their own disjuncts are yielded when the walk comes to them.
    """
    items: list[Node] = []
    both = sides(node)
    # A list with one bullet is no alternative to anything.
    if node.type == "disj_list" and len(named_children(node)) > 1:
        items = [named_children(item)[-1] for item in named_children(node)]
    elif both and symbol(node) == "lor":
        items = list(both)
    for one in items:
        bare = without_parentheses(one)
        if bare.type != "disj_list" and symbol(bare) != "lor":
            yield one
