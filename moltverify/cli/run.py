"""`moltverify run`: check claims on the real TLC."""

import functools
import os
from collections.abc import Callable
from pathlib import Path

import click

from moltverify.cli.options import (
    complete_selector,
    duration,
    jar_option,
    open_registry,
    open_store,
    part_of_suite,
    registry_option,
    store_option,
)
from moltverify.cli.plan import RunPlan, carry_out_run
from moltverify.cli.report_option import ReportRequest, report_option
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.digest import registry_digest
from moltverify.registry.records import Registry, Role
from moltverify.registry.select import select
from moltverify.report.terminal.console import Show
from moltverify.running.capacity import default_jobs
from moltverify.running.engines import Engine
from moltverify.running.toolchain import find_toolchain
from moltverify.suite.shards import Shard, models_of_shard
from moltverify.suite.verdict_cache import Cache
from moltverify.tla.dependencies import DependencyReader

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
    reports: tuple[ReportRequest, ...],
    tla2tools: Path | None,
    registry: Path | None,
    store: Path | None,
) -> int:
    """Check claims: all of them, or those that SELECTOR names."""
    known = open_registry(registry)
    models = select(known, selectors, chosen_roles(roles))
    if changed or since:
        from moltverify.suite.changed_by_git import changed_models  # noqa: PLC0415 - seldom needed

        touched = changed_models(known, since or "HEAD")
        models = tuple(model for model in models if model.id in touched)
        if not models:
            click.echo(f"no model differs from {since or 'HEAD'}", err=as_json)
            return ExitCode.OK
    if shard:
        ids = [model.id for model in models]
        part = models_of_shard(ids, open_store(store, known).last_seconds(ids), shard)
        models = tuple(model for model in models if model.id in part)
        if not models:
            click.echo(f"no model is left for shard {shard}", err=as_json)
            return ExitCode.OK
    if not models:
        raise UsageError("no model is left to run", "run: moltverify list")
    claims = {model.claim for model in models}
    records = open_store(store, known)
    # All files of the registry are read for it: once, and only when somebody asks.
    closures = DependencyReader()
    digest = functools.cache(functools.partial(registry_digest, known, closures))
    require_checked(known, claims, digest, None if no_cache else Cache(records.root))
    plan = RunPlan(
        registry=known,
        digest=digest,
        closures=closures,
        models=models,
        toolchain=find_toolchain(tla2tools, os.environ),
        store=records,
        show=Show(traces=len(claims) == 1 if traces is None else traces, full=full, quiet=quiet),
        jobs=jobs or default_jobs([model.job.options for model in models], workers),
        engine=Engine(engine),
        timeout=timeout,
        workers=workers,
        fail_fast=fail_fast,
        as_json=as_json,
        use_cache=not no_cache,
        reports=reports,
        shard=shard,
    )
    return carry_out_run(plan)


def require_checked(
    registry: Registry, claims: set[str], digest: Callable[[], str], cache: Cache | None
) -> None:
    """Raise RegistryError unless the claims' files are sound, or were when all was as it is now."""
    if cache and cache.was_sound(digest()):
        return
    from moltverify.registry.check import require_sound  # noqa: PLC0415 - reads phrases by jinja2

    require_sound(claim for claim in registry.claims if claim.id in claims)
    if cache and len(claims) == len(registry.claims):
        cache.keep_sound(digest())


def chosen_roles(name: str | None) -> set[Role]:
    """Return the roles that --green or --red leaves."""
    return {
        None: set(Role),
        "green": {Role.GREEN, Role.WITNESS},
        "red": {Role.RED},
    }[name]
