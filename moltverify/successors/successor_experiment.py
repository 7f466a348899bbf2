"""A model whose initial states are those of a trace, and which ends after one step from them."""

from __future__ import annotations

from collections.abc import Sequence

from moltverify.audit.experiments.experiments import Experiment
from moltverify.audit.experiments.listed_states import StatesQuestion, listed_states_experiment
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.successors.records import State
from moltverify.tla.config import Named
from moltverify.tla.parsed_modules import ParsedModules
from moltverify.tla.specification import FormulaPart, roots

ROOT = "MoltverifySuccessors"
NEAR = f"{ROOT}Near"
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
    question = StatesQuestion(
        root=ROOT,
        # TLC evaluates it with the level at which a step begins, 0 for an initial state, and leaves
        # what does not satisfy it out of the graph (tlc2.tool.ModelChecker, 2.15).
        lines=(f'{NEAR} == {ROOT}TLC!TLCGet("level") \\in {{0, 1}}',),
        next=name,
        constraints=(*sources.config.constraints, Named(NEAR, 0)),
    )
    return listed_states_experiment(job, listed, question, TIMEOUT)


def next_state_operator(sources: ParsedModules) -> str | None:
    """Return the name of the next-state relation; None if it is no operator's name alone."""
    config = sources.config
    if config.next and not config.specification:
        return config.next.name
    steps = [one for one in roots(sources) if one.part is FormulaPart.NEXT]
    return steps[0].name if len(steps) == 1 else None
