"""What makes TLC search less than all states of a model, and what it may miss then.

TLC checks one state of each class of equal states under SYMMETRY and VIEW, no state after one that
a constraint excludes, and one of several values where a model draws it at random. Its liveness
check follows behaviours in what is left of the graph (Specifying Systems, section 14.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.formulas import always_signs
from moltverify.tla.syntax_tree import field, line_of, text_of, walk
from moltverify.tla.value_types import ModelValue, SetValue, Value

if TYPE_CHECKING:
    from moltverify.tla.config import Assignment, Named
    from moltverify.tla.parsed_modules import ParsedModules

# Operators of the modules TLC and Randomization that draw a value (TLC 2.15 and 2.19).
RANDOM = frozenset(
    {
        "RandomElement",
        "RandomSubset",
        "RandomSetOfSubsets",
        "RandomSubsetSet",
        "TestRandomSetOfSubsets",
    }
)


class ReductionKind(Enum):
    """A way to search less; the values are the keys of `reductions` in a registry."""

    SYMMETRY = "SYMMETRY"
    VIEW = "VIEW"
    CONSTRAINT = "CONSTRAINT"
    ACTION_CONSTRAINT = "ACTION_CONSTRAINT"
    RANDOM = "random values"
    SYMMETRIC_LIVENESS = "SYMMETRY with liveness"
    VIEWED_LIVENESS = "VIEW with liveness"
    CUT_LIVENESS = "CONSTRAINT with liveness"
    ASYMMETRY = "SYMMETRY of unlike members"


MAY_MISS = {
    ReductionKind.SYMMETRY: "TLC checks one of several states that a permutation makes equal",
    ReductionKind.VIEW: "TLC checks one of several states with equal views",
    ReductionKind.CONSTRAINT: "TLC checks no step from a state that the constraint excludes",
    ReductionKind.ACTION_CONSTRAINT: "TLC checks no step that the constraint excludes",
    ReductionKind.RANDOM: "TLC checks one of several values, another one in another run",
    ReductionKind.SYMMETRIC_LIVENESS: "TLC can miss a behaviour that breaks {}, a liveness property",
    ReductionKind.VIEWED_LIVENESS: "TLC can miss a behaviour that breaks {}, a liveness property",
    ReductionKind.CUT_LIVENESS: "TLC follows no behaviour that leaves the constraint, so {}, a "
    "liveness property, can hold of nothing",
    ReductionKind.ASYMMETRY: "{}, so states that TLC takes for equal differ",
}
# Which combination with a liveness property is unsound, by the keyword.
WITH_LIVENESS = {
    ReductionKind.SYMMETRY: ReductionKind.SYMMETRIC_LIVENESS,
    ReductionKind.VIEW: ReductionKind.VIEWED_LIVENESS,
    ReductionKind.CONSTRAINT: ReductionKind.CUT_LIVENESS,
    ReductionKind.ACTION_CONSTRAINT: ReductionKind.CUT_LIVENESS,
}


class Reduction(Struct, frozen=True):
    """One way in which a model's search is reduced: its place, and what TLC may miss.

    `name` is the operator that the config names, or the one that draws a random value.
    """

    kind: ReductionKind
    name: str
    file: Path
    line: int
    may_miss: str

    @property
    def condition(self) -> str:
        """The words that a verdict has after `holds`."""
        if self.kind is ReductionKind.RANDOM:
            return f"for the random values of one run ({self.name})"
        return f"under {self.kind.value} {self.name}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind.value} {self.name}: {self.may_miss}"


def reductions_of(sources: ParsedModules) -> list[Reduction]:
    """Return how the search of a model is reduced, in the order of its config, then by module."""
    found = list(config_reductions(sources))
    if sources.config.symmetry:
        found += asymmetries(sources, sources.config.symmetry)
    return [*found, *random_reductions(sources)]


def config_reductions(sources: ParsedModules) -> Iterator[Reduction]:
    """Yield a reduction for each name below a keyword that reduces, and for liveness with it."""
    config = sources.config
    named = [
        *((ReductionKind.SYMMETRY, one) for one in filter(None, [config.symmetry])),
        *((ReductionKind.VIEW, one) for one in filter(None, [config.view])),
        *((ReductionKind.CONSTRAINT, one) for one in config.constraints),
        *((ReductionKind.ACTION_CONSTRAINT, one) for one in config.action_constraints),
    ]
    liveness = ", ".join(liveness_properties(sources)) if named else ""
    for kind, name in named:
        yield reduction(sources, kind, name)
        if liveness:
            yield reduction(sources, WITH_LIVENESS[kind], name, liveness)


def reduction(
    sources: ParsedModules, kind: ReductionKind, name: Named, about: str = ""
) -> Reduction:
    """Return the reduction by a name in the config."""
    may_miss = MAY_MISS[kind].format(about)
    return Reduction(kind, name.name, sources.config_file, name.line, may_miss)


def liveness_properties(sources: ParsedModules) -> Iterator[str]:
    """Yield the properties that TLC checks on behaviours, not on single states and steps."""
    for named in sources.config.properties:
        definition = sources.definition(named.name)
        # A property that the parser does not find may be one.
        if definition is None:
            yield named.name
            continue
        body, module = definition.body, definition.module
        signs = always_signs(sources, body, module) if sources.is_temporal(body, module) else ()
        if None in signs:
            yield named.name


def asymmetries(sources: ParsedModules, symmetry: Named) -> Iterator[Reduction]:
    """Yield why the members of a symmetric set are not alike.

    The sets are the constants that the symmetry's definition names, also through other definitions.
    """
    definition = sources.definition(symmetry.name)
    if definition is None:
        return
    used = {
        text_of(one)
        for part in sources.closure(definition.body, definition.module)
        for one in walk(part)
        if one.type == "identifier_ref"
    }
    for constant in sources.config.constants:
        if constant.name in used and isinstance(constant.value, SetValue):
            for why in unlike(sources, constant):
                yield reduction(sources, ReductionKind.ASYMMETRY, symmetry, why)


def unlike(sources: ParsedModules, constant: Assignment) -> Iterator[str]:
    """Yield what tells one member of a constant's set from the others."""
    members = set(parts_of(constant.value))
    for other in sources.config.constants:
        some = members & set(parts_of(other.value))
        if other.name == constant.name or not some:
            continue
        # A member may have its own name (`p1 = p1`), which matters only where a module uses it.
        own_name = isinstance(other.value, ModelValue) and other.value.name == other.name
        if some != members and (not own_name or is_named(sources, other.name)):
            yield f"{other.name} has {' and '.join(sorted(map(str_of, some)))} of {constant.name}"
    for module in sources.modules:
        for node in walk(module.tree):
            if node.type == "choose" and names_in(field(node, "set"), constant.name):
                yield f"CHOOSE at line {line_of(node)} of {module.name} prefers a member of " + (
                    constant.name
                )
            if node.type == "string" and text_of(node).strip('"') in members:
                yield f"line {line_of(node)} of {module.name} has {text_of(node)} of {constant.name}"


