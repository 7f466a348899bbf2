"""One invocation over a registry: runs the models and records the result."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import Struct

from moltverify.errors import StoreError
from moltverify.registry.records import Model
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.capacity import default_jobs
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.private_folders import private_folder
from moltverify.suite import loop
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import SuiteResult, Tools
from moltverify.suite.run_options import RunOptions
from moltverify.suite.verdict_cache import VerdictCache

if TYPE_CHECKING:
    from moltverify.running.engine_selection import LaunchFor


class SuiteRun(Struct, frozen=True, kw_only=True):
    """The input of one invocation: models, tools and options, and the store for the result."""

    files: RegistryFiles
    models: tuple[Model, ...]
    toolchain: Toolchain
    store: RecordedRuns
    options: RunOptions = RunOptions()
    shard: str = ""


class RecordedSuite(Struct, frozen=True):
    """A result, and the reason why it could not be recorded, if it could not."""

    result: SuiteResult
    trouble: StoreError | None


def run_suite(run: SuiteRun, stop: Event, listen: loop.Listen) -> RecordedSuite:
    """Run the models and record the result; `stop` ends the run early."""
    with run_folder(run.store) as (folder, unmade):
        result = suite_result(run, folder, stop, listen)
        return RecordedSuite(result, unmade or try_to_save(run.store, folder, result))


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
    results = loop.check_models(run.models, settings_of(run, folder), stop, listen)
    done = {result.id for result in results}
    jar = run.toolchain.jar
    return SuiteResult(
        run=folder.name,
        title=run.files.registry.title,
        started=started.isoformat(timespec="seconds"),
        seconds=time.monotonic() - began,
        tools=Tools(jar.digest, jar.known_as, str(run.toolchain.java.path)),
        models=tuple(results),
        missing=tuple(model.id for model in run.models if model.id not in done),
        interrupted=stop.is_set(),
        registry=run.files.digest,
        shard=run.shard,
    )


def settings_of(run: SuiteRun, folder: Path) -> loop.SuiteSettings:
    """Return the loop's settings for an invocation."""
    options = run.options

    def engine(sizes: Sequence[RunSize]) -> AbstractContextManager[LaunchFor]:
        # Imported only if a model has to run: if all results are cached, the import would take
        # longer than everything else.
        from moltverify.running.engine_selection import open_engine  # noqa: PLC0415 - see above

        return open_engine(options.engine, sizes, run.toolchain)

    runs = [model.job.options for model in run.models]
    kept = VerdictCache(cache_folder(os.environ), run.toolchain)
    return loop.SuiteSettings(
        toolchain=run.toolchain,
        folder=folder,
        jobs=options.jobs or default_jobs(runs, options.workers),
        timeout=options.timeout,
        workers=options.workers,
        fail_fast=options.fail_fast,
        engine=engine,
        # Of older inputs too: the sizes affect the order and the engine, no verdict.
        sizes=ModelSizes(run.store.last_seconds([model.id for model in run.models])),
        cache=kept if options.use_cache else None,
        reader=run.files.reader,
    )
