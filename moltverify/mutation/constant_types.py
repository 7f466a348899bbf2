r"""Types of constants: strings that stand for the same thing, declared constants, booleans.

TLA+ has no types. Two strings count as of one type if they are members of one set, or are compared
with, assigned to or listed under the same name: `mode = "lan"` and `[mode |-> "auto"]` are. A
mutant that replaces a string by one of another type would only show that no step expects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import field, named_children, sides, symbol, text_of, walk
from moltverify.tla.value_types import ModelValue, Value

if TYPE_CHECKING:
    from tree_sitter import Node

# Nodes whose value may be that of the constant in them.
TRANSPARENT = {"parentheses", "if_then_else", "finite_set_literal", "case", "case_arm", "other_arm"}
COMPARISONS = {"eq", "neq", "in", "notin"}
ATOMS = (int, str, ModelValue)
BOOLEANS = {"TRUE": "FALSE", "FALSE": "TRUE"}


class ConstantTypes:
    """The types of one model's constants, as groups of strings and groups of declared names."""

    def __init__(self, sources: ParsedModules) -> None:
        slots: dict[str, set[str]] = {}
        for module in sources.modules:
            for node in walk(module.tree):
                if node.type == "string":
                    for slot in slots_of(node):
                        slots.setdefault(slot, set()).add(text_of(node))
        self.strings = joined_groups(slots.values())
        self.declared = declared_groups(sources)

    def alternative(self, node: Node) -> str | None:
        """Return the text of another constant of the same type.

        None if the node is not a constant, or its type has only one.
        """
        text = text_of(node)
        match node.type:
            case "boolean" if is_value(node):
                return BOOLEANS.get(text)
            case "string":
                return next_member(text, self.strings)
            case "identifier_ref" if not is_field_name(node):
                return next_member(text, self.declared)
        return None


def next_member(text: str, groups: Iterable[frozenset[str]]) -> str | None:
    """Return the member that follows `text` in its group, in cyclic alphabetical order.

    One alternative per constant is enough: with all of them, mutants of large types would dominate
    the score.
    """
    members = sorted(next((group for group in groups if text in group), ()))
    if len(members) < 2:
        return None
    return members[(members.index(text) + 1) % len(members)]


def is_value(node: Node) -> bool:
    """Tell whether TRUE or FALSE is stored or compared, and is not used as a formula.

    Other operators drop and negate formulas.
    """
    return any(True for _ in slots_of(node))


def is_field_name(node: Node) -> bool:
    """Tell whether a name is that of a record's field, and no reference to a definition."""
    parent = node.parent
    if parent is None:
        return False
    is_selected = parent.type == "record_value" and named_children(parent)[0] != node
    return is_selected or parent.type == "except_update_record_field"


def slots_of(node: Node) -> Iterator[str]:
    """Yield the slots that a constant fills: a set, a name of a variable or field, a definition.

    Constants that fill one slot are of one type.
    """
    child, parent = node, node.parent
    # The condition of IF is no value of the IF.
    while parent and parent.type in TRANSPARENT and field(parent, "if") != child:
        if parent.type == "finite_set_literal":
            yield f"set {parent.start_byte}"
        child, parent = parent, parent.parent
    if parent is None:
        return
    both = sides(parent)
    if both and symbol(parent) in COMPARISONS:
        yield from last_names(both[1] if both[0] == child else both[0])
    elif parent.type == "record_literal":
        # The children are `name`, `|->`, value, and so on.
        position = parent.children.index(child)
        yield f"name {text_of(parent.children[position - 2])}"
    elif parent.type == "except_update":
        # The children are the specifier such as `!.mode`, `=`, and the value.
        yield from last_names(parent.children[parent.children.index(child) - 2])
    elif parent.type == "operator_definition" and (name := field(parent, "name")):
        yield f"definition {text_of(name)}"


def last_names(node: Node) -> Iterator[str]:
    """Yield the slot of an expression's last name: a field, or else a variable or operator."""
    names = [text_of(one) for one in walk(node) if one.type == "identifier_ref"]
    match node.type:
        case "record_value" | "except_update_specifier" | "except_update_record_field" if names:
            yield f"name {names[-1]}"
        case "identifier_ref" | "bound_op" | "function_evaluation" | "bound_postfix_op" if names:
            yield f"name {names[0]}"


def joined_groups(groups: Iterable[set[str]]) -> list[frozenset[str]]:
    """Return disjoint groups: those with a common member are joined."""
    # A string in two slots makes the constants of both one type.
    disjoint: list[frozenset[str]] = []
    for group in groups:
        touching = [one for one in disjoint if one & group]
        disjoint = [one for one in disjoint if one not in touching]
        disjoint.append(frozenset(group).union(*touching))
    return disjoint


def declared_groups(sources: ParsedModules) -> list[frozenset[str]]:
    """Return the declared constants in groups: numbers, strings and model values.

    Sets are left out, since members of two sets are seldom of one type. So is a group in which two
    constants have one value: to swap these would change nothing.
    """
    kinds: dict[str, dict[str, Value]] = {}
    for constant in sources.config.constants:
        if constant.name in sources.constants and isinstance(constant.value, ATOMS):
            kinds.setdefault(type(constant.value).__name__, {})[constant.name] = constant.value
    return [frozenset(one) for one in kinds.values() if len(set(one.values())) == len(one) > 1]
