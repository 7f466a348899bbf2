"""Properties that keep the original meaning of an operator which a mutant changes.

Steps and properties may use one operator, such as "the rows that are live". If a change of it
changed the property too, both would agree on the wrong meaning and no mutant of it could be killed.
So a mutant has copies, under other names, of the original operator and of all definitions between
it and the properties, and the config checks the copies. An action that a property mentions is not
copied: the property is about the system's own action, which is the mutated one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.mutation.constant_types import is_field_name
from moltverify.mutation.edits import Edit, aligned_edit, apply_edits
from moltverify.tla.config import Config, Named
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, reached
from moltverify.tla.syntax_tree import field, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node

SUFFIX = "MoltverifyIntended"
Key = tuple[str, str]  # a definition's module and name


class PropertyCopies(Struct, frozen=True):
    """The edits that add the copies, by module, and the names of the copied definitions."""

    edits: dict[str, list[Edit]]
    names: frozenset[str]


NO_COPIES = PropertyCopies({}, frozenset())


def property_copies(sources: ParsedModules, changed: Definition) -> PropertyCopies:
    """Return the copies that the properties need when a definition is changed."""
    if sources.uses_action(changed.body, changed.module):
        return NO_COPIES
    needed = [
        one for one in used_by_properties(sources) if depends_on_definition(sources, one, changed)
    ]
    names = frozenset(one.name for one in needed)
    is_replaced = bool(names & set(sources.config.overrides))
    if is_replaced or not all(map(str.isidentifier, names)):
        # A config replaces operators by name, and a copy has another name. There is no other name
        # for an infix operator such as `\prec`.
        return NO_COPIES
    edits: dict[str, list[Edit]] = {}
    for one in needed:
        edits.setdefault(one.module, []).append(copy_edit(one, names))
    return PropertyCopies(edits, names)


def used_by_properties(sources: ParsedModules) -> list[Definition]:
    """Return the properties and all that they use, except actions of the steps."""
    actions = {
        one.key
        for one in reached(sources, FormulaPart.NEXT)
        if sources.uses_action(one.body, one.module)
    }
    found: dict[Key, Definition] = {}
    # Not `reachable`: the search ends at an action, and what is behind it is the system's own.
    waiting = checked(sources)
    while waiting:
        one = waiting.pop()
        if one.key not in found.keys() | actions:
            found[one.key] = one
            waiting += sources.mentioned(one.body, one.module)
    return list(found.values())


def depends_on_definition(
    sources: ParsedModules, definition: Definition, other: Definition
) -> bool:
    """Tell whether a definition is another one or uses it, directly or through others."""
    return any(one.key == other.key for one in sources.reachable([definition]))


def copy_edit(definition: Definition, names: Collection[str]) -> Edit:
    """Return the edit that inserts a copy behind a definition.

    In the copy, each name in `names` is that of a copy. The copy keeps the columns of the original,
    because TLA+ reads lists by their columns.
    """
    node = definition.node
    renamed = [
        shifted(aligned_edit(one, text_of(one) + SUFFIX), -node.start_byte)
        for one in walk(node)
        if is_name_of(one, definition, names)
    ]
    text = apply_edits(node.text or b"", renamed).decode("utf-8", "replace")
    return Edit(node.end_byte, node.end_byte, f"\n{' ' * node.start_point[1]}{text}\n")


def is_name_of(node: Node, definition: Definition, names: Collection[str]) -> bool:
    """Tell whether a node is a name in `names`: the definition's own, or a reference.

    Bound names and parameters may be spelled like a definition, and so may fields of records.
    """
    if text_of(node) not in names:
        return False
    if node.type == "identifier":
        return node == field(definition.node, "name")
    return node.type == "identifier_ref" and not is_field_name(node)


def shifted(edit: Edit, by: int) -> Edit:
    """Return an edit for a text in which all bytes have moved by a number of bytes."""
    return Edit(edit.start + by, edit.end + by, edit.text)


def config_with_copies(sources: ParsedModules, copies: PropertyCopies) -> Config:
    """Return the config that checks the copies of properties, and type invariants last.

    TLC names the first invariant that a state breaks, and a property explains more than a type.
    """
    types = {one.name for one in checked(sources) if is_type_invariant(sources, one)}

    def copied(names: Iterable[Named]) -> tuple[Named, ...]:
        ordered = sorted(names, key=lambda one: one.name in types)
        return tuple(
            Named(one.name + SUFFIX, one.line) if one.name in copies.names else one
            for one in ordered
        )

    config = sources.config
    return replace(
        config, invariants=copied(config.invariants), properties=copied(config.properties)
    )


def original_name(name: str) -> str:
    """Return a property's name without the suffix of a copy."""
    return name.removesuffix(SUFFIX)
