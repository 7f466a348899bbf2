"""The text of one model for the triggers of faults: its nodes by type, and what its names mean.

What a name may mean is found by its scopes, and without values: a parameter means the arguments of
all calls of operators with its operator's name. Where the text does not say it, as for an operator
that is itself an argument, a name may mean anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.known_faults.module_nodes import (
    CallSite,
    ModuleKey,
    ModuleNodes,
    NameUse,
    is_called,
    is_prefixed,
    nodes_of_module,
)
from moltverify.known_faults.records import TriggerPlace
from moltverify.known_faults.scopes import filtered_by
from moltverify.tla.config import Named
from moltverify.tla.module_parser import name_in_node
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, line_of, named_children, text_of
from moltverify.tla.value_types import SetValue, Value

if TYPE_CHECKING:
    from tree_sitter import Node


class Span(Struct, frozen=True):
    """The nodes of a module from one position to before another."""

    module: ModuleNodes
    start: int
    end: int


class Reach(Struct, frozen=True):
    """The nodes that one may evaluate.

    `anything` is set if one of its names may mean an expression that is not known.
    """

    spans: tuple[Span, ...]
    anything: bool

    @property
    def nodes(self) -> Iterator[Node]:
        """All nodes, some more than once."""
        return (one for span in self.spans for one in span.module.nodes[span.start : span.end])

    def of_type(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of some types."""
        for span in self.spans:
            for kind in kinds:
                yield from span.module.of_type(kind, span.start, span.end)

    def names(self) -> set[str]:
        """Return all names that are used."""
        return {
            use.name
            for span in self.spans
            for use in span.module.uses_between(span.start, span.end)
        }

    def has(self, node: Node) -> bool:
        """Tell whether a node is one of these."""
        return any(
            span.start <= span.module.positions.get(node.id, -1) < span.end for span in self.spans
        )


