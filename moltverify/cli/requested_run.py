"""One `moltverify run`, from what was asked for to the exit code."""

import os
import sys
from collections.abc import Sequence
from threading import Event

import click
from msgspec.structs import replace

from moltverify.cli.changed_option import changed_since
from moltverify.cli.claim_printer import ClaimPrinter
from moltverify.cli.cluster_option import on_cluster, with_threads
from moltverify.cli.drift_notes import drifts_or_note
from moltverify.cli.github import report_to_github
from moltverify.cli.options import open_store, require_models
from moltverify.cli.report_option import ReportRequest, write_reports
from moltverify.cli.run_registry import open_files, open_for_greens, print_unused
from moltverify.cli.run_request import RunRequest
from moltverify.cli.sandbox_option import with_sandbox
from moltverify.cli.signals import stop_on_signal
from moltverify.cli.smoke import with_smoke
from moltverify.cli.smoke_printer import print_smoke
from moltverify.errors import ExitCode, UsageError
from moltverify.plural import counted
from moltverify.registry.records import Model, Registry, Role
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.select import select
from moltverify.registry.tiers import in_tiers
from moltverify.report.files.workflow_commands import json_without_commands
from moltverify.report.terminal.console import Show, print_missing, print_verdict_sum
from moltverify.report.terminal.error_text import print_module_errors
from moltverify.report.terminal.progress import ProgressLine
from moltverify.report.terminal.terminal import make_console, progress_console
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import further_toolchains
from moltverify.suite.loop import Ended, SuiteEvent
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import to_json
from moltverify.suite.run_options import RunOptions
from moltverify.suite.shards import Shard, shard_models
from moltverify.suite.soundness import checked_toolchain
from moltverify.suite.suite_run import RecordedSuite, SuiteRun, run_suite

ROLES = {
    None: set(Role),
    "green": {Role.GREEN, Role.WITNESS},
    "red": {Role.RED},
}


def carry_out(request: RunRequest, process: Launch | None) -> int:
    """Run what was asked for, print and write it, and return the exit code.

    `process` is that of `SuiteRun`.
    """
    options = on_cluster(request.options, request.cluster)
    others = [request.reports, request.also_with]
    options = with_sandbox(with_smoke(options, request.smoke, others), request.sandbox)
    files = requested_files(request, options)
    records = open_store(request.store, files.registry)
    models = asked_models(request, files.registry, records)
    if not models:
        return ExitCode.OK
    toolchain = checked_toolchain(
        models,
        files,
        request.tla2tools,
        options.use_cache,
        print_unused if is_for_greens(request) else None,
    )
    run = SuiteRun(
        files=files,
        models=models,
        toolchain=toolchain,
        also=further_toolchains(toolchain, request.also_with, os.environ),
        store=records,
        # Apart from the shared options, because a sweep has no --fail-fast.
        options=replace(with_threads(options), fail_fast=request.fail_fast),
        shard=str(request.shard or ""),
        process=process,
    )
    show = None if request.as_json else show_of(request, files.registry, models)
    return run_and_report(run, show, request.reports)


def is_for_greens(request: RunRequest) -> bool:
    """Tell whether only greens and their witnesses are asked for."""
    return request.roles == "green"


def requested_files(request: RunRequest, options: RunOptions) -> RegistryFiles:
    """Return the registry that is asked for; raises UsageError if it has no model."""
    files = (
        RegistryFiles(open_for_greens(request.registry))
        if is_for_greens(request)
        else open_files(request.registry, options.use_cache)
    )
    require_models(files.registry)
    return files


def asked_models(request: RunRequest, known: Registry, records: RecordedRuns) -> tuple[Model, ...]:
    """Return the models to run; none, and why on the terminal, if nothing has changed.

    Raises UsageError if there are none for another reason.
    """
    models = in_tiers(known, select(known, request.selectors, ROLES[request.roles]), request.tiers)
    by_git = request.changed or request.with_code or request.since is not None
    # A hook for the tier `commit` stays quiet where all models have another one.
    if not models and not (by_git and request.tiers):
        raise UsageError("no model is left to run", "run: moltverify list")
    if by_git:
        models, compared = changed_since(known, models, request.since, request.with_code)
        if not models:
            # No error: the commit hook runs this on every commit.
            click.echo(f"no model differs from {compared}", err=request.as_json)
            return ()
    # After --changed, so that the shards divide only what is to run.
    if request.shard:
        # Answers of several TLCs are compared for whole models.
        whole = bool(request.also_with)
        models = in_shard(models, records, request.shard, may_be_empty=by_git, whole=whole)
        if not models:
            click.echo(f"no changed model is left for shard {request.shard}", err=request.as_json)
    return models


def show_of(request: RunRequest, known: Registry, models: Sequence[Model]) -> Show:
    """Return what is printed of each claim."""
    one_claim = len({model.claim for model in models}) == 1
    brief = request.brief or request.quiet
    return Show(
        traces=one_claim if request.traces is None else request.traces,
        full=request.full,
        quiet=request.quiet,
        errors_apart=True,
        about=not brief,
        drifts={} if brief else drifts_or_note(known),
    )


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


def run_and_report(run: SuiteRun, show: Show | None, reports: Sequence[ReportRequest]) -> int:
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
