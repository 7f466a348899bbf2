r"""The conditions of an action, one by one, as operators that can be evaluated in one state.

An action is taken apart along its conjunctions, its disjunctions, `\E`, IF and LET, also in the
operators that it applies. Each part keeps its text, and becomes an operator whose parameters are
the names that its surroundings bind; so no name changes, and lists keep their columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, references
from moltverify.tla.syntax_tree import (
    all_disjuncts,
    conjuncts,
    field,
    laid_out,
    one_line_expression,
    sides,
    symbol,
    text_of,
    without_parentheses,
)
from moltverify.tracing.guard_conditions import Binder, Branch, ComparedSide, GuardPart

if TYPE_CHECKING:
    from tree_sitter import Node

MOST_BRANCHES = 12
DEEPEST = 8  # operators inside operators
COMPARISONS = {"lt", "gt", "leq", "geq", "eq", "neq", "in", "notin", "subseteq"}
Scope: TypeAlias = Mapping[str, str]  # names with the expressions that they stand for


class GuardReader:
    """Takes an action apart; `lines` are the definitions of the operators that it made."""

    def __init__(self, sources: ParsedModules, prefix: str) -> None:
        self.sources = sources
        self.prefix = prefix
        self.lines: list[str] = []
        self.made = 0

    def branches(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...] = ()
    ) -> list[Branch]:
        """Return the ways to take an action, each as its conditions in TLC's order."""
        node = without_parentheses(node)
        found = self.taken_apart(node, module, scope, above)
        if not found or len(found) > MOST_BRANCHES:
            return [(self.part(node, module, scope),)]
        return found

    def taken_apart(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...]
    ) -> list[Branch]:
        """Return the branches of a node that has parts, or nothing."""
        parts = conjuncts(node)
        if len(parts) > 1:
            inner = [self.branches(one, module, scope, above) for one in parts]
            ways = list(product(*inner)) if self.is_small(inner) else []
            return [tuple(item for part in way for item in part) for way in ways]
        alternatives = all_disjuncts(node)
        is_step = self.sources.uses_action(node, module)
        if len(alternatives) > 1 and is_step:
            return [way for one in alternatives for way in self.branches(one, module, scope, above)]
        if node.type == "if_then_else" and is_step:
            return self.of_if(node, module, scope, above)
        if node.type == "bounded_quantification":
            return self.of_exists(node, module, scope, above)
        if node.type == "let_in":
            return self.of_let(node, module, scope, above)
        return self.of_operator(node, module, scope, above)

    def is_small(self, inner: list[list[Branch]]) -> bool:
        """Tell whether the branches of conjuncts do not make too many together."""
        count = 1
        for one in inner:
            count *= len(one)
        return count <= MOST_BRANCHES

    def of_if(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...]
    ) -> list[Branch]:
        """Return the branches of both sides of an IF, each after its condition."""
        test, then, other = (field(node, name) for name in ("if", "then", "else"))
        if not (test and then and other):
            return []
        held = self.part(test, module, scope, is_choice=True)
        failed = GuardPart(
            f"~({held.text})", f"~{held.call}", held.reads, held.sides, is_choice=True
        )
        return [
            (choice, *way)
            for choice, side in ((held, then), (failed, other))
            for way in self.branches(side, module, scope, above)
        ]

    def of_exists(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...]
    ) -> list[Branch]:
        r"""Return the branches inside `\E`, each after its binders."""
        quantifier, inside = field(node, "quantifier"), field(node, "expression")
        if not quantifier or quantifier.type != "exists" or inside is None:
            return []
        binders, names = [], dict(scope)
        for bound in node.children_by_field_name("bound"):
            if not bound.is_named:
                continue
            values = field(bound, "set")
            intros = bound.children_by_field_name("intro")
            if values is None or any(one.type != "identifier" for one in intros if one.is_named):
                return []
            # All sets are outside the scope of the names.
            source = self.operator(values, scope)
            for intro in intros:
                if intro.is_named:
                    self.made += 1
                    names[text_of(intro)] = f"{self.prefix}Bound{self.made}"
                    binders.append(Binder(f"\\E {names[text_of(intro)]} \\in {source} :"))
        return [(*binders, *way) for way in self.branches(inside, module, names, above)]

    def of_let(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...]
    ) -> list[Branch]:
        """Return the branches inside a LET without parameters."""
        inside, names = field(node, "expression"), dict(scope)
        for one in node.children_by_field_name("definitions"):
            name, body = field(one, "name"), field(one, "definition")
            if one.type != "operator_definition" or field(one, "parameter") or not (name and body):
                return []
            names[text_of(name)] = self.operator(body, names)
        return self.branches(inside, module, names, above) if inside else []

    def of_operator(
        self, node: Node, module: str, scope: Scope, above: tuple[tuple[str, str], ...]
    ) -> list[Branch]:
        """Return the branches of the definition that a node applies, if it has more than a part."""
        definition = self.applied(node, module, scope)
        if definition is None or definition.key in above or len(above) > DEEPEST:
            return []
        body = without_parentheses(definition.body)
        if not self.sources.uses_action(body, definition.module) and len(conjuncts(body)) < 2:
            return []
        arguments = [one for one in node.children_by_field_name("parameter") if one.is_named]
        names = [
            text_of(one)
            for one in definition.node.children_by_field_name("parameter")
            if one.is_named
        ]
        if len(arguments) != len(names):
            return []
        inner = {
            name: self.operator(argument, scope)
            for name, argument in zip(names, arguments, strict=True)
        }
        return self.branches(body, definition.module, inner, (*above, definition.key))

    def applied(self, node: Node, module: str, scope: Scope) -> Definition | None:
        """Return the definition that a node is the name or an application of, if it is the root's.

        A name that the surroundings bind is no definition.
        """
        name = field(node, "name") if node.type == "bound_op" else node
        if name is None or name.type != "identifier_ref" or text_of(name) in scope:
            return None
        found = self.sources.definition(text_of(name), module)
        own = {one.name for one in self.sources.own}
        return found if found and found.module in own else None

    def part(self, node: Node, module: str, scope: Scope, is_choice: bool = False) -> GuardPart:
        """Return a node as one condition."""
        return GuardPart(
            text=one_line_expression(node),
            call=self.operator(node, scope),
            reads=self.read_variables(node, module),
            sides=tuple(self.sides_of(node, module, scope)),
            is_choice=is_choice,
        )

    def read_variables(self, node: Node, module: str) -> tuple[str, ...]:
        """Return the variables that an expression depends on."""
        names = {name for one in self.sources.closure(node, module) for name in references(one)}
        return tuple(sorted(names & self.sources.variables))

    def sides_of(self, node: Node, module: str, scope: Scope) -> Iterator[ComparedSide]:
        """Yield the bound names in a condition, and both sides of a comparison of one state."""
        for name in dict.fromkeys(references(node)):
            # The event is shown as a line of the log.
            if name in scope and name != "event" and self.is_known(scope[name]):
                yield ComparedSide(name, scope[name])
        both = sides(node)
        if both is None or symbol(node) not in COMPARISONS:
            return
        for one in both:
            used = [scope[name] for name in references(one) if name in scope]
            is_plain = one.type in {"identifier_ref", "string", "nat_number", "boolean"}
            if is_plain or self.sources.uses_action(one, module):
                continue
            if all(map(self.is_known, used)):
                yield ComparedSide(one_line_expression(one), self.operator(one, scope))

    def is_known(self, call: str) -> bool:
        """Tell whether an expression has one value, and is not any member of a set."""
        return f"{self.prefix}Bound" not in call

    def operator(self, node: Node, scope: Scope) -> str:
        """Return the application of a new operator that has an expression's value."""
        used = [name for name in dict.fromkeys(references(node)) if name in scope]
        self.made += 1
        name = f"{self.prefix}{self.made}"
        parameters = f"({', '.join(used)})" if used else ""
        self.lines += [f"{name}{parameters} ==", laid_out(node, 2)]
        arguments = f"({', '.join(scope[one] for one in used)})" if used else ""
        return f"{name}{arguments}"
