"""All mutants of a model: the place and the change of each, and the changed modules."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.mutation.caller_operators import caller_mutations
from moltverify.mutation.constant_types import ConstantTypes, is_field_name
from moltverify.mutation.edits import Edit, aligned_edit, apply_edits, readable_edit
from moltverify.mutation.operators import Mutation, MutationContext, mutations_of
from moltverify.mutation.parties import Parties
from moltverify.mutation.property_copies import PropertyCopies, property_copies
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, module_texts
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

BOUND_SUFFIX = "Moltverify"  # of a bound name in an expression that is put into an action
INITIAL_SIGNS = {"eq": "=", "in": "\\in"}
BINDERS = {"quantifier_bound", "tuple_of_identifiers", "choose", "lambda"}
CALLS = {"identifier_ref", "bound_op"}


class Mutant(Struct, frozen=True, kw_only=True):
    """One changed model.

    `id` is the same in each run on an unchanged model. `line` counts from 1. `diff` has the changed
    lines as a person would write them; `modules` are the texts that TLC gets, by name.
    """

    id: str
    operator: str
    definition: Definition
    file: str
    line: int
    diff: str
    modules: dict[str, bytes]
    copies: PropertyCopies


class MutantGenerator:
    """Generates the mutants of one model."""

    def __init__(self, sources: ParsedModules) -> None:
        self.sources = sources
        self.types = ConstantTypes(sources)
        self.parties = Parties(sources, mutable_definitions(sources))
        self.initial = initial_values(sources)
        self.initial_keys = {one.key for one in part_definitions(sources, FormulaPart.INITIAL)}
        self.step_keys = {one.key for one in part_definitions(sources, FormulaPart.NEXT)}

    def mutants(self) -> Iterator[Mutant]:
        """Yield every mutant, in the order of the modules' texts."""
        for definition in mutable_definitions(self.sources):
            context = self.context(definition)
            # They depend on the definition only, and it has many mutants.
            copies = property_copies(self.sources, definition)
            for node in walk(definition.body):
                changes = (*mutations_of(node, context), *caller_mutations(node, context))
                for number, change in enumerate(changes):
                    yield self.mutant(definition, node, change, number, copies)

    def context(self, definition: Definition) -> MutationContext:
        """Return the context of changes in a definition."""
        sets = self.parties.sets(definition)
        # In a step, `x = 1` is a guard even if the initial predicate uses the same operator.
        is_initial_only = definition.key in self.initial_keys - self.step_keys

        def gives_initial(node: Node) -> bool:
            return is_initial_only and self.gives_initial(node, definition.module)

        return MutationContext(
            is_action=lambda node: self.sources.uses_action(node, definition.module),
            is_state=lambda node: self.sources.uses_variable(node, definition.module),
            gives_initial=gives_initial,
            initial=self.initial,
            alternative=self.types.alternative,
            body=definition.body,
            parties=self.parties.pairs(definition),
            party=lambda name: sets.get(name, ""),
            callers=self.parties.callers,
        )

    def gives_initial(self, node: Node, module: str) -> bool:
        """Tell whether a conjunct gives a variable its initial values, itself or by a definition.

        TLC could not compute initial states without it.
        """
        node = without_parentheses(node)
        if assigned_variable(self.sources, node):
            return True
        called = self.sources.mentioned(node, module) if node.type in CALLS else []
        return any(
            self.gives_initial(part, one.module) for one in called for part in conjuncts(one.body)
        )

    def mutant(
        self,
        definition: Definition,
        node: Node,
        change: Mutation,
        number: int,
        copies: PropertyCopies,
    ) -> Mutant:
        """Return the mutant of a change, which is the `number`-th of its node."""
        source = self.sources.by_name[definition.module]
        # By file and not by module: modules inside others share their file.
        edits = {source.file.stem: [aligned_edit(piece, new) for piece, new in change.pieces]}
        for module, added in copies.edits.items():
            edits.setdefault(self.sources.by_name[module].file.stem, []).extend(added)
        row, column = node.start_point
        readable = [readable_edit(piece, new) for piece, new in change.pieces]
        return Mutant(
            # The number tells two changes of one node by one operator apart.
            id=f"{definition.name} {row + 1}:{column + 1} {change.operator} {number}",
            operator=change.operator,
            definition=definition,
            file=str(source.file),
            line=line_of(change.pieces[0][0]),
            diff=line_diff(source.text, readable),
            modules={
                name: apply_edits(text, edits[name]) if name in edits else text
                for name, text in module_texts(self.sources).items()
            },
            copies=copies,
        )


