"""A model that begins in each of some listed states, whatever its own initial predicate says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.explicit_states import (
    STATES,
    is_declared,
    model_values,
    states_module,
)
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.audit.experiments.state_sample import State
from moltverify.tla.config import Assignment, Config, Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import ParsedModules, module_texts
from moltverify.tla.value_types import ModelValue


class StatesQuestion(Struct, frozen=True, kw_only=True):
    """What is asked of the states: the root module's name and lines, and what its config names.

    `number` is a variable to declare, with the number of the state from 1. The lines may use TLC's
    module as `<root>TLC`.
    """

    root: str
    lines: tuple[str, ...]
    next: str
    number: str = ""
    invariants: tuple[str, ...] = ()
    constraints: tuple[Named, ...] = ()


def listed_states_experiment(
    job: ParsedJob, states: Sequence[State], question: StatesQuestion, timeout: float
) -> Experiment:
    """Return a run whose initial states are listed, with values by the sorted variables."""
    sources = job.sources
    # A model value must be declared and set in the config before TLC reads its name.
    undeclared = [one for one in model_values(states) if not is_declared(sources, one)]
    module = "\n".join(listing_lines(sources, question, undeclared))
    return Experiment(
        modules={
            **module_texts(sources),
            STATES: states_module(states).encode(),
            question.root: module.encode(),
        },
        root=question.root,
        config=write_config(states_config(sources.config, question, undeclared)),
        # A state without successors is an answer.
        options=replace(job.options, deadlock=False),
        timeout=timeout,
        data=job.data,
    )


def listing_lines(
    sources: ParsedModules, question: StatesQuestion, undeclared: Sequence[str]
) -> Iterator[str]:
    """Yield the lines of the module that begins in the states."""
    yield f"---- MODULE {question.root} ----"
    yield f"EXTENDS {sources.root.name}"
    if undeclared:
        yield f"CONSTANTS {', '.join(undeclared)}"
    if question.number:
        yield f"VARIABLE {question.number}"
    yield f"{STATES} == INSTANCE {STATES}"
    # An instance, because the model may define the same names as TLC's module.
    yield f"{question.root}TLC == INSTANCE TLC"
    yield f"{begin(question)} =="
    yield f"  \\E at \\in DOMAIN {STATES}!All :"
    if question.number:
        yield f"    /\\ {question.number} = at"
    for at, name in enumerate(sorted(sources.variables), 1):
        yield f"    /\\ {name} = {STATES}!All[at][{at}]"
    yield from (*question.lines, "====", "")


def begin(question: StatesQuestion) -> str:
    """Return the name of the initial predicate."""
    return f"{question.root}Begin"


def states_config(config: Config, question: StatesQuestion, undeclared: Sequence[str]) -> Config:
    """Return the config: the model's constants, and what the question names."""
    return replace(
        without_newer_keywords(config),
        specification=None,
        init=Named(begin(question), 0),
        next=Named(question.next, 0),
        invariants=tuple(Named(one, 0) for one in question.invariants),
        properties=(),
        constraints=question.constraints,
        # Both would take different states for one.
        symmetry=None,
        view=None,
        constants=(
            *config.constants,
            *(Assignment(one, ModelValue(one), 0) for one in undeclared),
        ),
    )
