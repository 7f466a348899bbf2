"""A model that consists of given states, and of the steps between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.perturbation import children
from moltverify.audit.experiments.state_sample import State
from moltverify.audit.experiments.tautology_model import AT, BEGIN, GO, Question, asking
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.value_types import FunctionValue, ModelValue, Value, format_value

STATES = "MoltverifyStates"


def near(question: Question, states: Sequence[State], skipped: Collection[int]) -> Experiment:
    """Return a model of the given states, counted from 1, but for those that are skipped.

    It begins in each of them; if the formulas speak of steps, it goes from each to each. It says
    which state it looks at, notes which formulas are broken, and ends as soon as all are.
    """
    sources = question.sources
    numbers = ", ".join(map(str, sorted(skipped)))
    lines = [
        f"{STATES} == INSTANCE {STATES}",
        f"VARIABLE {AT}",
        f"{STATES}Given == (DOMAIN {STATES}!All) \\ {{{numbers}}}",
        f"{BEGIN} ==",
        *being(sources, ""),
        f"{GO} ==",
        *(being(sources, "'") if any(one.steps for one in question.formulas) else staying(sources)),
    ]
    own = [name for name in model_values(states) if not is_known(sources, name)]
    if own:
        lines.insert(0, f"CONSTANTS {', '.join(own)}")
    module = states_module(states)
    return asking(question, lines, {STATES: module.encode()}, own)


def being(sources: ParsedModules, prime: str) -> list[str]:
    """Return the conjuncts that say that this state, or the next one, is one of the given."""
    return [
        f"  /\\ {AT}{prime} \\in {STATES}Given",
        *(
            f"  /\\ {name}{prime} = {STATES}!All[{AT}{prime}][{at}]"
            for at, name in enumerate(sorted(sources.variables), 1)
        ),
    ]


def staying(sources: ParsedModules) -> list[str]:
    """Return the conjuncts that say that nothing changes."""
    return [f"  /\\ UNCHANGED {name}" for name in (AT, *sorted(sources.variables))]


def states_module(states: Sequence[State]) -> str:
    """Return the module that holds the given states as a sequence of tuples."""
    own = model_values(states)
    lines = [
        f"---- MODULE {STATES} ----",
        "EXTENDS Integers, TLC",
        *((f"CONSTANTS {', '.join(own)}",) if own else ()),
        "All == <<",
        ",\n".join(f"  <<{', '.join(map(format_value, state))}>>" for state in states),
        ">>",
        "====",
        "",
    ]
    return "\n".join(lines)


def model_values(states: Iterable[State]) -> list[str]:
    """Return the names of the model values in the states, each once."""
    return sorted({name for state in states for value in state for name in model_values_in(value)})


def model_values_in(value: Value) -> Iterator[str]:
    """Yield the names of the model values in a value, those in the arguments of functions too."""
    if isinstance(value, ModelValue):
        yield value.name
    arguments = [one for one, _ in value.pairs] if isinstance(value, FunctionValue) else []
    for part in (*arguments, *(one for _, one in children(value))):
        yield from model_values_in(part)


def is_known(sources: ParsedModules, name: str) -> bool:
    """Tell whether the root module has a constant or definition of a name."""
    return name in sources.constants or any(name in one.definitions for one in sources.own)
