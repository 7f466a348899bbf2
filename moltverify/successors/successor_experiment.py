"""A model whose initial states are those of a trace, and which ends after one step from them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.explicit_states import (
    STATES,
    is_declared,
    model_values,
    states_module,
)
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.successors.records import State
from moltverify.tla.config import Assignment, Config, Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import ParsedModules, module_texts
from moltverify.tla.specification import FormulaPart, roots
from moltverify.tla.value_types import ModelValue

ROOT = "MoltverifySuccessors"
BEGIN, NEAR = f"{ROOT}Begin", f"{ROOT}Near"
TIMEOUT = 60.0  # seconds: a step from each of a few states takes a fraction of one


def successor_experiment(job: ParsedJob, states: Sequence[State]) -> Experiment | None:
    """Return a run whose state graph has the successors of some states; None if it has no name.

    TLC names steps by the parts of the next-state relation, so that must be an operator's name.
    """
    sources = job.sources
    name = next_state_operator(sources)
    order = sorted(sources.variables)
    if name is None or any({one for one, _ in state} != set(order) for state in states):
        return None
    listed = [tuple(dict(state)[one] for one in order) for state in states]
    # A model value must be declared and set in the config before TLC reads its name.
    undeclared = [one for one in model_values(listed) if not is_declared(sources, one)]
    return Experiment(
        modules={
            **module_texts(sources),
            STATES: states_module(listed).encode(),
            ROOT: one_step_module(sources, order, undeclared).encode(),
        },
        root=ROOT,
        config=write_config(successor_config(sources.config, name, undeclared)),
        # A state without successors is an answer.
        options=replace(job.options, deadlock=False),
        timeout=TIMEOUT,
        data=job.data,
    )


def next_state_operator(sources: ParsedModules) -> str | None:
    """Return the name of the next-state relation; None if it is no operator's name alone."""
    config = sources.config
    if config.next and not config.specification:
        return config.next.name
    steps = [one for one in roots(sources) if one.part is FormulaPart.NEXT]
    return steps[0].name if len(steps) == 1 else None


def one_step_module(
    sources: ParsedModules, variables: Sequence[str], undeclared: Sequence[str]
) -> str:
    """Return the module that begins in the states, and says which states are near them."""
    lines = [
        f"---- MODULE {ROOT} ----",
        f"EXTENDS {sources.root.name}",
        *((f"CONSTANTS {', '.join(undeclared)}",) if undeclared else ()),
        f"{STATES} == INSTANCE {STATES}",
        # An instance, because the model may define the same names as TLC's module.
        f"{ROOT}TLC == INSTANCE TLC",
        f"{BEGIN} ==",
        f"  \\E at \\in DOMAIN {STATES}!All :",
        *(f"    /\\ {name} = {STATES}!All[at][{at}]" for at, name in enumerate(variables, 1)),
        # TLC evaluates it with the level at which a step begins, 0 for an initial state, and leaves
        # what does not satisfy it out of the graph (tlc2.tool.ModelChecker, 2.15).
        f'{NEAR} == {ROOT}TLC!TLCGet("level") \\in {{0, 1}}',
        "====",
        "",
    ]
    return "\n".join(lines)


def successor_config(config: Config, name: str, undeclared: Sequence[str]) -> Config:
    """Return the config: the model's constants and constraints, and nothing to check."""
    return replace(
        without_newer_keywords(config),
        specification=None,
        init=Named(BEGIN, 0),
        next=Named(name, 0),
        invariants=(),
        properties=(),
        constraints=(*config.constraints, Named(NEAR, 0)),
        # Both would take different states for one.
        symmetry=None,
        view=None,
        constants=(
            *config.constants,
            *(Assignment(one, ModelValue(one), 0) for one in undeclared),
        ),
    )
