"""Properties that keep the meaning of an operator which a mutant changes for the steps.

An operator such as "the rows that are live" is used by steps and by properties alike. If a change
of it changed the property too, both would agree on the wrong thing. So the properties get copies of
the intended operator and of all between it and them. An action that a property speaks of is the
system's own and stays the mutated one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.mutation.constant_types import is_field_name
from moltverify.mutation.edits import Edit, applied, in_place
from moltverify.tla.config import Config, Named
from moltverify.tla.parsed_modules import Definition, ParsedModules
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, reached
from moltverify.tla.syntax_tree import field, text_of, walk

if TYPE_CHECKING:
    from tree_sitter import Node

SUFFIX = "MoltverifyIntended"
Key = tuple[str, str]


class Intended(Struct, frozen=True):
    """The edits that add the copies, by module, and the names that have a copy."""

    edits: dict[str, list[Edit]]
    names: frozenset[str]


def intended(sources: ParsedModules, changed: Definition) -> Intended:
    """Return the copies that properties need when a definition is changed."""
    if sources.uses_action(changed.body, changed.module):
        return Intended({}, frozenset())
    needed = [
        one for one in used_by_properties(sources) if depends_on_definition(sources, one, changed)
    ]
    names = frozenset(one.name for one in needed)
    if names & set(sources.config.overrides):
        # A config replaces operators by name, and a copy has another name.
        return Intended({}, frozenset())
    edits: dict[str, list[Edit]] = {}
    for one in needed:
        edits.setdefault(one.module, []).append(copy(one, names))
    return Intended(edits, names)


def used_by_properties(sources: ParsedModules) -> list[Definition]:
    """Return what the checked properties are made of, without the system's own actions."""
    actions = {
        one.key
        for one in reached(sources, FormulaPart.NEXT)
        if sources.uses_action(one.body, one.module)
    }
    found: dict[Key, Definition] = {}
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
    """Tell whether a definition is another one or names it, however indirectly."""
    return any(one.key == other.key for one in sources.reachable([definition]))


def copy(definition: Definition, names: Iterable[str]) -> Edit:
    """Return the edit that puts a copy of a definition behind it, which names the other copies."""
    node = definition.node
    renamed = [
        shifted(in_place(one, text_of(one) + SUFFIX), -node.start_byte)
        for one in walk(node)
        if is_name_of(one, definition, names)
    ]
    text = applied(node.text or b"", renamed).decode("utf-8", "replace")
    return Edit(node.end_byte, node.end_byte, f"\n{' ' * node.start_point[1]}{text}\n")


def is_name_of(node: Node, definition: Definition, names: Iterable[str]) -> bool:
    """Tell whether a node is a name that has a copy, in its definition or in a reference to it."""
    if text_of(node) not in names:
        return False
    if node.type == "identifier":
        return node == field(definition.node, "name")
    return node.type == "identifier_ref" and not is_field_name(node)


def shifted(edit: Edit, by: int) -> Edit:
    """Return an edit of a text that begins elsewhere."""
    return Edit(edit.start + by, edit.end + by, edit.text)


def judged_as_intended(sources: ParsedModules, kept: Intended) -> Config:
    """Return the config that checks the copies, and the type invariants last.

    The first invariant that a state breaks is the one that TLC names; a property says more.
    """
    types = {one.name for one in checked(sources) if is_type_invariant(sources, one)}

    def copies(names: Iterable[Named]) -> tuple[Named, ...]:
        ordered = sorted(names, key=lambda one: one.name in types)
        return tuple(
            Named(one.name + SUFFIX, one.line) if one.name in kept.names else one for one in ordered
        )

    config = sources.config
    return replace(
        config, invariants=copies(config.invariants), properties=copies(config.properties)
    )


def plain_name(name: str) -> str:
    """Return the name that a property has in the module."""
    return name.removesuffix(SUFFIX)
