"""One invocation over a registry: runs the models and records the result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.errors import StoreError
from moltverify.registry.jar_check import models_beyond
from moltverify.registry.records import Model
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.capacity import default_jobs
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite import loop
from moltverify.suite.jar_names import SHORT, named
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import ModelResult, SuiteResult, Tools
from moltverify.suite.run_options import RunOptions
from moltverify.suite.settings import LOGS, if_fails_smoke, never, unless_ok
from moltverify.suite.verdict_cache import VerdictCache

if TYPE_CHECKING:
    from moltverify.running.engine_selection import LaunchFor
    from moltverify.running.tethered_process import Launch


class SuiteRun(Struct, frozen=True, kw_only=True):
    """The input of one invocation: models, tools and options, and the store for the result.

    `also` are the tools of further TLCs, whose answers are compared with the first one's. `process`
    launches a small run that has a process of its own, if something else than usual does.
    """

    files: RegistryFiles
    models: tuple[Model, ...]
    toolchain: Toolchain
    store: RecordedRuns
    options: RunOptions = RunOptions()
    shard: str = ""
    also: tuple[Toolchain, ...] = ()
    process: Launch | None = None


class RecordedSuite(Struct, frozen=True):
    """A result, and the reason why it could not be recorded, if it could not."""

    result: SuiteResult
    trouble: StoreError | None


def run_suite(run: SuiteRun, stop: Event, listen: loop.Listen) -> RecordedSuite:
    """Run the models and record the result; `stop` ends the run early.

    Raises ToolchainError if a sandbox is asked for and cannot be had.
    """
    if run.options.sandbox is not None:
        require_sandbox_for(run)
    if run.options.smoke is not None:
        # A record of it would be taken for the last verdicts, and for durations.
        with private_folder() as name:
            return RecordedSuite(suite_result(run, Path(name), stop, listen), None)
    with run_folder(run.store) as (folder, unmade):
        result = suite_result(run, folder, stop, listen)
        return RecordedSuite(result, unmade or try_to_save(run.store, folder, result))


def require_sandbox_for(run: SuiteRun) -> None:
    """Raise ToolchainError if the models of an invocation cannot run in a sandbox."""
    from moltverify.running.sandbox.sandbox_needs import require_sandbox  # noqa: PLC0415 - few runs have one

    libraries = {jar.path for model in run.models for jar in model.job.options.class_path}
    for toolchain in (run.toolchain, *run.also):
        require_sandbox(toolchain, sorted(libraries))


@contextmanager
def run_folder(store: RecordedRuns) -> Iterator[tuple[Path, StoreError | None]]:
    """Yield a folder for the run: the store's, or a temporary one and what is wrong with it."""
    try:
        folder = store.new_run()
    except StoreError as error:
        # The verdicts do not need a record, so an unwritable store does not prevent the run.
        with private_folder() as name:
            yield Path(name), error
    else:
        yield folder, None


def try_to_save(store: RecordedRuns, folder: Path, result: SuiteResult) -> StoreError | None:
    """Save the result; return the error, if any, to be reported after the verdicts."""
    try:
        store.save(folder, result)
    except StoreError as error:
        return error
    return None


def suite_result(run: SuiteRun, folder: Path, stop: Event, listen: loop.Listen) -> SuiteResult:
    """Run the models, with their logs in `folder`, and return the result."""
    # Two clocks: the duration must not change with the system's time.
    began, started = time.monotonic(), datetime.now(UTC)
    results = results_on_jars(run, folder, stop, listen)
    done = {result.id for result in results}
    jar, also = run.toolchain.jar, tuple(named(one.jar) for one in run.also)
    return SuiteResult(
        run=folder.name,
        title=run.files.registry.title,
        started=started.isoformat(timespec="seconds"),
        seconds=time.monotonic() - began,
        tools=Tools(jar.digest, jar.known_as, str(run.toolchain.java.path), also),
        models=tuple(results),
        missing=tuple(model.id for model in run.models if model.id not in done),
        interrupted=stop.is_set(),
        registry=run.files.digest,
        shard=run.shard,
        smoke=run.options.smoke,
    )


def results_on_jars(
    run: SuiteRun, folder: Path, stop: Event, listen: loop.Listen
) -> list[ModelResult]:
    """Run the models, on all jars if there are several."""
    if not run.also:
        return loop.check_models(run.models, settings_of(run, folder, run.toolchain), stop, listen)
    # Imported only for a comparison, because it imports what runs a model.
    from moltverify.suite.several_jars import JarTurn, check_on_jars  # noqa: PLC0415 - see above

    first = run.toolchain
    turns = [JarTurn(jar=named(first.jar), settings=settings_of(run, folder, first))]
    for tools in run.also:
        jar = named(tools.jar)
        turns.append(
            JarTurn(
                jar=jar,
                settings=settings_of(run, folder, tools, logs=f"{LOGS}-{jar.jar[:SHORT]}"),
                beyond=models_beyond(run.models, run.files, tools.jar),
                is_last=tools is run.also[-1],
            )
        )
    return check_on_jars(run.models, turns, stop, listen)


def settings_of(
    run: SuiteRun, folder: Path, toolchain: Toolchain, logs: str = LOGS
) -> loop.SuiteSettings:
    """Return the loop's settings for an invocation, with one of its jars."""
    options = run.options
    runs = [model.job.options for model in run.models]
    jobs = options.jobs or default_jobs(runs, options.workers)

    def engine(sizes: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        # Imported only if a model has to run: if all results are cached, the import would take
        # longer than everything else.
        if options.sandbox is not None:
            from moltverify.running.sandbox.sandbox_launch import open_sandbox  # noqa: PLC0415 - see above

            return open_sandbox(options.sandbox)
        from moltverify.running.chosen_engine import open_chosen  # noqa: PLC0415 - see above

        return open_chosen(options.engine, sizes, toolchain, options.cluster, jobs, run.process)

    kept = VerdictCache(cache_folder(os.environ), toolchain)
    return loop.SuiteSettings(
        toolchain=toolchain,
        folder=folder,
        jobs=jobs,
        timeout=options.smoke or options.timeout,
        workers=options.workers,
        is_enough=enough_for(options),
        logs=logs,
        smoke=options.smoke is not None,
        # It reads all files of the registry, and only the result needs it.
        meanwhile=lambda: run.files.digest,
        engine=engine,
        # Of older inputs too: the sizes affect the order and the engine, no verdict.
        sizes=ModelSizes(run.store.last_seconds([model.id for model in run.models])),
        # A smoke run starts every model, and what it finds within its time is no verdict.
        cache=kept if options.use_cache and options.smoke is None else None,
        reader=run.files.reader,
    )


def enough_for(options: RunOptions) -> Callable[[ModelResult], bool]:
    """Return what tells after which result no further model starts."""
    if not options.fail_fast:
        return never
    return unless_ok if options.smoke is None else if_fails_smoke
