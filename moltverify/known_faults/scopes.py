"""What expressions of TLA+ bind: the names that have a meaning of their own below a node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.module_parser import name_in_node
from moltverify.tla.syntax_tree import NAMED_DEFINITIONS, field, named_children, text_of

if TYPE_CHECKING:
    from tree_sitter import Node

# Operators of the standard modules whose LAMBDA is about the elements of their other argument.
SEQUENCE_FILTERS = {"SelectSeq", "SortSeq"}
BOUND_IDENTIFIERS = {"lambda", "unbounded_quantification"}
WITH_PARAMETERS = {"operator_definition", "module_definition"}
WITH_BOUNDS = {
    *("bounded_quantification", "function_definition", "function_literal"),
    *("set_filter", "set_map"),
}


class LocalBinding(Struct, frozen=True):
    """What a name means inside a definition.

    `nodes` are the expressions that it may mean: the body of a local definition, or the set of
    which it is an element. A parameter has its operator's name and its own position instead. With
    neither, it may mean anything.
    """

    nodes: tuple[Node, ...] = ()
    operator: str = ""
    position: int = 0

    @property
    def is_parameter(self) -> bool:
        """Whether the caller decides what the name means."""
        return not self.nodes


def bindings_of(scope: Node) -> Iterator[tuple[str, LocalBinding]]:
    """Yield the names that a node binds in the expressions below it."""
    kind = scope.type
    if kind == "let_in":
        yield from local_definitions(scope)
    elif kind in WITH_PARAMETERS:
        name = field(scope, "name")
        owner = name_in_node(name) if name else ""
        for position, parameter in enumerate(parameter_names(scope)):
            yield parameter, LocalBinding(operator=owner, position=position)
    elif kind in BOUND_IDENTIFIERS:
        for one in named_children(scope):
            if one.type == "identifier":
                yield text_of(one), LocalBinding(filtered_by(scope) or ())
    elif kind in WITH_BOUNDS:
        bounds = [one for one in named_children(scope) if one.type == "quantifier_bound"]
        for bound in bounds:
            yield from element_bindings(bound)
    elif kind == "choose":
        yield from element_bindings(scope)


def local_definitions(scope: Node) -> Iterator[tuple[str, LocalBinding]]:
    """Yield the definitions of a LET."""
    for one in named_children(scope):
        if one.type in NAMED_DEFINITIONS and (name := field(one, "name")):
            yield name_in_node(name), LocalBinding((one,))


def filtered_by(operator: Node) -> tuple[Node, ...] | None:
    """Return the sequence that an operator is passed for in SelectSeq or SortSeq, or None."""
    call = operator.parent
    name = field(call, "name") if call and call.type == "bound_op" else None
    if call is None or name is None or text_of(name) not in SEQUENCE_FILTERS:
        return None
    return tuple(one for one in named_fields(call, "parameter") if one != operator)


def element_bindings(bound: Node) -> Iterator[tuple[str, LocalBinding]]:
    """Yield the names that a bound of a quantifier, or a CHOOSE, binds to elements of a set."""
    domain = field(bound, "set")
    meaning = LocalBinding((domain,) if domain else ())
    for intro in named_fields(bound, "intro"):
        several = intro.type == "tuple_of_identifiers"
        for name in named_children(intro) if several else [intro]:
            yield text_of(name), meaning


def parameter_names(definition: Node) -> list[str]:
    """Return the names of a definition's parameters in order."""
    declared = named_fields(definition, "parameter")
    return [name_in_node(field(one, "name") or one) for one in declared]


def named_fields(node: Node, name: str) -> list[Node]:
    """Return the children of a node under a field's name, without commas and parentheses."""
    found = node.children_by_field_name(name)
    return [one for one in found if one.is_named and "comment" not in one.type]
