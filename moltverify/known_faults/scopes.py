"""What binds a name where it is used: the scopes of TLA+ expressions, innermost first."""

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


class LocalBinding(Struct, frozen=True):
    """What a name means inside a definition.

    `nodes` are the expressions that it may mean: the body of a local definition, or the set of
    which it is an element. A parameter has its operator's name and its own position instead. With
    neither, it may mean anything.
    """

    nodes: tuple[Node, ...] = ()
    operator: str = ""
    position: int = 0


def local_binding(reference: Node, name: str) -> LocalBinding | None:
    """Return what binds a name at its reference; None for a name of the module."""
    scope = reference.parent
    while scope is not None and scope.type != "module":
        found = dict(bindings_of(scope)).get(name)
        # A unit of a module is no local binding of its own name.
        if found and not is_unit(scope, found):
            return found
        scope = scope.parent
    return None


def is_unit(scope: Node, found: LocalBinding) -> bool:
    """Tell whether a binding is that of a top-level function's own name."""
    return found.nodes == (scope,) and bool(scope.parent and scope.parent.type == "module")


def bindings_of(scope: Node) -> Iterator[tuple[str, LocalBinding]]:
    """Yield the names that a node binds in the expressions below it."""
    if scope.type == "let_in":
        for one in named_children(scope):
            if one.type in NAMED_DEFINITIONS and (defined := field(one, "name")):
                yield name_in_node(defined), LocalBinding((one,))
    elif scope.type in {"operator_definition", "module_definition"}:
        operator = field(scope, "name")
        for position, name in enumerate(parameter_names(scope)):
            owner = name_in_node(operator) if operator else ""
            yield name, LocalBinding(operator=owner, position=position)
    elif scope.type in BOUND_IDENTIFIERS:
        for one in named_children(scope):
            if one.type == "identifier":
                yield text_of(one), LocalBinding(filtered_by(scope) or ())
    else:
        yield from element_bindings(scope)


def filtered_by(operator: Node) -> tuple[Node, ...] | None:
    """Return the sequence that an operator is passed for in SelectSeq or SortSeq, or None."""
    call = operator.parent
    name = field(call, "name") if call and call.type == "bound_op" else None
    if call is None or name is None or text_of(name) not in SEQUENCE_FILTERS:
        return None
    return tuple(one for one in call.children_by_field_name("parameter") if one != operator)


def element_bindings(scope: Node) -> Iterator[tuple[str, LocalBinding]]:
    """Yield the names that a node binds to elements of a set."""
    bounds = [one for one in named_children(scope) if one.type == "quantifier_bound"]
    for bound in [scope] if scope.type == "choose" else bounds:
        domain = field(bound, "set")
        meaning = LocalBinding((domain,) if domain else ())
        for intro in bound.children_by_field_name("intro"):
            several = intro.type == "tuple_of_identifiers"
            for name in named_children(intro) if several else [intro]:
                yield text_of(name), meaning


def parameter_names(definition: Node) -> list[str]:
    """Return the names of a definition's parameters in order."""
    found = definition.children_by_field_name("parameter")
    # An infix, prefix or postfix operator is defined with its parameters around its sign.
    found = found or [
        one for one in definition.children if one.type == "identifier" and is_operand(definition)
    ]
    declared = [field(one, "name") or one for one in found]
    return [name_in_node(one) for one in declared]


def is_operand(definition: Node) -> bool:
    """Tell whether a definition's plain identifiers are operands of the sign that it defines."""
    name = field(definition, "name")
    return bool(name and name.type.endswith("_op_symbol"))
