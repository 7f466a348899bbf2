"""The value of an expression in each state of a counterexample, as TLC evaluates it."""

from collections.abc import Iterable
from contextlib import suppress

from msgspec import Struct

from moltverify.audit.experiments.experiments import Bench, Experiment, Observation
from moltverify.audit.experiments.listed_states import StatesQuestion, listed_states_experiment
from moltverify.audit.experiments.parsed_job import ParsedJob
from moltverify.tla.value_types import SequenceValue
from moltverify.tla.values import ValueSyntaxError, parse_value
from moltverify.tlc.outcome import Failed, outcome_text
from moltverify.tlc.trace import Trace

ROOT = "MoltverifyValues"
AT, STAY, SHOWN = (f"{ROOT}{name}" for name in ("At", "Stay", "Shown"))
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
    order = sorted(job.sources.variables)
    listed = [tuple(step[one] for one in order) for step in trace.steps]
    question = StatesQuestion(
        root=ROOT,
        number=AT,
        lines=(
            f"{STAY} == UNCHANGED <<{', '.join([AT, *order])}>>",
            f"{ROOT}Value ==",
            # On lines of its own, because TLA+ reads lists by their columns.
            *("(", expression, ")"),
            f'{SHOWN} == {ROOT}TLC!PrintT(<<"{SHOWN}", {AT}, {ROOT}TLC!ToString({ROOT}Value)>>)',
        ),
        next=STAY,
        invariants=(SHOWN,),
    )
    return listed_states_experiment(job, listed, question, timeout)
