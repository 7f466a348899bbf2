r"""Parts of a model that a constant switches off, such as a fault that a config can switch on.

`Attack /\ owner' = "thief"` is never taken where the config says `Attack = FALSE`. That is by
design, unlike an action whose guard no reachable state satisfies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.findings.model_uses import named_operators
from moltverify.audit.findings.vacuity_conditions import is_fixed
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, names_below, references
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

if TYPE_CHECKING:
    from tree_sitter import Node

Key = tuple[str, str]  # a definition's module and name


class ConstantSwitch(Struct, frozen=True):
    """A condition that constants decide, and the expression that its value `off_if` switches off.

    `constants` are the names of the model's constants on which the condition depends.
    """

    module: str
    condition: Node
    constants: tuple[str, ...]
    off_if: bool
    controlled: Node


class OffParts(Struct, frozen=True):
    """Expressions that constants switch off, and definitions that only these use.

    Both have the constants. The keys of `nodes` are the ids of tree-sitter's nodes, by module.
    """

    nodes: Mapping[
        tuple[str, int], tuple[str, ...]
    ] = {}  # msgspec makes a new dict for each record
    controlled: tuple[ConstantSwitch, ...] = ()
    definitions: Mapping[Key, tuple[str, ...]] = {}


def constant_switches(sources: ParsedModules) -> list[ConstantSwitch]:
    """Return the switches in all that the config names, in the order of the text."""
    starts = filter(None, map(sources.definition, named_operators(sources.config)))
    own = {module.name for module in sources.own}
    return [
        switch
        for one in sources.reachable([*starts])
        # The constants of a module that is used by INSTANCE may be something else there.
        if one.module in own
        for node in walk(one.body)
        for switch in node_switches(sources, one.module, node)
    ]


def node_switches(sources: ParsedModules, module: str, node: Node) -> Iterator[ConstantSwitch]:
    """Yield the switches of one conjunction, disjunction, implication, IF or CASE."""
    for condition, off_if, controlled in conditions(sources, module, node):
        if is_fixed(sources, condition, module) and is_visible(sources, condition, module):
            names = {
                name for part in sources.closure(condition, module) for name in references(part)
            }
            constants = tuple(sorted(names & sources.constants))
            if constants:
                yield ConstantSwitch(module, condition, constants, off_if, controlled)


def is_visible(sources: ParsedModules, condition: Node, module: str) -> bool:
    """Tell whether a module that extends the root can evaluate a condition; it sees no LOCAL."""
    parents = (one.node.parent for one in sources.mentioned(condition, module))
    return not any(one and one.type == "local_definition" for one in parents)


def conditions(
    sources: ParsedModules, module: str, node: Node
) -> Iterator[tuple[Node, bool, Node]]:
    """Yield each condition in a node, the value with which it switches off, and what it does."""
    both, parent = sides(node), node.parent
    if node.type == "conj_list" or symbol(node) == "land":
        yield from ((one, False, node) for one in conjuncts(node))
    elif both and symbol(node) == "implies":
        yield both[0], False, both[1]
    elif both and symbol(node) == "lor" and not sources.uses_action(node, module):
        yield both[0], True, both[1]
    elif node.type == "if_then_else":
        condition, yes, no = (field(node, name) for name in ("if", "then", "else"))
        if condition and yes and no:
            yield condition, False, yes
            yield condition, True, no
    elif node.type in {"case_arm", "other_arm"} and parent and named_children(node):
        *guard, value = [one for one in named_children(node) if one.type != "case_arrow"]
        yield from ((one, False, value) for one in guard if node.type == "case_arm")
        if node.type == "other_arm":
            arms = [one for one in named_children(parent) if one.type == "case_arm"]
            yield from ((named_children(one)[0], True, value) for one in arms)


def off_parts(sources: ParsedModules, off: Iterable[ConstantSwitch]) -> OffParts:
    """Return all that some switches, those whose condition has the value `off_if`, switch off."""
    controlled = tuple(off)
    nodes: dict[tuple[str, int], tuple[str, ...]] = {}
    for switch in controlled:
        nodes.setdefault((switch.module, switch.controlled.id), switch.constants)
    starts = [one for one in map(sources.definition, named_operators(sources.config)) if one]
    live = {one.key for one in live_definitions(sources, starts, nodes)}
    definitions: dict[Key, tuple[str, ...]] = {}
    for switch in controlled:
        for one in sources.reachable(sources.mentioned(switch.controlled, switch.module)):
            if one.key not in live:
                definitions.setdefault(one.key, switch.constants)
    return OffParts(nodes, controlled, definitions)


def live_definitions(
    sources: ParsedModules, starts: Iterable[Definition], off: Collection[tuple[str, int]]
) -> list[Definition]:
    """Return the definitions that others use outside the nodes that are off."""
    found: dict[Key, Definition] = {}
    waiting = [*starts]
    while waiting:
        one = waiting.pop()
        if one.key not in found:
            found[one.key] = one
            names = {name for node in live_nodes(one, off) for name in own_references(node)}
            waiting += filter(None, (sources.definition(name, one.module) for name in names))
    return [*found.values()]


def live_nodes(definition: Definition, off: Collection[tuple[str, int]]) -> Iterator[Node]:
    """Yield the nodes of a definition's body outside those that are off."""
    waiting = [definition.body]
    while waiting:
        node = waiting.pop()
        if (definition.module, node.id) not in off:
            yield node
            waiting += node.children


def own_references(node: Node) -> Iterator[str]:
    """Yield the name that a node itself refers to."""
    # Not `references`, which keeps what it returns: that is worth it for whole expressions.
    return names_below(node) if not node.named_child_count else iter(())


def off_constants(sources: ParsedModules, parts: OffParts, node: Node, module: str) -> list[str]:
    """Return the constants that keep a formula from being true, or nothing.

    A conjunction is off with one of its conjuncts, and an IF with both of its branches.
    """
    known = parts.nodes.get((module, node.id))
    if known:
        return [*known]
    node = without_parentheses(node)
    known, body = parts.nodes.get((module, node.id)), field(node, "expression")
    if known:
        return [*known]
    if node.type == "conj_list" or symbol(node) == "land":
        every = [off_constants(sources, parts, one, module) for one in conjuncts(node)]
        return next(filter(None, every), [])
    if node.type == "if_then_else":
        branches = [one for name in ("then", "else") if (one := field(node, name))]
        found = [off_constants(sources, parts, one, module) for one in branches]
        dead = [
            bool(one) or text_of(node) == "FALSE" for one, node in zip(found, branches, strict=True)
        ]
        return next(filter(None, found), []) if all(dead) else []
    if node.type in {"bounded_quantification", "let_in"} and body:
        return off_constants(sources, parts, body, module)
    return []
