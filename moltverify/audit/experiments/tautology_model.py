"""Models that determine which properties some well-typed state breaks, reachable or not.

A property that no such state breaks is a tautology: it follows from the types alone, and says
nothing about behaviour. Most properties are broken by some well-typed state that is a few changes
away from a reachable one. Only for the others all well-typed states are enumerated, within a time
limit: nothing less proves that a property is a tautology.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.audit.experiments.tlc_registers import FIRST, PROBE, probe_definitions
from moltverify.tla.config import Assignment, Config, Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.formulas import Formula
from moltverify.tla.module import Definition
from moltverify.tla.parsed_modules import ParsedModules, module_texts, references
from moltverify.tla.specification import domain_of
from moltverify.tla.syntax_tree import conjuncts, laid_out, sides, symbol, text_of
from moltverify.tla.value_types import ModelValue

if TYPE_CHECKING:
    from tree_sitter import Node

BEGIN = "MoltverifyBegin"
GO = "MoltverifyGo"
TYPED = "MoltverifyTyped"
NOT_ALL = "MoltverifyNotAllBroken"
AT = "MoltverifyAt"  # the variable that has the number of an explicit state


class Question(Struct, frozen=True):
    """Which formulas does some state, or step, that satisfies the type invariants break?

    `formulas` are either all about steps or all about states. `timeout` is in seconds.
    """

    job: ParsedJob
    types: Sequence[Definition]
    formulas: Sequence[Formula]
    timeout: float

    @property
    def sources(self) -> ParsedModules:
        """The model's modules."""
        return self.job.sources


def mentions_next_state(question: Question) -> bool:
    """Tell whether the formulas are about steps."""
    return any(one.steps for one in question.formulas)


def type_conjuncts(sources: ParsedModules, types: Iterable[Definition]) -> list[tuple[Node, str]]:
    """Return the conjuncts of type invariants, each with its module.

    A conjunct that is only an operator's name is replaced by the operator's own conjuncts.
    """
    found: list[tuple[Node, str]] = []
    for one in types:
        for part in conjuncts(one.body):
            name = text_of(part) if part.type == "identifier_ref" else ""
            called = sources.definition(name, one.module) if name else None
            if called and called != one:
                found += type_conjuncts(sources, [called])
            else:
                found.append((part, one.module))
    return found


def relevant_variables(question: Question) -> set[str]:
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
    """Return the relevant variables to which no type invariant gives a set of values."""
    sources = question.sources
    typed = {domain_of(sources, part) for part, _ in type_conjuncts(sources, question.types)}
    return sorted(relevant_variables(question) - typed)


def enumeration_experiment(question: Question) -> Experiment:
    """Return a model with an initial state per well-typed state and no other steps.

    Irrelevant variables have a single value, since the formulas' truth does not depend on them and
    each further value would multiply the states. The run ends when every formula is broken.
    """
    sources, names = question.sources, relevant_variables(question)
    rest = sorted(sources.variables - names)
    found = [
        part
        for part, module in type_conjuncts(sources, question.types)
        if not depends_on_variables(sources, part, module, rest)
    ]
    # TLC evaluates conjuncts in order, so all domains come before what uses the variables.
    found.sort(key=lambda part: domain_of(sources, part) is None)
    lines = [
        f"{BEGIN} ==",
        *(domain_conjunct(part, sources) for part in found),
        *(f"  /\\ {name} = TRUE" for name in rest),
        f"{GO} == UNCHANGED <<{', '.join(sorted(sources.variables))}>>",
    ]
    # Every state is well-typed as far as it matters, and TRUE is not in the other variables' types.
    return question_experiment(replace(question, types=()), lines)


def depends_on_variables(
    sources: ParsedModules, node: Node, module: str, names: Collection[str]
) -> bool:
    """Tell whether an expression depends on one of the variables, also through definitions."""
    return any(name in names for part in sources.closure(node, module) for name in references(part))