def names_in(node: object, name: str) -> bool:
    """Tell whether an expression, if there is one, names something."""
    from tree_sitter import Node  # noqa: PLC0415 - imported with the parser, not with this module

    return isinstance(node, Node) and any(text_of(one) == name for one in walk(node))


def is_named(sources: ParsedModules, name: str) -> bool:
    """Tell whether a definition of a module refers to a name."""
    return any(
        one.type == "identifier_ref" and text_of(one) == name
        for module in sources.modules
        for definition in module.definitions.values()
        for one in walk(definition.body)
    )


def parts_of(value: Value) -> Iterator[Value]:
    """Yield a value, or the members of a set and of the sets in it."""
    if not isinstance(value, SetValue):
        yield value
        return
    for member in value.members:
        yield from parts_of(member)


def str_of(value: Value) -> str:
    """Return a model value's name, or another value's text."""
    return value.name if isinstance(value, ModelValue) else str(value)


def random_reductions(sources: ParsedModules) -> Iterator[Reduction]:
    """Yield each use of an operator that draws a random value."""
    for module in sources.modules:
        for node in walk(module.tree):
            name = text_of(node) if node.type == "identifier_ref" else ""
            # The modules of a suite may define an operator of that name themselves.
            if name in RANDOM and not sources.definition(name):
                may_miss = MAY_MISS[ReductionKind.RANDOM]
                yield Reduction(ReductionKind.RANDOM, name, module.file, line_of(node), may_miss)
