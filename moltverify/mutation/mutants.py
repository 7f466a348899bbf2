"""All mutants of a model: where each is, what it changes, and the modules with the change made."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.experiments.tlc_registers import texts
from moltverify.mutation.constant_types import Neighbours, is_field_name
from moltverify.mutation.edits import Edit, applied, in_place, plain_edit
from moltverify.mutation.operators import Mutation, MutationContext, mutations_of
from moltverify.mutation.property_copies import Intended, intended
from moltverify.tla.parsed_modules import Definition, ParsedModules
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, reached, roots
from moltverify.tla.syntax_tree import (
    conjuncts,
    line_of,
    sides,
    symbol,
    text_of,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node

OWN = "Moltverify"  # ends a bound name
INITIAL_SIGNS = {"eq": "=", "in": "\\in"}


class Mutant(Struct, frozen=True, kw_only=True):
    """One changed model: a name that stays the same between runs, the place, the texts."""

    id: str
    operator: str
    definition: Definition
    file: str
    line: int
    diff: str
    modules: dict[str, bytes]
    intended: Intended


class Maker:
    """Makes the mutants of one model."""

    def __init__(self, sources: ParsedModules) -> None:
        self.sources = sources
        self.neighbours = Neighbours(sources)
        self.initial = dict(first_values(sources))
        self.begins = {one.key for one in specification_parts(sources, FormulaPart.INITIAL)}
        self.steps = {one.key for one in specification_parts(sources, FormulaPart.NEXT)}
        self.kept: dict[tuple[str, str], Intended] = {}

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant, in the order of the modules' texts."""
        for definition in system(self.sources):
            place = self.place(definition)
            for node in walk(definition.body):
                for number, change in enumerate(mutations_of(node, place)):
                    yield self.mutant(definition, node, change, number)

    def place(self, definition: Definition) -> MutationContext:
        """Return what changes in a definition depend on."""
        only_begins = definition.key in self.begins - self.steps

        def gives_initial(node: Node) -> bool:
            return only_begins and self.gives_initial(node, definition.module)

        return MutationContext(
            speaks_of_next=lambda node: self.sources.uses_action(node, definition.module),
            gives_initial=gives_initial,
            initial=self.initial,
            others=self.neighbours.other,
        )

    def gives_initial(self, node: Node, module: str) -> bool:
        """Tell whether a conjunct gives variables their first values."""
        node = without_parentheses(node)
        if assigned_variable(self.sources, node):
            return True
        named_ones = self.sources.mentioned(node, module) if is_call(node) else []
        return any(
            self.gives_initial(one, called.module)
            for called in named_ones
            for one in conjuncts(called.body)
        )

    def intended(self, definition: Definition) -> Intended:
        """Return what properties need when a definition is changed."""
        if definition.key not in self.kept:
            self.kept[definition.key] = intended(self.sources, definition)
        return self.kept[definition.key]

    def mutant(self, definition: Definition, node: Node, change: Mutation, number: int) -> Mutant:
        """Return the mutant that a change makes."""
        source = self.sources.by_name[definition.module]
        kept = self.intended(definition)
        # Modules inside others share their file.
        edits = {source.file.stem: [in_place(piece, new) for piece, new in change.pieces]}
        for module, copies in kept.edits.items():
            edits.setdefault(self.sources.by_name[module].file.stem, []).extend(copies)
        row, column = node.start_point
        return Mutant(
            id=f"{definition.name} {row + 1}:{column + 1} {change.operator} {number}",
            operator=change.operator,
            definition=definition,
            file=str(source.file),
            line=line_of(change.pieces[0][0]),
            diff=diff(source.text, [plain_edit(piece, new) for piece, new in change.pieces]),
            modules={
                name: applied(text, edits[name]) if name in edits else text
                for name, text in texts(self.sources).items()
            },
            intended=kept,
        )


def system(sources: ParsedModules) -> list[Definition]:
    """Return the definitions that make up initial states and steps, in the texts' order.

    What the config checks is left out, and so is what depends on nothing: sets and records that are
    the bounds of the model and not its behaviour.
    """
    found = {one.key: one for part in FormulaPart for one in specification_parts(sources, part)}
    judges = {one.key for one in checked(sources)}
    own = [
        one
        for one in found.values()
        if one.key not in judges
        and not is_type_invariant(sources, one)
        and (has_parameters(one) or sources.uses_variable(one.body, one.module))
    ]
    order = [source.name for source in sources.modules]
    return sorted(own, key=lambda one: (order.index(one.module), one.node.start_byte))


def specification_parts(sources: ParsedModules, part: FormulaPart) -> list[Definition]:
    """Return the definitions of initial states, or of steps, with those that a config names."""
    bodies = [root.node for root in roots(sources) if root.part is part]
    everything = (one for source in sources.modules for one in source.definitions.values())
    return [*reached(sources, part), *(one for one in everything if one.body in bodies)]


def has_parameters(definition: Definition) -> bool:
    """Tell whether a definition has parameters."""
    return bool(definition.node.children_by_field_name("parameter"))


def is_call(node: Node) -> bool:
    """Tell whether an expression is nothing but an operator's name, with arguments or without."""
    return node.type in {"identifier_ref", "bound_op"}


def assigned_variable(sources: ParsedModules, node: Node) -> str | None:
    """Return the variable that a conjunct of an initial predicate gives a value."""
    both = sides(node)
    if both and symbol(node) in INITIAL_SIGNS and text_of(both[0]) in sources.variables:
        return text_of(both[0])
    return None


def first_values(sources: ParsedModules) -> Iterator[tuple[str, str]]:
    """Yield each variable with the sign and the expression that give it its first values.

    Only expressions on one line that depend on no variable are of use elsewhere.
    """
    parts = [
        (root.node, root.module) for root in roots(sources) if root.part is FormulaPart.INITIAL
    ]
    parts += [(one.body, one.module) for one in reached(sources, FormulaPart.INITIAL)]
    for node, module in parts:
        for one in conjuncts(node):
            name, both = assigned_variable(sources, one), sides(one)
            if not name or not both or sources.uses_variable(both[1], module):
                continue
            if "\n" not in text_of(both[1]):
                yield name, f"{INITIAL_SIGNS[symbol(one)]} {with_own_names(both[1])}"


def with_own_names(node: Node) -> str:
    """Return an expression's text with bound names that no action has, in which it may stand."""
    bound = {
        text_of(one)
        for one in walk(node)
        if one.type == "identifier" and one.parent and one.parent.type == "quantifier_bound"
    }
    edits = [
        Edit(one.start_byte - node.start_byte, one.end_byte - node.start_byte, text_of(one) + OWN)
        for one in walk(node)
        if one.type in {"identifier", "identifier_ref"}
        and text_of(one) in bound
        and not is_field_name(one)
    ]
    return applied(node.text or b"", edits).decode("utf-8", "replace")


def diff(text: bytes, edits: list[Edit]) -> str:
    """Return the changed lines, `-` before the old and `+` before the new ones."""
    old, new = (one.decode("utf-8", "replace").splitlines() for one in (text, applied(text, edits)))
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
