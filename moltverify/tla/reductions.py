"""What makes TLC search less than all states of a model, and what it may miss then.

TLC checks one state of each class of equal states under SYMMETRY and VIEW, no state after one that
a constraint excludes, and one of several values where a model draws it at random or asks how the
search goes. Its liveness check follows behaviours in what is left of the graph (Specifying Systems,
section 14.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.tla.assumed_formulas import temporal_assumptions
from moltverify.tla.config import Named
from moltverify.tla.module_text import blanked
from moltverify.tla.property_levels import initial_properties, liveness_properties
from moltverify.tla.symmetric_sets import unlike_members
from moltverify.tla.syntax_tree import line_of, one_line_expression, text_of, walk

if TYPE_CHECKING:
    from moltverify.tla.module import ParsedModule
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
# Operators of TLC and TLCExt whose value is not that of a state: counters of the search, registers
# that other states have set, and the clock (TLC 2.15 to 2.20).
OF_THE_SEARCH = frozenset({"TLCGet", "JavaTime", "PickSuccessor"})
WORD = re.compile(r"\w+")


class ReductionKind(Enum):
    """A way to search less; the values are the keys of `reductions` in a registry."""

    SYMMETRY = "SYMMETRY"
    VIEW = "VIEW"
    CONSTRAINT = "CONSTRAINT"
    ACTION_CONSTRAINT = "ACTION_CONSTRAINT"
    RANDOM = "random values"
    SEARCH = "values of the search"
    SYMMETRIC_LIVENESS = "SYMMETRY with liveness"
    VIEWED_LIVENESS = "VIEW with liveness"
    CUT_LIVENESS = "CONSTRAINT with liveness"
    ASYMMETRY = "SYMMETRY of unlike members"
    ASSUMED = "temporal assumption"
    INITIAL = "PROPERTY of initial states"


MAY_MISS = {
    ReductionKind.SYMMETRY: "TLC checks one of several states that a permutation makes equal",
    ReductionKind.VIEW: "TLC checks one of several states with equal views",
    ReductionKind.CONSTRAINT: "TLC checks no step from a state that the constraint excludes",
    ReductionKind.ACTION_CONSTRAINT: "TLC checks no step that the constraint excludes",
    ReductionKind.RANDOM: "TLC checks one of several values, another one in another run",
    ReductionKind.SEARCH: "TLC evaluates it once for a state, and the value depends on when",
    ReductionKind.SYMMETRIC_LIVENESS: "TLC can miss a behaviour that breaks {} (liveness)",
    ReductionKind.VIEWED_LIVENESS: "TLC can miss a behaviour that breaks {} (liveness)",
    ReductionKind.CUT_LIVENESS: "TLC follows no behaviour that leaves the constraint, so {} "
    "(liveness) can hold of nothing",
    ReductionKind.ASYMMETRY: "{}, so states that TLC takes for equal differ",
    ReductionKind.ASSUMED: "TLC checks {} (liveness) only of behaviours that satisfy this conjunct "
    "of the specification, which need be none",
    ReductionKind.INITIAL: "it has no temporal operator, so TLC checks it in the initial states "
    "only; below INVARIANT it is about all states",
}
DRAWN = dict.fromkeys(RANDOM, ReductionKind.RANDOM) | dict.fromkeys(
    OF_THE_SEARCH, ReductionKind.SEARCH
)
# Which combination with a liveness property is unsound, by the keyword.
WITH_LIVENESS = {
    ReductionKind.SYMMETRY: ReductionKind.SYMMETRIC_LIVENESS,
    ReductionKind.VIEW: ReductionKind.VIEWED_LIVENESS,
    ReductionKind.CONSTRAINT: ReductionKind.CUT_LIVENESS,
    ReductionKind.ACTION_CONSTRAINT: ReductionKind.CUT_LIVENESS,
}


class Reduction(Struct, frozen=True):
    """One way in which a model's search is reduced: its place, and what TLC may miss.

    `name` is the operator that the config names, the one that draws a value, or an assumption.
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
        if self.kind is ReductionKind.SEARCH:
            return f"for the values of one search ({self.name})"
        if self.kind is ReductionKind.ASSUMED:
            return f"under the assumption {self.name}"
        if self.kind is ReductionKind.INITIAL:
            return f"with {self.name} in the initial states only"
        return f"under {self.kind.value} {self.name}"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind.value} {self.name}: {self.may_miss}"


def reductions_of(sources: ParsedModules) -> list[Reduction]:
    """Return how the search of a model is reduced, in the order of its config, then by module."""
    found = list(config_reductions(sources))
    if sources.config.symmetry:
        found += [
            reduction(sources, ReductionKind.ASYMMETRY, sources.config.symmetry, why)
            for why in unlike_members(sources, sources.config.symmetry.name)
        ]
    found += [reduction(sources, ReductionKind.INITIAL, one) for one in initial_properties(sources)]
    return [*found, *assumed_formulas(sources), *drawn_values(sources)]


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


def assumed_formulas(sources: ParsedModules) -> Iterator[Reduction]:
    """Yield what the specification assumes of behaviours, if a property is about these."""
    liveness = ", ".join(liveness_properties(sources))
    for part, module in temporal_assumptions(sources) if liveness else ():
        name, file = one_line_expression(part), sources.by_name[module].file
        may_miss = MAY_MISS[ReductionKind.ASSUMED].format(liveness)
        yield Reduction(ReductionKind.ASSUMED, name, file, line_of(part), may_miss)


def drawn_values(sources: ParsedModules) -> Iterator[Reduction]:
    """Yield each use of an operator that draws a value, in the config or in a module."""
    for override in sources.config.overrides.values():
        if draws(sources, override.replacement, sources.root):
            named = Named(override.replacement, override.line)
            yield reduction(sources, DRAWN[named.name], named)
    for module in sources.modules:
        # Most modules draw nothing, and a walk through all nodes takes much longer than this look.
        for name, line in names_with_lines(module) if may_draw(module.text) else ():
            if draws(sources, name, module):
                kind = DRAWN[name]
                yield Reduction(kind, name, module.file, line, MAY_MISS[kind])


def names_with_lines(module: ParsedModule) -> Iterator[tuple[str, int]]:
    """Yield the names that a module uses, each with its line."""
    if module.error_line is None:
        nodes = (one for one in walk(module.tree) if one.type == "identifier_ref")
        yield from ((text_of(one), line_of(one)) for one in nodes)
        return
    # What the grammar does not understand may be in no node, or in one of another type.
    code = blanked(module.text.decode("utf-8", "replace"))
    for number, line in enumerate(code.split("\n"), start=1):
        yield from ((word, number) for word in WORD.findall(line))


def draws(sources: ParsedModules, name: str, module: ParsedModule) -> bool:
    """Tell whether a name in a module is an operator of TLC that draws a value."""
    if name not in DRAWN or name in sources.config.overrides:
        return False
    # A suite may define an operator of that name: it counts where the module can see it.
    waiting, seen = [module.name], set[str]()
    while waiting:
        one = sources.by_name.get(waiting.pop())
        if one and one.name not in seen:
            seen.add(one.name)
            if name in one.definitions:
                return False
            waiting += [*one.extended, *one.instances]
    return True


def may_draw(text: bytes) -> bool:
    """Tell whether a module's text has the name of an operator that draws a value."""
    return any(name.encode() in text for name in DRAWN)
