"""Properties that are true of every state that the type invariant admits, reachable or not.

Most properties are broken by some state that is a few changes away from a reachable one, and that
the type invariant admits. Only for those that are not, all states that it admits are enumerated,
within a time: nothing less shows that a property is a tautology.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.tlc_registers import FIRST, PROBE, registers, texts, without_newer
from moltverify.running.job import TlcOptions
from moltverify.tla.config import Assignment, Named
from moltverify.tla.config_writer import write_config
from moltverify.tla.formulas import Formula
from moltverify.tla.parsed_modules import Definition, ParsedModules, references
from moltverify.tla.specification import domain_of
from moltverify.tla.syntax_tree import conjuncts, laid_out, sides, symbol, text_of
from moltverify.tla.value_types import ModelValue

if TYPE_CHECKING:
    from tree_sitter import Node

BEGIN = "MoltverifyBegin"
GO = "MoltverifyGo"
TYPED = "MoltverifyTyped"
NOT_ALL = "MoltverifyNotAllBroken"
AT = "MoltverifyAt"  # the variable that says which of the given states this is


class Question(Struct, frozen=True):
    """Which formulas are broken by some state, or step, that the type invariants admit."""

    sources: ParsedModules
    types: Sequence[Definition]
    formulas: Sequence[Formula]
    options: TlcOptions
    timeout: float


def type_conjuncts(sources: ParsedModules, types: Iterable[Definition]) -> list[tuple[Node, str]]:
    """Return the conjuncts of type invariants with their modules, those of named ones too."""
    found: list[tuple[Node, str]] = []
    for one in types:
        for part in conjuncts(one.body):
            name = text_of(part) if part.type == "identifier_ref" else ""
            named_one = sources.definition(name, one.module) if name else None
            if named_one and named_one != one:
                found += type_conjuncts(sources, [named_one])
            else:
                found.append((part, one.module))
    return found


def needed(question: Question) -> set[str]:
    """Return the variables on which the formulas depend."""
    sources = question.sources
    return {
        name
        for one in question.formulas
        for part in sources.closure(one.definition.body, one.definition.module)
        for name in references(part)
        if name in sources.variables
    }


def without_domain(question: Question) -> list[str]:
    """Return the variables that matter, and to which the type invariants give no domain."""
    sources = question.sources
    typed = {domain_of(sources, part) for part, _ in type_conjuncts(sources, question.types)}
    return sorted(needed(question) - typed)


def enumeration(question: Question) -> Experiment:
    """Return a model that begins in every state of the type invariants and goes nowhere.

    Variables that do not matter have one value. It notes which formulas some state breaks, and ends
    as soon as all are broken.
    """
    sources, names = question.sources, needed(question)
    rest = sorted(sources.variables - names)
    found = [
        part
        for part, module in type_conjuncts(sources, question.types)
        if not depends_on_variables(sources, part, module, rest)
    ]
    # A conjunct that gives no domain may speak of any variable, so it comes after those that do.
    found.sort(key=lambda part: domain_of(sources, part) is None)
    lines = [
        f"{BEGIN} ==",
        *(conjunct(part, sources) for part in found),
        *(f"  /\\ {name} = TRUE" for name in rest),
        f"{GO} == UNCHANGED <<{', '.join(sorted(sources.variables))}>>",
    ]
    # All states are of the right types; TLC could not evaluate the types of what does not matter.
    return asking(replace(question, types=()), lines)


def depends_on_variables(
    sources: ParsedModules, node: Node, module: str, names: Collection[str]
) -> bool:
    """Tell whether an expression depends on one of the variables."""
    return any(name in names for part in sources.closure(node, module) for name in references(part))


def conjunct(part: Node, sources: ParsedModules) -> str:
    """Return a conjunct of the type invariant as one that TLC can draw values from."""
    both = sides(part)
    name = domain_of(sources, part)
    if not both or name is None:
        return f"  /\\ (\n{laid_out(part, 6)}\n     )"
    # TLC 2.15 draws values from `x \in S` only.
    sign = "\\in SUBSET" if symbol(part) == "subseteq" else "\\in"
    return f"  /\\ {name} {sign} (\n{laid_out(both[1], 6)}\n     )"


def asking(
    question: Question,
    lines: Sequence[str],
    modules: dict[str, bytes] | None = None,
    constants: Iterable[str] = (),
) -> Experiment:
    """Return a model with the initial states and steps that the lines define."""
    sources = question.sources
    own = tuple(Assignment(name, ModelValue(name), 0) for name in constants)
    steps = any(one.steps for one in question.formulas)
    config = replace(
        without_newer(sources.config),
        specification=None,
        init=Named(BEGIN, 0),
        next=Named(GO, 0),
        invariants=(*(() if steps else (Named(PROBE, 0),)), Named(NOT_ALL, 0)),
        properties=(Named(PROBE, 0),) if steps else (),
        constraints=(),
        action_constraints=(),
        symmetry=None,
        view=None,
        constants=(*sources.config.constants, *own),
    )
    whole = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *registers(len(question.formulas)),
        *lines,
        *broken_formula_probes(question, AT if modules else ""),
        "====",
        "",
    ]
    return Experiment(
        modules={**texts(sources), **(modules or {}), PROBE: "\n".join(whole).encode()},
        root=PROBE,
        config=write_config(config),
        options=replace(question.options, deadlock=False),
        timeout=question.timeout,
    )


def broken_formula_probes(question: Question, at: str) -> list[str]:
    """Return the definitions that note which formulas are broken; `at` is a variable to print."""
    steps = any(one.steps for one in question.formulas)
    used = ", ".join(str(FIRST + number) for number in range(len(question.formulas)))
    names = [one.name for one in question.types]
    typed = [*names, *(f"({name})'" for name in names if steps)] or ["TRUE"]
    lines = [f"{TYPED} ==", *(f"  /\\ {name}" for name in typed)]
    for number, one in enumerate(question.formulas, FIRST):
        lines += [f"{PROBE}Formula{number} ==", one.text]
    lines.append(f"{PROBE}All ==")
    for number in range(FIRST, FIRST + len(question.formulas)):
        broken = f"{PROBE}Formula{number} \\/ {PROBE}Mark({number})"
        lines.append(f"  /\\ {PROBE}Seen({number}) \\/ {broken}")
    prime, variables = "'" if steps else "", ", ".join(sorted(question.sources.variables))
    # First of all, for nothing is said after what TLC cannot evaluate.
    told = f'{PROBE}TLC!PrintT(<<"moltverify at", {at}{prime}>>) /\\ ' if at else ""
    whole = f"{told}({TYPED} => {PROBE}All)"
    lines.append(f"{PROBE} == [][{whole}]_<<{variables}>>" if steps else f"{PROBE} == {whole}")
    return [*lines, f"{NOT_ALL} == \\E i \\in {{{used}}} : ~{PROBE}Seen(i)"]
