"""The text of one model for the triggers of faults: its nodes by type, and what its names mean.

What a name may mean is found by its scopes, and without values: a parameter means the arguments of
all calls of operators with its operator's name. Where the text does not say it, as for an operator
that is itself an argument, a name may mean anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.known_faults.module_nodes import (
    CallSite,
    ModuleKey,
    is_called,
    is_prefixed,
    module_nodes,
    referred_name,
)
from moltverify.known_faults.records import TriggerPlace
from moltverify.known_faults.scopes import filtered_by, local_binding
from moltverify.tla.module import ParsedModule
from moltverify.tla.module_parser import name_in_node
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, line_of, named_children, text_of, walk
from moltverify.tla.value_types import SetValue, Value

if TYPE_CHECKING:
    from tree_sitter import Node


class Reach(Struct, frozen=True):
    """The nodes of all expressions that one may evaluate, by their ids.

    `anything` is set if one of its names may mean an expression that is not known.
    """

    nodes: dict[int, Node]
    anything: bool

    def of_type(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of some types."""
        return (one for one in self.nodes.values() if one.type in kinds)


class ModelText:
    """The modules of a model with their nodes by type, and what each expression may evaluate."""

    def __init__(self, modules: ParsedModules) -> None:
        self.modules = modules
        self.config = modules.config
        found = [module_nodes(ModuleKey(one)) for one in modules.modules]
        self.by_type: dict[str, list[Node]] = defaultdict(list)
        self.calls: dict[str, list[CallSite]] = defaultdict(list)
        self.module_of: dict[int, ParsedModule] = {}
        for module, nodes in zip(modules.modules, found, strict=True):
            for kind, several in nodes.by_type.items():
                self.by_type[kind] += several
                self.module_of.update((one.id, module) for one in several)
            for name, sites in nodes.calls.items():
                self.calls[name] += sites
        self.substitutions = self.find_substitutions()
        self.reach = cache(self.find_reach)
        self.meaning = cache(self.find_meaning)
        self.passed = self.find_passed()

    def find_substitutions(self) -> dict[str, list[Node]]:
        """Return the expressions that instances give to a name of their module."""
        found: dict[str, list[Node]] = defaultdict(list)
        for one in self.by_type["substitution"]:
            name, *rest = named_children(one)
            found[text_of(name)] += rest[-1:]
        return found

    def nodes(self, *kinds: str) -> Iterator[Node]:
        """Yield the nodes of some types in all modules."""
        return (one for kind in kinds for one in self.by_type.get(kind, ()))

    def place(self, node: Node) -> TriggerPlace:
        """Return the place of a node."""
        module = self.module_of[node.id]
        return TriggerPlace(module.file, line_of(node), node.start_point[1] + 1)

    @property
    def open_names(self) -> frozenset[str]:
        """The names whose values may have numbers: variables, and constants by their values."""
        numbers = {one.name for one in self.config.constants if has_number(one.value)}
        return frozenset(self.modules.variables | numbers)

    def operators(self, name: str) -> list[Node]:
        """Return the definitions of operators of a name, local ones too."""
        return [
            one
            for one in self.nodes("operator_definition")
            if (own := field(one, "name")) and name_in_node(own) == name
        ]

    def own_calls(self) -> Iterator[CallSite]:
        """Yield the calls of operators that the modules define, local ones too."""
        names = {
            name_in_node(name)
            for one in self.nodes("operator_definition")
            if (name := field(one, "name"))
        }
        return (site for name in names for site in self.calls.get(name, ()))

    def find_reach(self, node: Node, through_parameters: bool = True) -> Reach:
        """Return the nodes that an expression may evaluate, through names, itself included."""
        found: dict[int, Node] = {}
        anything, waiting = False, [node]
        while waiting:
            start = waiting.pop()
            if start.id in found:
                continue
            for one in walk(start):
                found[one.id] = one
                if (name := referred_name(one)) is not None:
                    if not through_parameters and self.is_parameter(one, name):
                        continue
                    meaning = self.meaning(one, name)
                    anything = anything or meaning is None
                    waiting += [each for each in meaning or () if each.id not in found]
        return Reach(found, anything)

    def is_parameter(self, reference: Node, name: str) -> bool:
        """Tell whether a name is an operator's parameter where it is used."""
        local = local_binding(reference, name)
        return local is not None and not local.nodes

    def find_meaning(self, reference: Node, name: str) -> tuple[Node, ...] | None:
        """Return the expressions that a name may mean where it is used; None if it is not known."""
        local = local_binding(reference, name)
        if local is None:
            return self.module_meaning(reference, name)
        if local.nodes:
            return local.nodes
        return self.arguments(local.operator, local.position) if local.operator else None

    def module_meaning(self, reference: Node, name: str) -> tuple[Node, ...]:
        """Return the definitions of a name of a module, and what instances put in its place."""
        override = self.config.overrides.get(name)
        names = {name, override.replacement} if override else {name}
        own = self.module_of.get(reference.id)
        # `I!Op` is a name of the instance's module, which this one may define differently.
        if own and name in own.definitions and not is_prefixed(reference) and not override:
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
        names = {operator}
        names |= {
            name for name, one in self.config.overrides.items() if one.replacement == operator
        }
        # An operator that is an argument itself is also called by the names of parameters.
        filtered = self.passed.get(operator, ())
        if filtered is None:
            return None
        return filtered + tuple(
            site.arguments[position]
            for name in names
            for site in self.calls.get(name, ())
            if position < len(site.arguments)
        )

    def find_passed(self) -> dict[str, tuple[Node, ...] | None]:
        """Return the sequences that operators, as arguments, filter; None for other uses."""
        found: dict[str, tuple[Node, ...] | None] = {}
        for one in self.nodes("identifier_ref", "infix_op_symbol", "prefix_op_symbol"):
            if not is_called(one):
                name, filtered = text_of(one), filtered_by(one)
                earlier = found.get(name, ())
                both = earlier is not None and filtered is not None
                found[name] = (*(earlier or ()), *(filtered or ())) if both else None
        return found


def has_number(value: Value) -> bool:
    """Tell whether a constant's value is a number or a set of such."""
    if isinstance(value, SetValue):
        return any(map(has_number, value.members))
    return isinstance(value, int) and not isinstance(value, bool)
