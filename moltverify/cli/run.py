"""`moltverify run`: check claims on the real TLC."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import click
from msgspec import Struct

from moltverify import suite
from moltverify.cache import Cache
from moltverify.changes_by_git import changed_models
from moltverify.cli.claim_printer import ClaimPrinter
from moltverify.cli.github import tell_github
from moltverify.cli.parameters import (
    complete_selector,
    duration,
    jar_option,
    open_registry,
    open_store,
    part_of_suite,
    registry_option,
    store_option,
)
from moltverify.cli.reports import Wanted, report_option, write_reports
from moltverify.cli.signals import stop_on_signal
from moltverify.engine.capacity import default_jobs
from moltverify.engine.choose import Engine, Sizes, open_engine
from moltverify.errors import ExitCode, StoreError, UsageError
from moltverify.registry.digest import registry_digest
from moltverify.registry.records import Model, Registry, Role
from moltverify.registry.select import select
from moltverify.report.console import Show, print_missing, print_sum
from moltverify.report.progress import ProgressLine
from moltverify.report.terminal import make_console
from moltverify.report.workflow_commands import json_without_commands
from moltverify.results import SuiteResult, Tools, to_json
from moltverify.shards import Shard, models_of_shard
from moltverify.store import Store
from moltverify.toolchain import Toolchain, find_toolchain

EPILOG = """\b
Examples:
  moltverify run pairing-race            a claim: green, witnesses, reds
  moltverify run pairing-race:unlocked   one red model
  moltverify run pairing routing-*       a group, and claims by a glob
  moltverify run --red --jobs 1          every red model, one at a time

\b
Exit codes: 0 all as expected; 1 a verdict differs; 2 usage or registry;
3 no verdict could be had; 130 interrupted.
"""


class Plan(Struct, frozen=True, kw_only=True):
    """What one invocation is to do."""

    registry: Registry
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
    reports: tuple[Wanted, ...] = ()
    shard: Shard | None = None


@click.command("run", short_help="Check claims on TLC.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--green", "roles", flag_value="green", help="Only greens and their witnesses.")
@click.option("--red", "roles", flag_value="red", help="Only red models.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="Models at a time.  [default: cores]")
@click.option(
    "--timeout", callback=duration, help="Per model, such as 90s; overrides the registry."
)
@click.option(
    "--engine",
    type=click.Choice([engine.value for engine in Engine]),
    default=Engine.AUTO.value,
    help="Warm workers, a process per model, or by size.  [default: auto]",
)
@click.option("--workers", type=click.IntRange(1), help="TLC's own threads per model.")
@click.option("--no-cache", is_flag=True, help="Run unchanged models again too.")
@click.option("--changed", is_flag=True, help="Only models that differ from git's HEAD.")
@click.option("--since", metavar="REV", help="Only models that differ from a revision.")
@click.option("--shard", callback=part_of_suite, metavar="I/N", help="Only the I-th of N parts.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first verdict that differs.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--quiet", "-q", is_flag=True, help="Print only what is not as expected.")
@click.option("--full", is_flag=True, help="Show whole states in counterexamples.")
@click.option(
    "--traces/--no-traces",
    default=None,
    help="Show the reds' counterexamples.  [default: if one claim is chosen]",
)
@report_option
@jar_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    roles: str | None,
    jobs: int | None,
    timeout: float | None,
    workers: int | None,
    engine: str,
    no_cache: bool,
    changed: bool,
    since: str | None,
    shard: Shard | None,
    fail_fast: bool,
    as_json: bool,
    quiet: bool,
    full: bool,
    traces: bool | None,
    reports: tuple[Wanted, ...],
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Check claims: all of them, or those that SELECTOR names."""
    known = open_registry(registry)
    models = select(known, selectors, chosen_roles(roles))
    if changed or since:
        touched = changed_models(known, since or "HEAD")
        models = tuple(model for model in models if model.id in touched)
        if not models:
            click.echo(f"no model differs from {since or 'HEAD'}", err=as_json)
            return ExitCode.OK
    if shard:
        durations = open_store(store, known).last_seconds()
        part = models_of_shard([model.id for model in models], durations, shard)
        models = tuple(model for model in models if model.id in part)
        if not models:
            click.echo(f"no model is left for shard {shard}", err=as_json)
            return ExitCode.OK
    if not models:
        raise UsageError("no model is left to run", "run: moltverify list")
    claims = {model.claim for model in models}
    records = open_store(store, known)
    require_checked(known, claims, None if no_cache else Cache(records.root))
    plan = Plan(
        registry=known,
        models=models,
        toolchain=find_toolchain(tla2tools, os.environ),
        store=records,
        show=Show(traces=len(claims) == 1 if traces is None else traces, full=full, quiet=quiet),
        jobs=jobs or default_jobs(models, workers),
        engine=Engine(engine),
        timeout=timeout,
        workers=workers,
        fail_fast=fail_fast,
        as_json=as_json,
        use_cache=not no_cache,
        reports=reports,
        shard=shard,
    )
    return carry_out(plan)


def require_checked(registry: Registry, claims: set[str], cache: Cache | None) -> None:
    """Raise RegistryError unless the claims' files are sound, or were when all was as it is now."""
    digest = registry_digest(registry)
    if cache and cache.was_sound(digest):
        return
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - reads phrases by jinja2

    require_sound(claim for claim in registry.claims if claim.id in claims)
    if cache and len(claims) == len(registry.claims):
        cache.keep_sound(digest)


def chosen_roles(name: str | None) -> set[Role]:
    """Return the roles that --green or --red leaves."""
    return {
        None: set(Role),
        "green": {Role.GREEN, Role.WITNESS},
        "red": {Role.RED},
    }[name]


def carry_out(plan: Plan) -> int:
    """Run the plan, record and print what came of it, and return the exit code."""
    with run_folder(plan.store) as (folder, unmade), stop_on_signal() as stop:
        result = run_models(plan, folder, stop)
        trouble = unmade or try_to_save(plan.store, folder, result)
    if plan.as_json:
        click.echo(json_without_commands(to_json(result)).decode())
    else:
        console = make_console(sys.stdout, None, os.environ)
        print_missing(console, result.missing)
        print_sum(console, result)
    write_reports(plan.reports, result, plan.registry)
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


def run_models(plan: Plan, folder: Path, stop: Event) -> SuiteResult:
    """Run the models, printing each claim as soon as it is complete."""
    began, started = time.monotonic(), datetime.now(UTC)
    sizes = Sizes(plan.store.last_seconds())
    printer = ClaimPrinter(plan.registry.claims, plan.models, None if plan.as_json else plan.show)
    with ProgressLine(make_console(sys.stderr, None, os.environ), len(plan.models)) as progress:

        def listen(event: suite.SuiteEvent) -> None:
            progress(event)
            if isinstance(event, suite.Ended):
                printer.take(event.result)

        with open_engine(plan.engine, plan.models, plan.toolchain, sizes) as launch_for:
            settings = suite.Settings(
                toolchain=plan.toolchain,
                folder=folder,
                jobs=plan.jobs,
                timeout=plan.timeout,
                workers=plan.workers,
                fail_fast=plan.fail_fast,
                launch_for=launch_for,
                order=sizes.longest_first,
                cache=Cache(plan.store.root) if plan.use_cache else None,
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
        registry=registry_digest(plan.registry),
        shard=str(plan.shard or ""),
    )
