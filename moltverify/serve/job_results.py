"""The result of a job, with one JSON form, and its pages."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts, read_spec_texts
from moltverify.serve.expression_values import TraceValues
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.sweep.results import SweepResult
from moltverify.tlc.outcome import Failed, Violated
from moltverify.tlc.trace import Stops

FORMAT = 1  # of the JSON form
RunPages: TypeAlias = Callable[[SuiteResult, Registry, SpecTexts], Mapping[str, bytes]]


class Problem(Struct, frozen=True):
    """An error at a place of a module."""

    module: str
    line: int
    column: int
    message: str


class JobResult(Struct, frozen=True, kw_only=True):
    """The result of a job: of a suite with the models that ran, or of a sweep.

    `problems` are the errors that TLC found in the modules. `cut` says that counterexamples are
    shown to their first states only. `values` are those of an expression.
    """

    format: int = FORMAT
    suite: SuiteResult | None = None
    sweep: SweepResult | None = None
    problems: tuple[Problem, ...] = ()
    cut: bool = False
    values: TraceValues | None = None


class FinishedJob(Struct, frozen=True):
    """A result and the files of its pages by path."""

    result: JobResult
    pages: Mapping[str, bytes]


def finished_suite(
    suite: SuiteResult, registry: Registry, most_states: int, pages: RunPages
) -> FinishedJob:
    """Return a suite's result with its pages; counterexamples have `most_states` at most."""
    models = tuple(with_short_trace(model, most_states) for model in suite.models)
    shown = replace(suite, models=models)
    texts = read_spec_texts(registry, {model.id for model in models})
    result = JobResult(
        suite=shown,
        problems=tuple(one for model in models for one in problems_of(model)),
        cut=models != suite.models,
    )
    return FinishedJob(result, pages(shown, registry, texts))


def with_short_trace(model: ModelResult, most: int) -> ModelResult:
    """Return a result whose counterexample has a number of states at most."""
    outcome = model.outcome
    if not isinstance(outcome, Violated | Failed) or len(outcome.trace) <= most:
        return model
    trace = replace(outcome.trace, steps=outcome.trace[:most], ending=Stops())
    words = f"the first {most:,} of {len(outcome.trace):,} states are shown"
    note = "; ".join(filter(None, [model.note, words]))
    return replace(model, outcome=replace(outcome, trace=trace), note=note)


def problems_of(model: ModelResult) -> tuple[Problem, ...]:
    """Return the error of a module that prevented a run, if TLC said where it is."""
    outcome = model.outcome
    if not isinstance(outcome, Failed) or outcome.place is None:
        return ()
    place = outcome.place
    return (Problem(place.module or "", place.line, place.column or 1, outcome.message),)
