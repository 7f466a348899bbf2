"""A model whose initial states are listed one by one, with steps between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.state_sample import State
from moltverify.audit.experiments.tautology_model import (
    AT,
    BEGIN,
    GO,
    Question,
    mentions_next_state,
    question_experiment,
)
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.values import ModelValue, Value, children, format_value

STATES = "MoltverifyStates"


def explicit_states_experiment(
    question: Question, states: Sequence[State], skipped: Collection[int]
) -> Experiment:
    """Return a model of the states that determines which formulas they break.

    `skipped` has numbers, from 1, of states to leave out. If the formulas are about steps, the
    model has a step from each state to each. TLC prints each state before it evaluates the formulas
    in it, and the run ends when every formula is broken.
    """
    sources = question.sources
    numbers = ", ".join(map(str, sorted(skipped)))
    steps = mentions_next_state(question)
    lines = [
        f"{STATES} == INSTANCE {STATES}",
        # A variable, so that the model can print which state TLC evaluates.
        f"VARIABLE {AT}",
        f"{STATES}Given == (DOMAIN {STATES}!All) \\ {{{numbers}}}",
        f"{BEGIN} ==",
        *state_conjuncts(sources, ""),
        f"{GO} ==",
        *(state_conjuncts(sources, "'") if steps else unchanged_conjuncts(sources)),
    ]
    # A model value must be declared and set in the config before TLC reads its name.
    undeclared = [name for name in model_values(states) if not is_declared(sources, name)]
    if undeclared:
        lines.insert(0, f"CONSTANTS {', '.join(undeclared)}")
    module = states_module(states)
    return question_experiment(question, lines, {STATES: module.encode()}, undeclared)


def state_conjuncts(sources: ParsedModules, prime: str) -> list[str]:
    """Return conjuncts that take a state, the next one if `prime` is `'`, from the list."""
    return [
        f"  /\\ {AT}{prime} \\in {STATES}Given",
        *(
            # TLC takes a variable's value from an equation, without enumerating any set.
            f"  /\\ {name}{prime} = {STATES}!All[{AT}{prime}][{at}]"
            for at, name in enumerate(sorted(sources.variables), 1)
        ),
    ]


def unchanged_conjuncts(sources: ParsedModules) -> list[str]:
    """Return the conjuncts by which every variable keeps its value."""
    return [f"  /\\ UNCHANGED {name}" for name in (AT, *sorted(sources.variables))]


def states_module(states: Sequence[State]) -> str:
    """Return the module that defines the states as a sequence `All` of tuples.

    It extends modules, so it is a separate one: their operators may have names that the model has.
    """
    own = model_values(states)
    # By object: the states share most of their values.
    texts = {key: format_value(value) for key, value in distinct_values(states).items()}
    lines = [
        f"---- MODULE {STATES} ----",
        "EXTENDS Integers, TLC",
        *((f"CONSTANTS {', '.join(own)}",) if own else ()),
        "All == <<",
        ",\n".join(f"  <<{', '.join(texts[id(value)] for value in state)}>>" for state in states),
        ">>",
        "====",
        "",
    ]
    return "\n".join(lines)


def model_values(states: Iterable[State]) -> list[str]:
    """Return the names of all model values in the states, sorted."""
    values = distinct_values(states).values()
    return sorted({name for value in values for name in model_values_in(value)})


def distinct_values(states: Iterable[State]) -> dict[int, Value]:
    """Return the values of states by their ids, each object once."""
    return {id(value): value for state in states for value in state}


def model_values_in(value: Value) -> Iterator[str]:
    """Yield the names of the model values in a value, also those in the arguments of functions."""
    if isinstance(value, ModelValue):
        yield value.name
    # The children of a function are its results only.
    for part in children(value):
        yield from model_values_in(part)


def is_declared(sources: ParsedModules, name: str) -> bool:
    """Tell whether the root module, or one that it extends, has a constant or operator `name`."""
    return name in sources.constants or any(name in one.definitions for one in sources.own)
