"""Properties that are true of every state that the type invariant admits, reachable or not.

Most properties are broken by some state of a small random sample; only for those that are not, all
states that the type invariant admits are enumerated, within a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.bench import Experiment
from moltverify.audit.probes import FIRST, PROBE, registers, texts
from moltverify.audit.sources import Definition, Sources
from moltverify.audit.syntax import conjuncts, field, laid_out, sides, symbol
from moltverify.audit.system import domain_of
from moltverify.registry.records import Options
from moltverify.tlc.config import Named
from moltverify.tlc.config_writer import write_config

if TYPE_CHECKING:
    from tree_sitter import Node

TYPED = "MoltverifyTyped"
STAY = "MoltverifyStay"
NOT_ALL = "MoltverifyNotAllBroken"
DENSITIES = (2, 5, 25)  # a random subset holds one in so many of the elements
COINS = 13  # as a set of functions has 2^13 elements, so many states are drawn per density


class Question(Struct, frozen=True):
    """Which properties some state breaks that the type invariants admit; a sample, or all."""

    sources: Sources
    types: Sequence[Definition]
    properties: Sequence[Definition]
    sampled: bool


def can_enumerate(sources: Sources, types: Sequence[Definition]) -> bool:
    """Tell whether the type invariants give every variable a domain."""
    parts = [part for one in types for part in conjuncts(one.body)]
    return {domain_of(sources, part) for part in parts} >= sources.variables


def enumeration(question: Question, options: Options, timeout: float) -> Experiment:
    """Return a model that begins in every state of the type invariants and goes nowhere.

    It notes which properties some state breaks, and ends as soon as all are broken.
    """
    sources = question.sources
    config = replace(
        sources.config,
        specification=None,
        init=Named(TYPED, 0),
        next=Named(STAY, 0),
        invariants=(Named(PROBE, 0), Named(NOT_ALL, 0)),
        properties=(),
        constraints=(),
        action_constraints=(),
        symmetry=None,
    )
    return Experiment(
        modules={**texts(sources), PROBE: module(question).encode()},
        root=PROBE,
        config=write_config(config),
        options=replace(options, deadlock=False),
        timeout=timeout,
    )


def module(question: Question) -> str:
    """Return the module of the enumeration."""
    sources = question.sources
    parts = [part for one in question.types for part in conjuncts(one.body)]
    # A conjunct that gives no domain may speak of any variable, so it comes after those that do.
    parts.sort(key=lambda part: domain_of(sources, part) is None)
    count = len(question.properties)
    broken = [
        f"  /\\ {PROBE}Seen({number}) \\/ ({one.name} \\/ {PROBE}Mark({number}))"
        for number, one in enumerate(question.properties, FIRST)
    ]
    used = ", ".join(str(FIRST + number) for number in range(count))
    lines = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *registers(count),
        f"{TYPED} ==",
        *(draws() if question.sampled else ()),
        *(conjunct(part, sources, question.sampled) for part in parts),
        f"{STAY} == UNCHANGED <<{', '.join(sorted(sources.variables))}>>",
        f"{PROBE} ==",
        *broken,
        f"{NOT_ALL} == \\E i \\in {{{used}}} : ~{PROBE}Seen(i)",
        "====",
        "",
    ]
    return "\n".join(lines)


def draws() -> tuple[str, str]:
    """Return the quantifiers that make TLC draw one random state after another."""
    densities = ", ".join(map(numbers, DENSITIES))
    return (
        f"  \\E {PROBE}Density \\in {{{densities}}} :",
        f"  \\E {PROBE}Turn \\in [{numbers(COINS)} -> {{1, 2}}] :",
    )


def numbers(most: int) -> str:
    """Return the set of the numbers from 1, spelled out: the module may not extend Naturals."""
    return f"{{{', '.join(map(str, range(1, most + 1)))}}}"


def conjunct(part: Node, sources: Sources, sampled: bool) -> str:
    """Return a conjunct of the type invariant as one that TLC can draw states from."""
    both = sides(part)
    name = domain_of(sources, part)
    if not both or name is None:
        return f"  /\\ (\n{laid_out(part, 6)}\n     )"
    domain, is_set = both[1], symbol(part) == "subseteq"
    if symbol(domain) == "powerset" and (base := field(domain, "rhs")):
        domain, is_set = base, True
    values = f"(\n{laid_out(domain, 6)}\n     )"
    if not sampled:
        # TLC 2.15 draws values from `x \in S` only.
        return f"  /\\ {name} \\in {'SUBSET ' if is_set else ''}{values}"
    if is_set:
        chosen = f"{PROBE}TLC!RandomElement({PROBE}Density) = 1"
        return f"  /\\ {name} \\in {{{{{PROBE}Element \\in {values} : {chosen}}}}}"
    return f"  /\\ {name} \\in {{{PROBE}TLC!RandomElement({values})}}"