def domain_conjunct(part: Node, sources: ParsedModules) -> str:
    r"""Return a conjunct of a type invariant in a form from which TLC can choose values.

    TLC 2.15 chooses values for a variable from `x \in S` and not from `x \subseteq S`.
    """
    both = sides(part)
    name = domain_of(sources, part)
    if not both or name is None:
        return f"  /\\ (\n{laid_out(part, 6)}\n     )"
    sign = "\\in SUBSET" if symbol(part) == "subseteq" else "\\in"
    return f"  /\\ {name} {sign} (\n{laid_out(both[1], 6)}\n     )"


def question_experiment(
    question: Question,
    lines: Sequence[str],
    modules: Mapping[str, bytes] | None = None,
    constants: Iterable[str] = (),
) -> Experiment:
    """Return a model with the initial predicate BEGIN and the steps GO that `lines` define.

    `modules` are further modules by name, and `constants` names of model values to declare. With
    further modules, `lines` define the variable AT, and the model prints it.
    """
    sources = question.sources
    whole = [
        f"---- MODULE {PROBE} ----",
        f"EXTENDS {sources.root.name}",
        *probe_definitions(len(question.formulas)),
        *lines,
        *formula_definitions(question, AT if modules else ""),
        "====",
        "",
    ]
    return Experiment(
        modules={**module_texts(sources), **(modules or {}), PROBE: "\n".join(whole).encode()},
        root=PROBE,
        config=write_config(question_config(question, constants)),
        # Explicit states have no steps on purpose.
        options=replace(question.job.options, deadlock=False),
        timeout=question.timeout,
        data=question.job.data,
    )


def question_config(question: Question, constants: Iterable[str]) -> Config:
    """Return the config: the model's constants, and the probes as the only thing to check.

    Constraints, symmetry and view would hide some of the states.
    """
    config = question.sources.config
    steps = mentions_next_state(question)
    declared = tuple(Assignment(name, ModelValue(name), 0) for name in constants)
    return replace(
        without_newer_keywords(config),
        specification=None,
        init=Named(BEGIN, 0),
        next=Named(GO, 0),
        invariants=(*(() if steps else (Named(PROBE, 0),)), Named(NOT_ALL, 0)),
        properties=(Named(PROBE, 0),) if steps else (),
        constraints=(),
        action_constraints=(),
        symmetry=None,
        view=None,
        constants=(*config.constants, *declared),
    )


def formula_definitions(question: Question, at: str) -> list[str]:
    """Return the lines that evaluate each formula and mark the register of one that is false.

    `at` is a variable to print before, or empty.
    """
    steps = mentions_next_state(question)
    numbers = range(FIRST, FIRST + len(question.formulas))
    names = [one.name for one in question.types]
    # A step counts only if both of its states are well-typed.
    typed = [*names, *(f"({name})'" for name in names if steps)] or ["TRUE"]
    lines = [f"{TYPED} ==", *(f"  /\\ {name}" for name in typed)]
    for number, one in zip(numbers, question.formulas, strict=True):
        lines += [f"{PROBE}Formula{number} ==", one.text]
    lines.append(f"{PROBE}All ==")
    for number in numbers:
        broken = f"{PROBE}Formula{number} \\/ {PROBE}Mark({number})"
        # A formula that is broken is not evaluated again: the next state may be one on which TLC
        # fails.
        lines.append(f"  /\\ {PROBE}Seen({number}) \\/ {broken}")
    prime, variables = "'" if steps else "", ", ".join(sorted(question.sources.variables))
    # Printed first: after an expression that TLC cannot evaluate nothing is printed.
    print_state = f'{PROBE}TLC!PrintT(<<"moltverify at", {at}{prime}>>) /\\ ' if at else ""
    whole = f"{print_state}({TYPED} => {PROBE}All)"
    lines.append(f"{PROBE} == [][{whole}]_<<{variables}>>" if steps else f"{PROBE} == {whole}")
    # The probes are TRUE, so this invariant alone can be violated, and it ends the run.
    seen = ", ".join(map(str, numbers))
    return [*lines, f"{NOT_ALL} == \\E i \\in {{{seen}}} : ~{PROBE}Seen(i)"]
