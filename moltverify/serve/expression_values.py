"""The value of an expression in each state of a counterexample, as TLC evaluates it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from moltverify.audit.experiments.experiments import Bench, Experiment, Observation
from moltverify.audit.experiments.explicit_states import (
    STATES,
    is_declared,
    model_values,
    states_module,
)
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.tla.config import Assignment, Config, Named, without_newer_keywords
from moltverify.tla.config_writer import write_config
from moltverify.tla.parsed_modules import ParsedModules, module_texts
from moltverify.tla.value_types import ModelValue, SequenceValue
from moltverify.tla.values import ValueSyntaxError, parse_value
from moltverify.tlc.outcome import Failed, outcome_text
from moltverify.tlc.trace import Trace

ROOT = "MoltverifyValues"
AT, BEGIN, STAY, SHOWN = (f"{ROOT}{name}" for name in ("At", "Begin", "Stay", "Shown"))
LONGEST = 1000  # characters of an expression


class TraceValues(Struct, frozen=True):
    """The values by state, as TLC writes them; `problem` says why there are none."""

    model: str
    expression: str
    values: tuple[str, ...] = ()
    problem: str = ""


def trace_values(
    model: str, expression: str, job: ParsedJob, trace: Trace, bench: Bench
) -> TraceValues:
    """Return the values of an expression in the states of a model's counterexample."""
    # Never kept: the cache of experiments is shared with commands that trust it.
    observation = bench.run(value_experiment(job, trace, expression, bench.settings.timeout or 60))
    found = dict(printed_values(observation))
    numbers = range(1, len(trace) + 1)
    if all(number in found for number in numbers):
        return TraceValues(model, expression, tuple(found[number] for number in numbers))
    outcome = observation.outcome
    # Whole, because the first line of some messages ends before what they are about.
    problem = outcome.message if isinstance(outcome, Failed) else outcome_text(outcome)
    return TraceValues(model, expression, problem=problem)


def printed_values(observation: Observation) -> Iterable[tuple[int, str]]:
    """Yield the number of each state whose value was printed, with the value."""
    for line in observation.printed:
        with suppress(ValueSyntaxError):
            match parse_value(line):
                case SequenceValue((str(mark), int(number), str(text))) if mark == SHOWN:
                    yield number, text


def value_experiment(job: ParsedJob, trace: Trace, expression: str, timeout: float) -> Experiment:
    """Return a run whose initial states are those of a trace, and which prints in each."""
    sources = job.sources
    order = sorted(sources.variables)
    listed = [tuple(step[one] for one in order) for step in trace.steps]
    # A model value must be declared and set in the config before TLC reads its name.
    undeclared = [one for one in model_values(listed) if not is_declared(sources, one)]
    return Experiment(
        modules={
            **module_texts(sources),
            STATES: states_module(listed).encode(),
            ROOT: value_module(sources, order, undeclared, expression).encode(),
        },
        root=ROOT,
        config=write_config(value_config(sources.config, undeclared)),
        options=replace(job.options, deadlock=False),
        timeout=timeout,
        data=job.data,
    )


def value_module(
    sources: ParsedModules, variables: Sequence[str], undeclared: Sequence[str], expression: str
) -> str:
    """Return the module that begins in the states and prints the expression's value."""
    lines = [
        f"---- MODULE {ROOT} ----",
        f"EXTENDS {sources.root.name}",
        *((f"CONSTANTS {', '.join(undeclared)}",) if undeclared else ()),
        f"VARIABLE {AT}",
        f"{STATES} == INSTANCE {STATES}",
        # An instance, because the model may define the same names as TLC's module.
        f"{ROOT}TLC == INSTANCE TLC",
        f"{BEGIN} ==",
        f"  \\E at \\in DOMAIN {STATES}!All :",
        f"    /\\ {AT} = at",
        *(f"    /\\ {name} = {STATES}!All[at][{at}]" for at, name in enumerate(variables, 1)),
        f"{STAY} == UNCHANGED <<{', '.join([AT, *variables])}>>",
        f"{ROOT}Value ==",
        # On lines of its own, because TLA+ reads lists by their columns.
        "(",
        expression,
        ")",
        f'{SHOWN} == {ROOT}TLC!PrintT(<<"{SHOWN}", {AT}, {ROOT}TLC!ToString({ROOT}Value)>>)',
        "====",
        "",
    ]
    return "\n".join(lines)


def value_config(config: Config, undeclared: Sequence[str]) -> Config:
    """Return the config: the model's constants, and the printing as the only invariant."""
    return replace(
        without_newer_keywords(config),
        specification=None,
        init=Named(BEGIN, 0),
        next=Named(STAY, 0),
        invariants=(Named(SHOWN, 0),),
        properties=(),
        constraints=(),
        # Both would take different states for one.
        symmetry=None,
        view=None,
        constants=(
            *config.constants,
            *(Assignment(one, ModelValue(one), 0) for one in undeclared),
        ),
    )
