r"""Conditions that should hold, or fail, at some time, and what it means if they never do.

`\A x \in S : A => B` says nothing unless some x is in S and A holds for it; a disjunct that is
never true could as well not be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.audit.results import Kind
from moltverify.tla.parsed_modules import Definition, ParsedModules, references
from moltverify.tla.specification import FormulaPart, checked, is_type_invariant, reached
from moltverify.tla.syntax_tree import (
    field,
    named_children,
    one_line_expression,
    sides,
    symbol,
    walk,
    without_parentheses,
)

if TYPE_CHECKING:
    from tree_sitter import Node


class Want(Enum):
    """What should happen to a condition at least once."""

    TRUE = "true"
    FALSE = "false"
    REACHED = "reached"


class Mark(Struct, frozen=True):
    """A condition inside a definition, what should happen to it, and what it is if it does not.

    Where the definition is a temporal formula, `variable` is one of the module's variables.
    """

    definition: Definition
    node: Node
    want: Want
    kind: Kind
    message: str
    variable: str = ""


class Marker:
    """Collects the conditions of a model: those of its steps, and those of its properties."""

    def __init__(self, sources: ParsedModules) -> None:
        self.sources = sources
        self.found: dict[tuple[str, int, int, Want], Mark] = {}
        # Definitions that a property uses elsewhere than where their truth makes it true.
        self.otherwise: set[tuple[str, str]] = set()
        self.visited: set[tuple[str, str]] = set()

    def collect(self) -> list[Mark]:
        """Return the marks in the order of their definitions."""
        system = [one for part in FormulaPart for one in reached(self.sources, part)]
        self.system = {one.key for one in system}
        for one in system:
            for node in walk(one.body):
                self.mark_choice(one, node)
                self.mark_disjuncts(one, node)
                self.mark_left_side(one, node)
        properties = [
            one for one in checked(self.sources) if not is_type_invariant(self.sources, one)
        ]
        for one in properties:
            self.visit(one)
        for one in self.sources.reachable(properties):
            for node in walk(one.body) if one.key not in self.system else ():
                self.mark_choice(one, node)
        own = {module.name for module in self.sources.own}
        return [
            mark
            for mark in self.found.values()
            if mark.definition.module in own
            and mark.definition.key not in self.otherwise - self.system
        ]

    def mark(
        self, definition: Definition, node: Node, want: Want, kind: Kind, message: str
    ) -> None:
        """Add a mark unless the condition is a constant, or one about steps or behaviours."""
        module = definition.module
        if is_fixed(self.sources, node, module) or self.sources.is_temporal(node, module):
            return
        variable = ""
        if self.sources.is_temporal(definition.body, module):
            known = sorted(self.sources.variables)
            if module != self.sources.root.name:
                known = list(self.sources.by_name[module].variables)
            if not known:
                return
            variable = known[0]
        place = (module, node.start_byte, node.end_byte, want)
        self.found.setdefault(place, Mark(definition, node, want, kind, message, variable))

    def mark_choice(self, definition: Definition, node: Node) -> None:
        """Mark the condition of IF, both ways, and those of CASE."""
        condition = field(node, "if")
        if node.type == "if_then_else" and condition:
            for want, kind in ((Want.TRUE, Kind.NEVER_TRUE), (Want.FALSE, Kind.NEVER_FALSE)):
                what = f"{definition.name}: this condition is never {want.value}"
                self.mark(
                    definition, condition, want, kind, f"{what}: {one_line_expression(condition)}"
                )
        if node.type == "case_arm" and named_children(node):
            guard = named_children(node)[0]
            what = f"{definition.name}: this case never comes: {one_line_expression(guard)}"
            self.mark(definition, guard, Want.TRUE, Kind.NEVER_TRUE, what)

    def mark_disjuncts(self, definition: Definition, node: Node) -> None:
        """Mark the disjuncts of a disjunction; steps among them are actions and counted by TLC."""
        for one in disjuncts(node):
            if not self.sources.uses_action(one, definition.module):
                what = (
                    f"{definition.name}: this alternative is never true: {one_line_expression(one)}"
                )
                self.mark(definition, one, Want.TRUE, Kind.NEVER_TRUE, what)

    def mark_left_side(self, definition: Definition, node: Node) -> None:
        """Mark the left side of an implication between the steps' conditions."""
        both = sides(node)
        if both and symbol(node) == "implies":
            what = f"{definition.name}: this never holds: {one_line_expression(both[0])}"
            self.mark(definition, both[0], Want.TRUE, Kind.NEVER_TRUE, what)

    def visit(self, definition: Definition) -> None:
        """Mark a property's definition, or one whose truth a property asks for, once."""
        name = definition.key
        if name not in self.visited and name not in self.system:
            self.visited.add(name)
            self.positive(definition, definition.body)

    def positive(self, definition: Definition, node: Node) -> None:
        """Mark what is in a formula that a property says to be true."""
        node = without_parentheses(node)
        for one in disjuncts(node):
            expression = one_line_expression(one)
            what = f"{definition.name} holds without this, which is never true: {expression}"
            self.mark(definition, one, Want.TRUE, Kind.NEVER_TRUE, what)
        if node.type in {"identifier_ref", "bound_op", "prefixed_op"}:
            for used in self.sources.mentioned(node, definition.module)[:1]:
                self.visit(used)
            for argument in named_children(node)[1:]:
                self.leave(definition, argument)
        elif node.type == "bounded_quantification":
            self.quantified(definition, node)
        elif symbol(node) in {"implies", "leads_to"}:
            self.implied(definition, node)
        else:
            asked = list(asked_for(node))
            for part in asked:
                self.positive(definition, part)
            if not asked:
                self.leave(definition, node)

    def implied(self, definition: Definition, node: Node) -> None:
        """Mark an implication, which says nothing if its left side never holds."""
        both = sides(node)
        if both:
            condition = one_line_expression(both[0])
            what = f"{definition.name} says nothing, for this never holds: {condition}"
            self.mark(definition, both[0], Want.TRUE, Kind.ANTECEDENT_NEVER_HOLDS, what)
            self.leave(definition, both[0])
            self.positive(definition, both[1])

    def quantified(self, definition: Definition, node: Node) -> None:
        r"""Mark a quantified formula; one under `\A` says nothing if there is never anything."""
        body, quantifier = field(node, "expression"), field(node, "quantifier")
        if not body or not quantifier:
            return
        if quantifier.type == "forall":
            bounds = [one for one in node.children_by_field_name("bound") if one.is_named]
            what = f"there is never any {', '.join(map(one_line_expression, bounds))}"
            self.mark(
                definition,
                body,
                Want.REACHED,
                Kind.ANTECEDENT_NEVER_HOLDS,
                f"{definition.name} says nothing, for {what}",
            )
        self.positive(definition, body)

    def leave(self, definition: Definition, node: Node) -> None:
        """Note what a property does not simply ask to be true."""
        used = self.sources.reachable(self.sources.mentioned(node, definition.module))
        self.otherwise |= {one.key for one in used}


