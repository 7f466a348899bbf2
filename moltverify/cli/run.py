"""`moltverify run`: check claims on the real TLC."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import click
from msgspec.structs import replace

from moltverify.cli.changed_option import changed_options, changed_since
from moltverify.cli.claim_printer import ClaimPrinter
from moltverify.cli.cluster_option import cluster_options, on_cluster, with_threads
from moltverify.cli.drift_notes import drifts_or_note
from moltverify.cli.github import report_to_github
from moltverify.cli.options import (
    also_option,
    cluster_run_options,
    complete_selector,
    jar_option,
    open_store,
    part_of_suite,
    registry_option,
    require_models,
    store_option,
)
from moltverify.cli.report_option import ReportRequest, report_option, write_reports
from moltverify.cli.run_registry import open_files, open_for_greens, print_unused
from moltverify.cli.sandbox_option import sandbox_option, with_sandbox
from moltverify.cli.signals import stop_on_signal
from moltverify.cli.smoke import print_smoke, smoke_option, with_smoke
from moltverify.cli.tier_option import tier_option
from moltverify.errors import ExitCode, UsageError
from moltverify.plural import counted
from moltverify.registry.records import Model, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.registry.tiers import in_tiers
from moltverify.report.files.workflow_commands import json_without_commands
from moltverify.report.terminal.console import Show, print_missing, print_verdict_sum
from moltverify.report.terminal.error_text import print_module_errors
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.terminal import make_console, progress_console
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.toolchain import further_toolchains
from moltverify.suite.loop import Ended, SuiteEvent
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import to_json
from moltverify.suite.run_options import RunOptions
from moltverify.suite.shards import Shard, shard_models
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.suite_run import RecordedSuite, SuiteRun, run_suite

EPILOG = """\b
Examples:
  moltverify run reset-link            a claim: green, witnesses, reds
  moltverify run reset-link:reusable   one red model
  moltverify run accounts 'mail-*'     a group, and claims by a glob
  moltverify run --red --jobs 1        every red model, one at a time

