"""`moltverify trace`: does a log fit a claim's green model?"""

import os
import sys
from pathlib import Path

import click
import msgspec

from moltverify.cli.compare_snapshots import compare_snapshots, told_events
from moltverify.cli.options import (
    complete_selector,
    jar_option,
    open_registry,
    registry_option,
    run_options,
)
from moltverify.cli.tracing_tools import TracingTools, tracing_tools
from moltverify.errors import UsageError
from moltverify.recording.node_recorder import node_recorder
from moltverify.registry.records import Claim, Registry
from moltverify.registry.yaml_reader import nearest
from moltverify.report.terminal.fit_text import print_fit
from moltverify.report.terminal.terminal import make_console
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.suite.run_options import RunOptions
from moltverify.tracing.trace_answers import TraceReport
from moltverify.tracing.validate import validate, validation

EPILOG = """\b
Examples:
  moltverify trace reset-link app.log
  moltverify trace reset-link app.log.1 app.log --json
  journalctl -o cat -u app | moltverify trace reset-link -
  moltverify trace --gateway monday/openclaw.sqlite --gateway tuesday/openclaw.sqlite
  moltverify trace --recorder node > record.mjs

A log has a JSON object in each line. The claim's key `trace` in the registry says
what its events are in the green model.

\b
Exit codes: 0 the log fits; 1 it does not fit, or violates a property; 2 usage or
registry; 3 nothing is shown: the log is empty, unreadable or too thin, or TLC came
to no answer; 130 interrupted.
"""
RECORDERS = {"node": node_recorder}


def print_recorder(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    """Print a recorder and end; nothing else of the command line counts."""
    if name is not None and not ctx.resilient_parsing:
        click.echo(RECORDERS[name](), nl=False)
        ctx.exit()


@click.command("trace", short_help="Compare a log with a model.", epilog=EPILOG)
@click.argument("claim", required=False, shell_complete=complete_selector)
@click.argument("logs", nargs=-1, metavar="[LOG]...")
@click.option(
    "--gateway",
    "snapshots",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Compare a copy of the system's state, a database or a folder, with all claims that it "
    "tells something about, or with CLAIM. Several copies, oldest first, show more.",
)
@click.option("--show-ids", is_flag=True, help="With --gateway, show ids instead of hashes.")
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--full", is_flag=True, help="Show all steps, with whole states.")
@click.option(
    "--recorder",
    type=click.Choice(list(RECORDERS)),
    is_eager=True,
    expose_value=False,
    callback=print_recorder,
    help="Print a module that records events, and end.",
)
@jar_option
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    claim: str | None,
    logs: tuple[str, ...],
    snapshots: tuple[Path, ...],
    show_ids: bool,
    options: RunOptions,
    as_json: bool,
    full: bool,
    tla2tools: Path | None,
    registry: Path | None,
) -> int:
    """Compare the log of a running system with CLAIM's green model."""
    require_one_source(claim, logs, snapshots, show_ids)
    known = open_registry(registry)
    subject = named_claim(known, claim) if claim else None
    if snapshots:
        told = told_events(known, subject, snapshots, IdNames(shown=show_ids))
        with tracing_tools(known, known.claims, options, tla2tools) as tools:
            return compare_snapshots(known, told, tools, as_json, full)
    assert subject
    with tracing_tools(known, (subject,), options, tla2tools) as tools:
        return compare_logs(subject, logs, tools, as_json, full)


def compare_logs(
    claim: Claim, logs: tuple[str, ...], tools: TracingTools, as_json: bool, full: bool
) -> int:
    """Compare logs with a claim's model, and return the exit code."""
    try:
        report = validate(validation(claim, logs, tools.follower, tools.reader, tools.jobs))
    except OSError as error:
        raise UsageError(
            f"cannot read {error.filename}: {error.strerror}", "name a log file, or -"
        ) from error
    print_report(report, claim, as_json, full)
    return tools.exit_code(report.exit_code)


def require_one_source(
    claim: str | None, logs: tuple[str, ...], snapshots: tuple[Path, ...], show_ids: bool
) -> None:
    """Raise UsageError unless there are either logs of a claim, or snapshots."""
    if snapshots and logs:
        raise UsageError(
            "--gateway and logs cannot be compared together", "give the one or the other"
        )
    if not snapshots and not (claim and logs):
        raise UsageError(
            "there is nothing to compare", "name a claim and its logs, or --gateway PATH"
        )
    if show_ids and not snapshots:
        raise UsageError("--show-ids is for --gateway", "leave it out: logs are shown as they are")


def named_claim(registry: Registry, name: str) -> Claim:
    """Return the claim of a name; raises UsageError if there is none."""
    for claim in registry.claims:
        if claim.id == name:
            return claim
    known = [claim.id for claim in registry.claims]
    raise UsageError(f"there is no claim {name!r}{nearest(name, known)}", "run: moltverify list")


def print_report(report: TraceReport, claim: Claim, as_json: bool, full: bool) -> None:
    """Print the answer, as JSON or as text."""
    if as_json:
        click.echo(msgspec.json.encode(report))
    else:
        print_fit(make_console(sys.stdout, None, os.environ), claim, report, full)
