"""How TLC reports that a property under PROPERTY is violated: as which kind, and by which name.

TLC takes a property apart, and checks the parts as invariants, as action properties or as temporal
formulas (tlc2.tool.impl.SpecProcessor, processConfigProps; TLC 2.15).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.formulas import is_box_action
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.syntax_tree import conjuncts, field, symbol, text_of, without_parentheses
from moltverify.tlc.outcome import ViolationKind

if TYPE_CHECKING:
    from tree_sitter import Node

PLACE = "a part without a name"  # TLC prints the part's place instead of a name


class ReportedAs(Struct, frozen=True):
    """The kind that TLC reports, and the name; None if TLC prints no name."""

    kind: ViolationKind
    name: str | None

    def fits(self, name: str) -> bool:
        """Tell whether a violation reported like this can be that of the property `name`."""
        # A place is no name, but TLC 2.15 names no temporal formula at all.
        return self.name in {None, name}


class PropertyReader:
    """Reads the properties of one model's config."""

    def __init__(self, sources: ParsedModules) -> None:
        self.sources = sources

    def reports(self, name: str) -> list[ReportedAs]:
        """Return how TLC can report a violation of a property; empty if the text does not show."""
        found = self.sources.definition(name)
        return list(self.of_definition(found, frozenset())) if found else []

    def of_definition(
        self, found: Definition, above: frozenset[tuple[str, str]]
    ) -> Iterator[ReportedAs]:
        """Yield the reports of a definition; `above` are those that led to it."""
        yield from self.of_formula(found.body, found.name, found.module, above | {found.key})

    def of_formula(
        self, node: Node, name: str, module: str, above: frozenset[tuple[str, str]]
    ) -> Iterator[ReportedAs]:
        """Yield the reports of a formula of a module with a name."""
        node = without_parentheses(node)
        parts = conjuncts(node)
        named = self.sources.named(node, module)
        if len(parts) > 1:
            for part in parts:
                yield from self.of_formula(part, PLACE, module, above)
        elif named and named.key not in above:
            yield from self.of_definition(named, above)
        elif is_box_action(node):
            yield ReportedAs(ViolationKind.ACTION_PROPERTY, None if name is PLACE else name)
        elif not self.sources.is_temporal(node, module):
            # TLC evaluates it in the initial states only.
            yield ReportedAs(ViolationKind.TEMPORAL_PROPERTY, name)
        else:
            yield self.of_temporal(node, name, module)

    def of_temporal(self, node: Node, name: str, module: str) -> ReportedAs:
        """Return the report of a temporal formula that is no conjunction and no `[][A]_v`."""
        right = field(node, "rhs")
        always = node.type == "bound_prefix_op" and symbol(node) == "always"
        if not always or right is None or self.sources.is_temporal(right, module):
            return ReportedAs(ViolationKind.TEMPORAL_PROPERTY, None)
        # TLC names the operator inside: for `[]Small` it is Small.
        inner = without_parentheses(right)
        inside = text_of(inner) if inner.type == "identifier_ref" else name
        return ReportedAs(ViolationKind.INVARIANT, inside)
