"""Jobs about counterexamples: the other steps in them, and values of an expression."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from moltverify.audit.experiments.experiments import Bench
from moltverify.audit.experiments.parsed_job import read_parsed_job
from moltverify.registry.records import Model, Role
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.sandbox.sandbox_launch import open_sandbox
from moltverify.serve.expression_values import TraceValues, trace_values
from moltverify.serve.job_control import JobControl
from moltverify.serve.job_preparation import ServedSuite
from moltverify.store.cache_folder import cache_folder
from moltverify.successors.find_successors import find_missing, kept_successors
from moltverify.successors.records import TraceSuccessors
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.settings import SuiteSettings


class CheckedModel(Struct, frozen=True):
    """A model with its result."""

    model: Model
    result: ModelResult


def known_successors(result: SuiteResult) -> dict[str, TraceSuccessors]:
    """Return the successors that were found before for the reds of a result."""
    reds = [one for one in result.of_role(Role.RED) if one.trace]
    return kept_successors(reds, result.tools.jar, cache_folder(os.environ))


def found_successors(
    result: SuiteResult, suite: ServedSuite, folder: Path, control: JobControl
) -> dict[str, TraceSuccessors]:
    """Return the successors for the reds of a result, found by TLC unless they are known."""
    known = known_successors(result)
    jobs = {model.id: model.job for model in suite.registry.models}
    missing = [
        (jobs[one.id], one) for one in result.of_role(Role.RED) if one.trace and one.id not in known
    ]
    if not missing:
        return known
    with open_engine(Engine.AUTO, [RunSize.SMALL] * len(missing), suite.toolchain) as launch_for:
        settings = settings_in(folder, suite, suite.limits.sweep_seconds)
        bench = Bench(settings, launch_for, cache_folder(os.environ), control.stop, again=False)
        return known | find_missing(missing, suite.toolchain.jar.digest, bench)


def expression_values(
    expression: str, checked: CheckedModel, suite: ServedSuite, folder: Path, control: JobControl
) -> TraceValues:
    """Return the values of a stranger's expression, evaluated in a sandbox."""
    model, trace = checked.model, checked.result.trace
    if not trace:
        problem = "this model has no counterexample"
        return TraceValues(model.id, expression, problem=problem)
    with sandboxed_bench(suite, folder, control) as bench:
        return trace_values(model.id, expression, read_parsed_job(model.job), trace, bench)


@contextmanager
def sandboxed_bench(suite: ServedSuite, folder: Path, control: JobControl) -> Iterator[Bench]:
    """Run experiments with strangers' text."""
    with open_sandbox(suite.limits.sandbox) as launch_for:
        settings = settings_in(folder, suite, suite.limits.own_seconds)
        # Nothing is kept, so the folder of caches is one that goes away.
        yield Bench(settings, launch_for, folder / "caches", control.stop, again=True)


def settings_in(folder: Path, suite: ServedSuite, timeout: float) -> SuiteSettings:
    """Return the settings of an experiment's runs."""
    return SuiteSettings(
        toolchain=suite.toolchain, folder=folder / "experiments", jobs=1, timeout=timeout
    )
