"""How a job runs: its models on TLC, its result and its pages. It runs in a thread of its own."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Model, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.serve.job_control import JobControl
from moltverify.serve.job_preparation import PreparedJob, ServedSuite, swept_models
from moltverify.serve.job_requests import (
    ClaimRequest,
    OwnRequest,
    OwnValueRequest,
    SweepRequest,
    ValueRequest,
    WhatIfRequest,
)
from moltverify.serve.job_results import FinishedJob, JobResult, finished_suite
from moltverify.serve.live_renderer import LiveRenderer
from moltverify.serve.own_models import checked_module_name, own_registry, own_repository
from moltverify.serve.run_pages import RunPageMaker
from moltverify.serve.trace_jobs import (
    CheckedModel,
    expression_values,
    found_successors,
)
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite.events import Listen, Progressed, SuiteEvent
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult, SuiteResult
from moltverify.suite.run_options import RunOptions
from moltverify.suite.settings import SuiteSettings
from moltverify.suite.suite_run import SuiteRun, suite_result
from moltverify.suite.verdict_cache import VerdictCache
from moltverify.sweep.ranges import read_ranges
from moltverify.sweep.run_sweep import prepare, run_sweep

RunJob: TypeAlias = Callable[[PreparedJob, JobControl], FinishedJob]


class JobRunner(Struct, frozen=True):
    """Runs jobs about one registry; each call is in a thread of its own.

    `frame` is what surrounds the pages of results, if there is a site.
    """

    suite: ServedSuite
    frame: LiveRenderer | None = None

    def run(self, job: PreparedJob, control: JobControl) -> FinishedJob:
        """Run a job to its end or until it is stopped.

        Raises MoltverifyError, OSError and ValueError for a job that cannot run.
        """
        match job.request:
            case ClaimRequest():
                return self.claim(job, job.request.claim, control)
            case WhatIfRequest():
                return self.claim(job, job.request.claim, control, finds_steps=True)
            case ValueRequest():
                return self.value(job.request, control)
            case SweepRequest():
                return self.sweep(job.request, control)
            case OwnRequest():
                return self.own(job, job.request, control)
            case OwnValueRequest():
                return self.own_value(job.request, control)

    def claim(
        self, job: PreparedJob, claim: str, control: JobControl, finds_steps: bool = False
    ) -> FinishedJob:
        """Run all models of a claim; find the other steps in its counterexamples if asked for."""
        with private_folder() as folder:
            result = self.result_of(self.suite.claim(claim).models, folder, control)
            if finds_steps:
                # They are kept, and the page shows what is kept.
                found_successors(result, self.suite, folder, control)
        pages = RunPageMaker(job.digest, self.frame, is_own=False)
        return finished_suite(result, self.suite.registry, self.suite.limits.trace_states, pages)

    def result_of(
        self, models: tuple[Model, ...], folder: Path, control: JobControl
    ) -> SuiteResult:
        """Run some models of the registry."""
        run = SuiteRun(
            files=self.suite.files,
            models=models,
            toolchain=self.suite.toolchain,
            store=RecordedRuns(folder / "store"),
            options=RunOptions(jobs=1, use_cache=not control.fresh),
        )
        # A folder of the store, because its name is how pages know the time of a verdict.
        return suite_result(run, run.store.new_run(), control.stop, control.listen)

    def value(self, request: ValueRequest, control: JobControl) -> FinishedJob:
        """Evaluate an expression in the states of a counterexample, in a sandbox only."""
        model = self.suite.model(request.claim, request.model)
        with private_folder() as folder:
            [result] = self.result_of((model,), folder, control).models
            checked = CheckedModel(model, result)
            values = expression_values(request.expression, checked, self.suite, folder, control)
        return FinishedJob(JobResult(values=values), {})

    def sweep(self, request: SweepRequest, control: JobControl) -> FinishedJob:
        """Run a claim in several sizes."""
        claim, toolchain = self.suite.claim(request.claim), self.suite.toolchain
        with private_folder() as folder:
            settings = SuiteSettings(
                toolchain=toolchain,
                folder=folder / "run",
                jobs=1,
                timeout=self.suite.limits.sweep_seconds,
                engine=lambda sizes: open_engine(Engine.AUTO, sizes, toolchain),
                cache=None if control.fresh else VerdictCache(cache_folder(os.environ), toolchain),
            )
            ranges = read_ranges(request.ranges)
            sweep = prepare(claim, swept_models(claim), ranges, folder / "configs")
            return FinishedJob(
                JobResult(sweep=run_sweep(sweep, settings, control.stop, control.listen)), {}
            )

    def own(self, job: PreparedJob, request: OwnRequest, control: JobControl) -> FinishedJob:
        """Run a stranger's model, in a sandbox only, and make its pages."""
        limits = self.suite.limits
        name = checked_module_name(request, limits)
        with private_folder() as folder:
            registry, result = self.own_result(request, folder, control)
            pages = RunPageMaker(job.digest, self.frame, is_own=True)
            finished = finished_suite(result, registry, limits.trace_states, pages)
        files = {
            "model.zip": own_repository(name, request),
            "module.txt": request.module.encode(),
            "config.txt": request.config.encode(),
        }
        return FinishedJob(finished.result, {**finished.pages, **files})

    def own_value(self, request: OwnValueRequest, control: JobControl) -> FinishedJob:
        """Evaluate an expression in the states of a stranger's counterexample."""
        with private_folder() as folder:
            registry, result = self.own_result(request.model, folder, control)
            checked = CheckedModel(registry.models[0], result.models[0])
            values = expression_values(request.expression, checked, self.suite, folder, control)
        return FinishedJob(JobResult(values=values), {})

    def own_result(
        self, request: OwnRequest, folder: Path, control: JobControl
    ) -> tuple[Registry, SuiteResult]:
        """Run a stranger's model in a sandbox; return it as a registry, and the result."""
        limits = self.suite.limits
        registry = own_registry(folder, checked_module_name(request, limits), request, limits)
        run = SuiteRun(
            files=RegistryFiles(registry),
            models=registry.models,
            toolchain=self.suite.toolchain,
            store=RecordedRuns(folder / "store"),
            options=RunOptions(jobs=1, use_cache=False, sandbox=limits.sandbox),
        )
        bounded = StateLimit(limits.own_states, control.stop)
        result = suite_result(run, folder / "run", control.stop, bounded.listening(control.listen))
        return registry, bounded.explained(result)


class StateLimit:
    """Stops a run that has found too many states, by TLC's own counts."""

    def __init__(self, most: int, stop: Event) -> None:
        self.most = most
        self.stop = stop
        self.is_met = False

    def listening(self, listen: Listen) -> Listen:
        """Return a listener that also counts."""

        def count(event: SuiteEvent) -> None:
            if isinstance(event, Progressed) and (event.progress.distinct or 0) > self.most:
                self.is_met = True
                self.stop.set()
            listen(event)

        return count

    def explained(self, suite: SuiteResult) -> SuiteResult:
        """Return a result whose stopped models say that the limit was the reason."""
        if not self.is_met:
            return suite
        reason = f"stopped: more than {self.most:,} distinct states; smaller constants make fewer"
        models: tuple[ModelResult, ...] = tuple(
            model if model.ok else replace(model, reason=reason) for model in suite.models
        )
        return replace(suite, models=models, interrupted=False)
