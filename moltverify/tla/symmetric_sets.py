"""Sets that a config declares symmetric although something tells their members apart.

TLC takes two states for equal if a permutation of the set makes them so, and does not check that
the model treats the members alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moltverify.tla.standard_names import KNOWN_BY_NAME
from moltverify.tla.syntax_tree import field, line_of, symbol, text_of, walk
from moltverify.tla.value_types import ModelValue, SetValue, Value

if TYPE_CHECKING:
    from tree_sitter import Node

    from moltverify.tla.config import Assignment
    from moltverify.tla.parsed_modules import ParsedModules

ORDERS = {"lt", "gt", "leq", "geq"}


def unlike_members(sources: ParsedModules, symmetry: str) -> Iterator[str]:
    """Yield why the members of the sets of a symmetry are not alike.

    The sets are the constants that the symmetry's definition names, also through other definitions.
    """
    definition = sources.definition(symmetry)
    if definition is None:
        return
    used = {
        text_of(one)
        for part in sources.closure(definition.body, definition.module)
        for one in walk(part)
        if one.type == "identifier_ref"
    }
    for constant in sources.config.constants:
        if constant.name in used and isinstance(constant.value, SetValue):
            yield from unlike(sources, constant)


def unlike(sources: ParsedModules, constant: Assignment) -> Iterator[str]:
    """Yield what tells one member of a constant's set from the others."""
    members = set(parts_of(constant.value))
    for other in sources.config.constants:
        some = members & set(parts_of(other.value))
        if other.name == constant.name or not some:
            continue
        # A member may have its own name (`p1 = p1`), which matters only where a module uses it.
        own_name = isinstance(other.value, ModelValue) and other.value.name == other.name
        if some != members and (not own_name or is_used(sources, other.name)):
            yield f"{other.name} has {' and '.join(sorted(map(str_of, some)))} of {constant.name}"
    yield from unlike_in_modules(sources, constant.name, members)


def unlike_in_modules(sources: ParsedModules, name: str, members: set[Value]) -> Iterator[str]:
    """Yield where modules prefer a member of a constant's set, or name one that is a string."""
    for module in sources.modules:
        if module.error_line is not None:
            what = f"line {module.error_line} of {module.name}"
            yield f"the parser does not understand {what}, which may tell members of {name} apart"
        for node in walk(module.tree):
            place = f"line {line_of(node)} of {module.name}"
            # TLC's CHOOSE takes the first member by an order of its own.
            if node.type == "choose" and may_choose(sources, node, module.name, name):
                verb = "prefers" if names_in(field(node, "set"), name) else "may prefer"
                yield f"CHOOSE at {place} {verb} a member of {name}"
            if is_name_reader(sources, node):
                yield f"{text_of(node)} at {place} may tell a member of {name} by its name"
            if node.type == "string" and text_of(node).strip('"') in members:
                yield f"{place} has {text_of(node)} of {name}"


def may_choose(sources: ParsedModules, choose: Node, module: str, name: str) -> bool:
    """Tell whether a CHOOSE may choose among the members of a constant's set.

    Over-approximated: what variables, parameters and bound names hold is not known.
    """
    chosen = field(choose, "set")
    if chosen is None or names_in(chosen, name):
        return chosen is not None
    # A largest or smallest number is the same whatever the order.
    if any(symbol(one) in ORDERS for one in walk(choose)):
        return False
    parts = sources.closure(chosen, module)
    names = {text_of(one) for part in parts for one in walk(part) if one.type == "identifier_ref"}
    return name in names or any(is_unknown(sources, one, module) for one in names)


def is_unknown(sources: ParsedModules, name: str, module: str) -> bool:
    """Tell whether a name is no constant and no operator."""
    known = name in sources.constants or name in KNOWN_BY_NAME
    return not known and sources.definition(name, module) is None


def is_name_reader(sources: ParsedModules, node: Node) -> bool:
    """Tell whether a node is a use of TLC's ToString, by which model values differ."""
    is_use = node.type == "identifier_ref" and text_of(node) == "ToString"
    return is_use and sources.definition("ToString") is None


def names_in(node: Node | None, name: str) -> bool:
    """Tell whether an expression, if there is one, names something."""
    return node is not None and any(text_of(one) == name for one in walk(node))


def is_used(sources: ParsedModules, name: str) -> bool:
    """Tell whether a definition of a module refers to a name."""
    return any(
        one.type == "identifier_ref" and text_of(one) == name
        for module in sources.modules
        for definition in module.definitions.values()
        for one in walk(definition.body)
    )


def parts_of(value: Value) -> Iterator[Value]:
    """Yield a value, or the members of a set and of the sets in it."""
    if not isinstance(value, SetValue):
        yield value
        return
    for member in value.members:
        yield from parts_of(member)


def str_of(value: Value) -> str:
    """Return a model value's name, or another value's text."""
    return value.name if isinstance(value, ModelValue) else str(value)