def mutable_definitions(sources: ParsedModules) -> list[Definition]:
    """Return the definitions of initial states and steps that may be changed, in text order.

    Properties and type invariants are left out, for they are what is tested. So is a definition
    without parameters that depends on no variable, such as a set of users: it bounds the model and
    is not behaviour.
    """
    found = {one.key: one for part in FormulaPart for one in part_definitions(sources, part)}
    properties = {one.key for one in checked(sources)}
    mutable = [
        one
        for one in found.values()
        if one.key not in properties
        and not is_type_invariant(sources, one)
        and (has_parameters(one) or sources.uses_variable(one.body, one.module))
    ]
    # Text order, so that results read like the module, and ids come in the same order each time.
    order = [source.name for source in sources.modules]
    return sorted(mutable, key=lambda one: (order.index(one.module), one.node.start_byte))


def part_definitions(sources: ParsedModules, part: FormulaPart) -> list[Definition]:
    """Return all definitions that initial states, or steps, use.

    They include the definition that a config names itself, whose body is a root.
    """
    bodies = [root.node for root in roots(sources) if root.part is part]
    everything = (one for source in sources.modules for one in source.definitions.values())
    return [*reached(sources, part), *(one for one in everything if one.body in bodies)]


def has_parameters(definition: Definition) -> bool:
    """Tell whether a definition has parameters."""
    return bool(definition.node.children_by_field_name("parameter"))


def assigned_variable(sources: ParsedModules, node: Node) -> str | None:
    r"""Return the variable x of a conjunct `x = e` or `x \in S`; None for any other conjunct."""
    both = sides(node)
    if both and symbol(node) in INITIAL_SIGNS and text_of(both[0]) in sources.variables:
        return text_of(both[0])
    return None


def initial_values(sources: ParsedModules) -> Mapping[str, str]:
    r"""Return the sign and expression of variables' initial values, such as `= 0` or `\in S`.

    Only expressions in one line that depend on no variable are returned, since they are put into
    actions: there other columns hold, and variables have other values.
    """
    found: dict[str, str] = {}
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
                found[name] = f"{INITIAL_SIGNS[symbol(one)]} {with_fresh_names(both[1])}"
    return found


def with_fresh_names(node: Node) -> str:
    """Return an expression's text with a suffix to each bound name.

    TLA+ forbids to bind a name twice, and an action may have a parameter of the same name.
    """
    bound = {
        text_of(one)
        for one in walk(node)
        if one.type == "identifier" and one.parent and one.parent.type in BINDERS
    }
    edits = [
        Edit(
            one.start_byte - node.start_byte,
            one.end_byte - node.start_byte,
            text_of(one) + BOUND_SUFFIX,
        )
        for one in walk(node)
        if one.type in {"identifier", "identifier_ref"}
        and text_of(one) in bound
        and not is_field_name(one)
    ]
    return apply_edits(node.text or b"", edits).decode("utf-8", "replace")


def line_diff(text: bytes, edits: list[Edit]) -> str:
    """Return the changed lines: `-` before each old one, then `+` before each new one."""
    old, new = (
        one.decode("utf-8", "replace").splitlines() for one in (text, apply_edits(text, edits))
    )
    # No context: a line beside the change would look as if it belonged to it.
    lines = difflib.unified_diff(old, new, lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))
