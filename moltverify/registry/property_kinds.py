"""How TLC reports that a property under PROPERTY is violated: as which kind, and by which name.

TLC takes a property apart, and checks the parts as invariants, as action properties or as temporal
formulas (tlc2.tool.impl.SpecProcessor, processConfigProps; TLC 2.15).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.registry.spec_files import SpecFiles
from moltverify.running.job import TlcJob
from moltverify.tla.config import Config
from moltverify.tla.formulas import is_box_action
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import is_temporal, references
from moltverify.tla.syntax_tree import conjuncts, field, symbol, text_of, walk, without_parentheses
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

    def __init__(self, job: TlcJob, config: Config, files: SpecFiles) -> None:
        self.job = job
        self.config = config
        self.files = files

    def reports(self, name: str) -> list[ReportedAs]:
        """Return how TLC can report a violation of a property; empty if the text does not show."""
        found = self.definition(name)
        return list(self.of_formula(found.body, found.name, frozenset({name}))) if found else []

    def definition(self, name: str) -> Definition | None:
        """Return the definition that TLC uses for a name, or None if the parser finds none."""
        override = self.config.overrides.get(name)
        used = override.replacement if override else name
        return next(self.files.definitions(self.job, used), None)

    def of_formula(self, node: Node, name: str, above: frozenset[str]) -> Iterator[ReportedAs]:
        """Yield the reports of a formula with a name; `above` are the names that led to it."""
        node = without_parentheses(node)
        parts = conjuncts(node)
        if len(parts) > 1:
            for part in parts:
                yield from self.of_formula(part, PLACE, above)
        elif node.type == "identifier_ref" and text_of(node) not in above:
            found = self.definition(text_of(node))
            if found:
                yield from self.of_formula(found.body, found.name, above | {text_of(node)})
        elif is_box_action(node):
            yield ReportedAs(ViolationKind.ACTION_PROPERTY, None if name is PLACE else name)
        elif not self.is_temporal(node):
            # TLC evaluates it in the initial states only.
            yield ReportedAs(ViolationKind.TEMPORAL_PROPERTY, name)
        else:
            yield self.of_temporal(node, name)

    def of_temporal(self, node: Node, name: str) -> ReportedAs:
        """Return the report of a temporal formula that is no conjunction and no `[][A]_v`."""
        right = field(node, "rhs")
        always = node.type == "bound_prefix_op" and symbol(node) == "always"
        if not always or right is None or self.is_temporal(right):
            return ReportedAs(ViolationKind.TEMPORAL_PROPERTY, None)
        # TLC names the operator inside: for `[]Small` it is Small.
        inner = without_parentheses(right)
        inside = text_of(inner) if inner.type == "identifier_ref" else name
        return ReportedAs(ViolationKind.INVARIANT, inside)

    def is_temporal(self, node: Node) -> bool:
        """Tell whether a formula, or a definition that it uses, is temporal."""
        seen: set[str] = set()
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if any(is_temporal(part) for part in walk(one)):
                return True
            names = set(references(one)) - seen
            seen |= names
            waiting += [found.body for found in map(self.definition, names) if found]
        return False