class ModelText:
    """The modules of a model with their nodes by type, and what each expression may evaluate."""

    def __init__(self, modules: ParsedModules) -> None:
        self.modules = modules
        self.config = modules.config
        self.parts = [nodes_of_module(ModuleKey(one)) for one in modules.modules]
        self.reach = cache(self.find_reach)
        self.operators = cache(self.find_operators)

    @cached_property
    def substitutions(self) -> dict[str, list[Node]]:
        """The expressions that instances give to a name of their module."""
        found: dict[str, list[Node]] = defaultdict(list)
        for one in self.nodes("substitution"):
            name, *rest = named_children(one)
            found[text_of(name)] += rest[-1:]
        return found

    @cached_property
    def open_names(self) -> frozenset[str]:
        """The names whose values may have numbers: variables, and constants by their values."""
        numbers = {one.name for one in self.config.constants if has_number(one.value)}
        return frozenset(self.variables | numbers)

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables of all modules, also of those that are instantiated."""
        return frozenset(name for module in self.modules.modules for name in module.variables)

    @cached_property
    def own_operators(self) -> dict[str, list[Node]]:
        """The definitions of operators by name, local ones too."""
        found: dict[str, list[Node]] = defaultdict(list)
        for one in self.nodes("operator_definition"):
            if name := field(one, "name"):
                found[name_in_node(name)].append(one)
        return found

    @cached_property
    def passed(self) -> dict[str, tuple[Node, ...] | None]:
        """The sequences that operators, as arguments, filter; None for other uses."""
        found: dict[str, tuple[Node, ...] | None] = {}
        for one in self.nodes("identifier_ref", "infix_op_symbol", "prefix_op_symbol"):
            name = text_of(one)
            if name in self.own_operators and not is_called(one):
                earlier, filtered = found.get(name, ()), filtered_by(one)
                both = earlier is not None and filtered is not None
                found[name] = (*(earlier or ()), *(filtered or ())) if both else None
        return found

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of some types in all modules."""
        return (one for part in self.parts for kind in kinds for one in part.of_type(kind))

    def part_of(self, node: Node) -> ModuleNodes:
        """Return the module that has a node."""
        return next(part for part in self.parts if node.id in part.positions)

    def place(self, node: Node) -> TriggerPlace:
        """Return the place of a node."""
        file = self.part_of(node).module.file
        return TriggerPlace(file, line_of(node), node.start_point[1] + 1)

    def unread(self, word: bytes) -> Iterator[TriggerPlace]:
        """Yield the first line that the parser cannot read, of each module with a word."""
        for module in self.modules.modules:
            if word and module.error_line is not None and word in module.text:
                yield TriggerPlace(module.file, module.error_line)

    def calls(self, name: str) -> Iterator[CallSite]:
        """Yield the applications of an operator."""
        return (site for part in self.parts for site in part.calls.get(name, ()))

    def formulas(self, several: Iterable[Named | None]) -> list[Node]:
        """Return the bodies of the definitions that settings of the config name."""
        found = (self.modules.definition(one.name) for one in several if one)
        return [one.body for one in found if one]

    def bodies(self, reference: Node) -> list[Node]:
        """Return the bodies of the operators that a name without arguments may mean."""
        name = field(reference, "op") if reference.type == "prefixed_op" else reference
        use = self.part_of(reference).use_at.get(name.id) if name else None
        meaning = self.meaning(use) if use else None
        return [body for one in meaning or () if (body := field(one, "definition"))]

    def find_operators(self, name: str) -> tuple[Node, ...]:
        """Return the definitions of operators that a call of a name may mean."""
        override = self.config.overrides.get(name)
        names = {name, override.replacement} if override else {name}
        return tuple(one for each in names for one in self.own_operators.get(each, ()))

    def find_reach(self, node: Node, through_parameters: bool = True) -> Reach:
        """Return the nodes that an expression may evaluate, through names, itself included."""
        spans: list[Span] = []
        anything, waiting = False, [node]
        while waiting:
            one = waiting.pop()
            part = self.part_of(one)
            start, end = part.span(one)
            if any(span.module is part and span.start <= start < span.end for span in spans):
                continue
            spans.append(Span(part, start, end))
            for use in part.uses_between(start, end):
                if through_parameters or not (use.binding and use.binding.is_parameter):
                    meaning = self.meaning(use)
                    anything = anything or meaning is None
                    waiting += meaning or ()
        return Reach(tuple(spans), anything)

    def meaning(self, use: NameUse) -> tuple[Node, ...] | None:
        """Return the expressions that a name may mean where it is used; None if it is not known."""
        local = use.binding
        if local is None:
            return self.module_meaning(use.node, use.name)
        if local.nodes:
            return local.nodes
        return self.arguments(local.operator, local.position) if local.operator else None

    def module_meaning(self, reference: Node, name: str) -> tuple[Node, ...]:
        """Return the definitions of a name of a module, and what instances put in its place."""
        override = self.config.overrides.get(name)
        names = {name, override.replacement} if override else {name}
        own = self.part_of(reference).module
        # `I!Op` is a name of the instance's module, which this one may define differently.
        if name in own.definitions and not override and not is_prefixed(reference):
            return (own.definitions[name].node,)
        found = [
            module.definitions[one].node
            for module in self.modules.modules
            for one in names
            if one in module.definitions
        ]
        return (*found, *self.substitutions.get(name, ()))

    def arguments(self, operator: str, position: int) -> tuple[Node, ...] | None:
        """Return what is passed for a parameter in all calls; None if there are others."""
        overrides = self.config.overrides.items()
        names = {operator, *(name for name, one in overrides if one.replacement == operator)}
        # An operator that is an argument itself is also called by the names of parameters.
        filtered = self.passed.get(operator, ())
        if filtered is None:
            return None
        return filtered + tuple(
            site.arguments[position]
            for name in sorted(names)
            for site in self.calls(name)
            if position < len(site.arguments)
        )


def has_number(value: Value) -> bool:
    """Tell whether a constant's value is a number or a set of such."""
    if isinstance(value, SetValue):
        return any(map(has_number, value.members))
    return isinstance(value, int) and not isinstance(value, bool)
