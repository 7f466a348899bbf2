"""What one `moltverify run` is to do, and the doing of it."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from moltverify.cli.claim_printer import ClaimPrinter
from moltverify.cli.github import tell_github
from moltverify.cli.report_option import ReportRequest, write_reports
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import StoreError
from moltverify.registry.records import Model, Registry
from moltverify.report.files.workflow_commands import json_without_commands
from moltverify.report.terminal.console import Show, print_missing, print_verdict_sum
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.terminal import make_console
from moltverify.running.engines import Engine, RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.store.runs import Store
from moltverify.suite import loop as suite
from moltverify.suite.model_size import ModelSizes
from moltverify.suite.results import SuiteResult, Tools, to_json
from moltverify.suite.shards import Shard
from moltverify.suite.verdict_cache import Cache
from moltverify.tla.dependencies import DependencyReader

if TYPE_CHECKING:
    from moltverify.running.engine_selection import LaunchFor


class RunPlan(Struct, frozen=True, kw_only=True):
    """What one invocation is to do."""

    registry: Registry
    digest: Callable[[], str]
    closures: DependencyReader
    models: tuple[Model, ...]
    toolchain: Toolchain
    store: Store
    show: Show
    jobs: int
    engine: Engine
    timeout: float | None
    workers: int | None
    fail_fast: bool
    as_json: bool
    use_cache: bool
    reports: tuple[ReportRequest, ...] = ()
    shard: Shard | None = None


def carry_out_run(plan: RunPlan) -> int:
    """Run the plan, record and print what came of it, and return the exit code."""
    with run_folder(plan.store) as (folder, unmade), stop_on_signal() as stop:
        result = run_models(plan, folder, stop)
        trouble = unmade or try_to_save(plan.store, folder, result)
    if plan.as_json:
        click.echo(json_without_commands(to_json(result)).decode())
    else:
        console = make_console(sys.stdout, None, os.environ)
        print_missing(console, result.missing)
        print_verdict_sum(console, result)
    write_reports(plan.reports, result, plan.registry, plan.store.root)
    tell_github(result, plan.registry)
    if trouble is not None:
        # The verdicts stand above; that they are not recorded is an error of its own.
        raise trouble
    return 128 + stop.signal if stop.signal else result.exit_code


@contextmanager
def run_folder(store: Store) -> Iterator[tuple[Path, StoreError | None]]:
    """Yield a folder for the run: the store's, or a temporary one and what is wrong with it."""
    try:
        folder = store.new_run()
    except StoreError as error:
        with TemporaryDirectory(prefix="moltverify-") as name:
            yield Path(name), error
    else:
        yield folder, None


def try_to_save(store: Store, folder: Path, result: SuiteResult) -> StoreError | None:
    """Save the result; return the error, if any, so that the verdicts come first."""
    try:
        store.save(folder, result)
    except StoreError as error:
        return error
    return None


def run_models(plan: RunPlan, folder: Path, stop: Event) -> SuiteResult:
    """Run the models, printing each claim as soon as it is complete."""
    began, started = time.monotonic(), datetime.now(UTC)
    sizes = ModelSizes(plan.store.last_seconds([model.id for model in plan.models]))
    printer = ClaimPrinter(plan.registry.claims, plan.models, None if plan.as_json else plan.show)
    with ProgressLine(make_console(sys.stderr, None, os.environ), len(plan.models)) as progress:

        def listen(event: suite.SuiteEvent) -> None:
            progress(event)
            if isinstance(event, suite.Ended):
                printer.take(event.result)

        def engine(sizes: Sequence[RunSize]) -> "AbstractContextManager[LaunchFor]":
            from moltverify.running.engine_selection import open_engine  # noqa: PLC0415 - if a model is to run

            return open_engine(plan.engine, sizes, plan.toolchain)

        settings = suite.SuiteSettings(
            toolchain=plan.toolchain,
            folder=folder,
            jobs=plan.jobs,
            timeout=plan.timeout,
            workers=plan.workers,
            fail_fast=plan.fail_fast,
            engine=engine,
            sizes=sizes,
            cache=Cache(plan.store.root) if plan.use_cache else None,
            reader=plan.closures,
        )
        results = suite.check(plan.models, settings, stop, listen)
        printer.rest()
    done = {result.id for result in results}
    jar = plan.toolchain.jar
    return SuiteResult(
        run=folder.name,
        title=plan.registry.title,
        started=started.isoformat(timespec="seconds"),
        seconds=time.monotonic() - began,
        tools=Tools(jar.digest, jar.known_as, str(plan.toolchain.java.path)),
        models=tuple(results),
        missing=tuple(model.id for model in plan.models if model.id not in done),
        interrupted=stop.is_set(),
        registry=plan.digest(),
        shard=str(plan.shard or ""),
    )
