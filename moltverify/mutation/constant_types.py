r"""Constants of one type: strings that stand for the same thing, declared constants, booleans.

TLA+ has no types. Two strings count as of one type if they are members of one set, or are compared
with, assigned to or listed under the same name: `mode = "lan"` and `[mode |-> "auto"]` are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, named_children, sides, symbol, text_of, walk
from moltverify.tla.value_types import ModelValue, Value

if TYPE_CHECKING:
    from tree_sitter import Node

TRANSPARENT = {"parentheses", "if_then_else", "finite_set_literal", "case", "case_arm", "other_arm"}
COMPARISONS = {"eq", "neq", "in", "notin"}
ATOMS = (int, str, ModelValue)
BOOLEANS = {"TRUE": "FALSE", "FALSE": "TRUE"}


class Neighbours:
    """Knows which constant could stand in the place of another one."""

    def __init__(self, sources: ParsedModules) -> None:
        groups: dict[str, set[str]] = {}
        for module in sources.modules:
            for node in walk(module.tree):
                if node.type == "string":
                    for slot in slots(node):
                        groups.setdefault(slot, set()).add(text_of(node))
        self.strings = list(joined_groups(groups.values()))
        self.declared = of_one_kind(sources)

    def other(self, node: Node) -> str | None:
        """Return the next constant of a node's type, or None if it has no other or is none."""
        text = text_of(node)
        match node.type:
            case "boolean" if is_value(node):
                return BOOLEANS.get(text)
            case "string":
                return following(text, (group for group in self.strings if text in group))
            case "identifier_ref" if not is_field_name(node):
                return following(text, (group for group in self.declared if text in group))
        return None


def following(text: str, groups: Iterable[Iterable[str]]) -> str | None:
    """Return the member of a text's group that comes after it, round the end."""
    members = sorted(next(iter(groups), ()))
    if len(members) < 2:
        return None
    return members[(members.index(text) + 1) % len(members)]


def is_value(node: Node) -> bool:
    """Tell whether TRUE or FALSE is stored or compared, and not a formula of its own."""
    return any(True for _ in slots(node))


def is_field_name(node: Node) -> bool:
    """Tell whether a name is that of a record's field, which no definition has to do with."""
    parent = node.parent
    if parent is None:
        return False
    is_selected = parent.type == "record_value" and named_children(parent)[0] != node
    return is_selected or parent.type == "except_update_record_field"


def slots(node: Node) -> Iterator[str]:
    """Yield the names of what a constant is a value of."""
    child, parent = node, node.parent
    while parent and parent.type in TRANSPARENT and field(parent, "if") != child:
        if parent.type == "finite_set_literal":
            yield f"set {parent.start_byte}"
        child, parent = parent, parent.parent
    if parent is None:
        return
    both = sides(parent)
    if both and symbol(parent) in COMPARISONS:
        yield from tail(both[1] if both[0] == child else both[0])
    elif parent.type == "record_literal":
        position = parent.children.index(child)
        yield f"name {text_of(parent.children[position - 2])}"
    elif parent.type == "except_update":
        yield from tail(parent.children[parent.children.index(child) - 2])
    elif parent.type == "operator_definition" and (name := field(parent, "name")):
        yield f"definition {text_of(name)}"


def tail(node: Node) -> Iterator[str]:
    """Yield the name that an expression ends in: of a variable, a field or an operator."""
    names = [text_of(one) for one in walk(node) if one.type == "identifier_ref"]
    match node.type:
        case "record_value" | "except_update_specifier" | "except_update_record_field" if names:
            yield f"name {names[-1]}"
        case "identifier_ref" | "bound_op" | "function_evaluation" | "bound_postfix_op" if names:
            yield f"name {names[0]}"


def joined_groups(groups: Iterable[set[str]]) -> list[frozenset[str]]:
    """Return groups that have no member in common, those that had one made one."""
    apart: list[frozenset[str]] = []
    for group in groups:
        touching = [one for one in apart if one & group]
        apart = [one for one in apart if one not in touching]
        apart.append(frozenset(group).union(*touching))
    return apart


def of_one_kind(sources: ParsedModules) -> list[frozenset[str]]:
    """Return the declared constants whose values are numbers, or strings, or model values.

    Sets are left out: members of two sets are seldom of one type.
    """
    kinds: dict[str, dict[str, Value]] = {}
    for constant in sources.config.constants:
        if constant.name in sources.constants and isinstance(constant.value, ATOMS):
            kinds.setdefault(type(constant.value).__name__, {})[constant.name] = constant.value
    return [frozenset(one) for one in kinds.values() if len(set(one.values())) == len(one) > 1]