\b
Exit codes: 0 all as expected; 1 a verdict differs; 2 usage or registry;
3 there is no verdict; 130 interrupted.
"""


@click.command("run", short_help="Check claims on TLC.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option("--green", "roles", flag_value="green", help="Only greens and their witnesses.")
@click.option("--red", "roles", flag_value="red", help="Only red models.")
@tier_option
@cluster_options
@cluster_run_options
@smoke_option
@sandbox_option
@changed_options
@click.option("--shard", callback=part_of_suite, metavar="I/N", help="Only the I-th of N parts.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first verdict that differs.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--quiet", "-q", is_flag=True, help="Print only what is not as expected.")
@click.option("--brief", is_flag=True, help="Leave out all about a claim but its title.")
@click.option("--full", is_flag=True, help="Show whole states in counterexamples.")
@click.option(
    "--traces/--no-traces",
    default=None,
    help="Show the reds' counterexamples.  [default: if one claim is chosen]",
)
@report_option
@jar_option
@also_option
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    roles: str | None,
    tiers: tuple[str, ...],
    options: RunOptions,
    cluster: ClusterChoice,
    smoke: float | None,
    sandbox: bool,
    changed: bool,
    since: str | None,
    with_code: bool,
    shard: Shard | None,
    fail_fast: bool,
    as_json: bool,
    quiet: bool,
    brief: bool,
    full: bool,
    traces: bool | None,
    reports: tuple[ReportRequest, ...],
    tla2tools: Path | None,
    also_with: tuple[Path, ...],
    registry: Path | None,
    store: Path | None,
) -> int:
    """Check claims: all of them, or those that SELECTOR names."""
    options = on_cluster(options, cluster)
    options = with_sandbox(with_smoke(options, smoke, [reports, also_with]), sandbox)
    greens_only = roles == "green"
    files = (
        RegistryFiles(open_for_greens(registry))
        if greens_only
        else open_files(registry, options.use_cache)
    )
    known = files.registry
    require_models(known)
    records = open_store(store, known)
    models = in_tiers(known, select(known, selectors, ROLES[roles]), tiers)
    by_git = changed or with_code or since is not None
    # A hook for the tier `commit` stays quiet where all models have another one.
    if not models and not (by_git and tiers):
        raise UsageError("no model is left to run", "run: moltverify list")
    if by_git:
        models, compared = changed_since(known, models, since, with_code)
        if not models:
            # No error: the commit hook runs this on every commit.
            click.echo(f"no model differs from {compared}", err=as_json)
            return ExitCode.OK
    # After --changed, so that the shards divide only what is to run.
    if shard:
        # Answers of several TLCs are compared for whole models.
        models = in_shard(models, records, shard, may_be_empty=by_git, whole=bool(also_with))
        if not models:
            click.echo(f"no changed model is left for shard {shard}", err=as_json)
            return ExitCode.OK
    claims = {model.claim for model in models}
    toolchain = checked_toolchain(
        models, files, tla2tools, options.use_cache, print_unused if greens_only else None
    )
    run = SuiteRun(
        files=files,
        models=models,
        toolchain=toolchain,
        also=further_toolchains(toolchain, also_with, os.environ),
        store=records,
        # Apart from the shared options, because a sweep has no --fail-fast.
        options=replace(with_threads(options), fail_fast=fail_fast),
        shard=str(shard or ""),
    )
    show = Show(
        traces=len(claims) == 1 if traces is None else traces,
        full=full,
        quiet=quiet,
        errors_apart=True,
        about=not (brief or quiet),
        drifts={} if brief or quiet or as_json else drifts_or_note(known),
    )
    return carry_out_run(run, None if as_json else show, reports)


ROLES = {
    None: set(Role),
    "green": {Role.GREEN, Role.WITNESS},
    "red": {Role.RED},
}


def in_shard(
    models: tuple[Model, ...],
    records: RecordedRuns,
    shard: Shard,
    may_be_empty: bool,
    whole: bool,
) -> tuple[Model, ...]:
    """Return the models of one part of the suite; raises UsageError if it has none and may not."""
    seconds = records.last_seconds([model.id for model in models])
    part = shard_models(models, seconds, shard, whole)
    # A change may affect fewer models than there are shards.
    if not part and not may_be_empty:
        units = len(shard_models(models, seconds, Shard(1, 1), whole))
        raise UsageError(
            f"no model is left for shard {shard}: {counted(len(models), 'model')} selected",
            f"use at most {counted(units, 'shard')}",
        )
    return part


def carry_out_run(run: SuiteRun, show: Show | None, reports: Sequence[ReportRequest]) -> int:
    """Run, print the result, as JSON without `show`, and return the exit code."""
    with stop_on_signal() as stop:
        recorded = run_and_print(run, show, stop)
    result, registry = recorded.result, run.files.registry
    if show is None:
        # Escaped here: the filter for GitHub's log would change the strings in the JSON.
        click.echo(json_without_commands(to_json(result)).decode())
    else:
        console = make_console(sys.stdout, None, os.environ)
        print_module_errors(console, registry, result.models)
        print_missing(console, result.missing)
        if result.smoke is None:
            print_verdict_sum(console, result)
        else:
            print_smoke(console, registry, result)
    # After the verdicts, which an unwritable report must not hide.
    write_reports(reports, result, registry, run.store.root)
    if result.smoke is None:
        report_to_github(result, registry)
    if recorded.trouble is not None:
        # Raised last, so that the verdicts are printed although they could not be recorded.
        raise recorded.trouble
    # A shell reports a process that a signal ended as 128 and the signal's number.
    return 128 + stop.signal if stop.signal else result.exit_code


def run_and_print(run: SuiteRun, show: Show | None, stop: Event) -> RecordedSuite:
    """Run the models, printing each claim as soon as it is complete."""
    printed = make_console(sys.stdout, None, os.environ)
    console = progress_console(printed, sys.stderr, os.environ)
    # Standard output may lead to the terminal of the progress line too, through a pipe to `tee`,
    # so claims wait there until the line is gone.
    at_once = console is printed or not console.is_terminal
    if run.options.smoke is not None:
        show = None  # most models are ended early, and no claim has a verdict
    printer = ClaimPrinter(run.files.registry.claims, run.models, show, printed, at_once)
    with ProgressLine(console, len(run.models)) as progress:

        def listen(event: SuiteEvent) -> None:
            progress(event)
            if isinstance(event, Ended):
                printer.take(event.result)

        recorded = run_suite(run, stop, listen)
    printer.rest()
    return recorded
