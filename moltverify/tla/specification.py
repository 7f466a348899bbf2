"""The parts of a config's specification: initial predicates, steps and checked properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import (
    conjuncts,
    named_children,
    sides,
    symbol,
    text_of,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node

# TLA+ has no types, so a type invariant is known by the names that people use.
TYPE_INVARIANT = re.compile(
    r"(?i)^types?(_?(ok|okay|inv\w*|correct\w*|safe\w*))?$|type_?(ok|inv\w*)$"
)
DOMAINS = {"in", "subseteq"}


class FormulaPart(Enum):
    """Whether a part of a specification is about initial states or about steps."""

    INITIAL = "initial"
    NEXT = "next"


class Root(Struct, frozen=True):
    """An expression of a specification, and the module that contains it."""

    part: FormulaPart
    node: Node
    module: str

    @property
    def name(self) -> str | None:
        """The operator's name if the expression is a name alone."""
        return text_of(self.node) if self.node.type == "identifier_ref" else None


def roots(sources: ParsedModules) -> list[Root]:
    """Return the initial predicates and the steps of the config's specification."""
    config = sources.config
    if config.specification:
        spec = sources.definition(config.specification.name)
        return list(pieces(sources, spec.body, spec.module)) if spec else []
    named_parts = ((FormulaPart.INITIAL, config.init), (FormulaPart.NEXT, config.next))
    found = [(part, sources.definition(one.name)) for part, one in named_parts if one]
    return [Root(part, one.body, one.module) for part, one in found if one]


def pieces(
    sources: ParsedModules,
    node: Node,
    module: str,
    inside: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Root]:
    """Yield the initial predicates and steps in a specification's formula; fairness is neither.

    `inside` are the keys of the definitions that the formula is a part of.
    """
    # TLC reads a specification in the same way, as conjuncts: an initial predicate has no
    # temporal operator, and steps stand in [][Next]_v.
    for part in conjuncts(node):
        steps = [one for one in walk(part) if one.type.startswith("step_expr")]
        own = sources.mentioned(part, module)
        # Fairness names actions, but allows no step that [Next]_v does not allow.
        if any(one.type == "fairness" for one in walk(part)) and not steps:
            continue
        if steps:
            yield from (
                Root(FormulaPart.NEXT, without_parentheses(named_children(step)[0]), module)
                for step in steps
            )
        elif sources.is_temporal(part, module):
            # A name, such as that of [][Next]_v and fairness together. SANY refuses a formula that
            # is a part of itself, but it has not read the module yet.
            for one in own:
                if one.key not in inside:
                    yield from pieces(sources, one.body, one.module, inside | {one.key})
        else:
            yield Root(FormulaPart.INITIAL, part, module)


def reached(sources: ParsedModules, part: FormulaPart) -> list[Definition]:
    """Return the definitions that the initial predicate, or the steps, use."""
    starts = [
        one
        for root in roots(sources)
        if root.part is part
        for one in sources.mentioned(root.node, root.module)
    ]
    return sources.reachable(starts)


def checked(sources: ParsedModules) -> list[Definition]:
    """Return the definitions of all invariants and properties that the config names."""
    names = (*sources.config.invariants, *sources.config.properties)
    return list(filter(None, (sources.definition(one.name) for one in names)))


def is_type_invariant(sources: ParsedModules, definition: Definition) -> bool:
    """Tell whether an invariant states only which values each variable may have."""
    return bool(TYPE_INVARIANT.search(definition.name)) or all(
        domain_of(sources, one) for one in conjuncts(definition.body)
    )


def domain_of(sources: ParsedModules, conjunct: Node) -> str | None:
    r"""Return the variable that a conjunct such as `x \in S` gives a domain, or None."""
    parts = sides(conjunct)
    # A set that changes with the state relates variables, so it is no type.
    if not parts or symbol(conjunct) not in DOMAINS or sources.uses_variable(parts[1]):
        return None
    name = text_of(parts[0])
    return name if name in sources.variables else None