def disjuncts(node: Node) -> Iterator[Node]:
    """Yield the disjuncts of a disjunction, but for those that are one again."""
    items: list[Node] = []
    both = sides(node)
    if node.type == "disj_list" and len(named_children(node)) > 1:
        items = [named_children(item)[-1] for item in named_children(node)]
    elif both and symbol(node) == "lor":
        items = list(both)
    for one in items:
        if (
            without_parentheses(one).type != "disj_list"
            and symbol(without_parentheses(one)) != "lor"
        ):
            yield one


def asked_for(node: Node) -> Iterator[Node]:
    """Yield the parts of a formula that are true, in some state, if it is true in all."""
    left, right = field(node, "lhs"), field(node, "rhs")
    match node.type:
        case "conj_list" | "disj_list":
            yield from (named_children(item)[-1] for item in named_children(node))
        case "bound_infix_op" if symbol(node) in {"land", "lor"} and left and right:
            yield from (left, right)
        case "bound_prefix_op" if symbol(node) in {"always", "eventually"} and right:
            yield right
        case "step_expr_or_stutter" | "step_expr_no_stutter":
            yield from named_children(node)[:1]
        case "let_in":
            yield from filter(None, (field(node, "expression"),))
        case "if_then_else":
            yield from filter(None, (field(node, "then"), field(node, "else")))


def is_fixed(sources: ParsedModules, node: Node, module: str) -> bool:
    """Tell whether a condition is a constant, such as one that a config switches on and off."""
    known = [
        name in sources.constants or sources.definition(name, module) for name in references(node)
    ]
    return all(known) and not sources.uses_variable(node, module)


def marks(sources: ParsedModules) -> list[Mark]:
    """Return the conditions of a model that should hold, fail or be reached at some time."""
    return Marker(sources).collect()
