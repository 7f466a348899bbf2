"""How a job runs: its models on TLC, its result and its pages. It runs in a thread of its own."""

import os
from collections.abc import Callable
from threading import Event

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import Engine
from moltverify.serve.job_preparation import PreparedJob, ServedSuite, swept_models
from moltverify.serve.job_requests import ClaimRequest, OwnRequest, SweepRequest
from moltverify.serve.job_results import FinishedJob, JobResult, finished_suite
from moltverify.serve.own_models import checked_module_name, own_registry, own_repository
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

RunJob = Callable[[PreparedJob, bool, Event, Listen], FinishedJob]


class JobRunner(Struct, frozen=True):
    """Runs jobs about one registry; each call is in a thread of its own."""

    suite: ServedSuite

    def run(self, job: PreparedJob, fresh: bool, stop: Event, listen: Listen) -> FinishedJob:
        """Run a job to its end or until `stop` is set; `fresh` uses no kept verdict.

        Raises MoltverifyError, OSError and ValueError for a job that cannot run.
        """
        match job.request:
            case ClaimRequest():
                return self.claim(job.request, fresh, stop, listen)
            case SweepRequest():
                return self.sweep(job.request, fresh, stop, listen)
            case OwnRequest():
                return self.own(job.request, stop, listen)

    def claim(self, request: ClaimRequest, fresh: bool, stop: Event, listen: Listen) -> FinishedJob:
        """Run all models of a claim."""
        with private_folder() as folder:
            run = SuiteRun(
                files=self.suite.files,
                models=self.suite.claim(request.claim).models,
                toolchain=self.suite.toolchain,
                store=RecordedRuns(folder / "store"),
                options=RunOptions(jobs=1, use_cache=not fresh),
            )
            result = suite_result(run, folder / "run", stop, listen)
        return finished_suite(result, self.suite.registry, self.suite.limits.trace_states)

    def sweep(self, request: SweepRequest, fresh: bool, stop: Event, listen: Listen) -> FinishedJob:
        """Run a claim in several sizes."""
        claim, toolchain = self.suite.claim(request.claim), self.suite.toolchain
        with private_folder() as folder:
            settings = SuiteSettings(
                toolchain=toolchain,
                folder=folder / "run",
                jobs=1,
                timeout=self.suite.limits.sweep_seconds,
                engine=lambda sizes: open_engine(Engine.AUTO, sizes, toolchain),
                cache=None if fresh else VerdictCache(cache_folder(os.environ), toolchain),
            )
            ranges = read_ranges(request.ranges)
            sweep = prepare(claim, swept_models(claim), ranges, folder / "configs")
            return FinishedJob(JobResult(sweep=run_sweep(sweep, settings, stop, listen)), {})

    def own(self, request: OwnRequest, stop: Event, listen: Listen) -> FinishedJob:
        """Run a stranger's model, in a sandbox only."""
        limits = self.suite.limits
        name = checked_module_name(request, limits)
        with private_folder() as folder:
            registry = own_registry(folder, name, request, limits)
            run = SuiteRun(
                files=RegistryFiles(registry),
                models=registry.models,
                toolchain=self.suite.toolchain,
                store=RecordedRuns(folder / "store"),
                options=RunOptions(jobs=1, use_cache=False, sandbox=limits.sandbox),
            )
            bounded = StateLimit(limits.own_states, stop)
            result = suite_result(run, folder / "run", stop, bounded.listening(listen))
            finished = finished_suite(bounded.explained(result), registry, limits.trace_states)
        files = {
            "model.zip": own_repository(name, request),
            "module.txt": request.module.encode(),
            "config.txt": request.config.encode(),
        }
        return FinishedJob(finished.result, {**finished.pages, **files})


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
