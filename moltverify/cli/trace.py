"""`moltverify trace`: does a log fit a claim's green model?"""

import os
import sys
from pathlib import Path
from typing import Any

import click

from moltverify.cli.compare_snapshots import print_snapshots, told_events
from moltverify.cli.options import (
    complete_selector,
    jar_option,
    open_registry,
    registry_option,
    single_thread_options,
)
from moltverify.cli.report_option import write_rendered
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import UsageError
from moltverify.recording.node_recorder import node_recorder
from moltverify.report.files.fit_formats import FIT_FORMATS, fit_json
from moltverify.report.files.snapshot_formats import SNAPSHOT_FORMATS
from moltverify.report.files.workflow_commands import json_without_commands
from moltverify.report.terminal.fit_text import print_fit
from moltverify.report.terminal.terminal import make_console
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.suite.run_options import RunOptions
from moltverify.tracing.log_check import check_log, log_reader, named_claim
from moltverify.tracing.snapshot_answers import claim_answers

EPILOG = """\b
Examples:
  moltverify trace reset-link app.log
  moltverify trace reset-link app.log --prove
  moltverify trace reset-link app.log.1 app.log --report html=fit.html
  journalctl -o cat -u app | moltverify trace reset-link -
  moltverify trace --gateway monday.sqlite --gateway tuesday.sqlite
  moltverify trace --recorder node > record.mjs

A log has a JSON object in each line. The claim's key `trace` in the registry says
what its events are in the green model.

\b
Exit codes: 0 the log fits; 1 it does not fit, or violates a property, or --prove
finds too many faulty logs that fit; 2 usage or registry; 3 nothing is shown: the
log is empty, unreadable or too thin, or TLC came to no answer; 130 interrupted.
"""
RECORDERS = {"node": node_recorder}


class FitRequest(click.ParamType[tuple[str, Path]]):
    """FORMAT=FILE on the command line."""

    name = "FORMAT=FILE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        """Read one value; raises click.BadParameter with the formats that there are."""
        name, _, target = str(value).partition("=")
        if name not in FIT_FORMATS or not target:
            self.fail(f"{value!r} is not FORMAT=FILE with {', '.join(FIT_FORMATS)}", param, ctx)
        return name, Path(target)


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
@single_thread_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--prove", is_flag=True, help="Try logs with one seeded fault each, too.")
@click.option(
    "--seeds", type=click.IntRange(1), default=100, help="How many of them.  [default: 100]"
)
@click.option("--full", is_flag=True, help="Show all steps, with whole states.")
@click.option(
    "--report",
    "reports",
    type=FitRequest(),
    multiple=True,
    help=f"Write a report; FORMAT is {', '.join(FIT_FORMATS)}.  Repeatable.",
)
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
    prove: bool,
    seeds: int,
    full: bool,
    reports: tuple[tuple[str, Path], ...],
    tla2tools: Path | None,
    registry: Path | None,
) -> int:
    """Compare the log of a running system with CLAIM's green model."""
    known = open_registry(registry)
    faults = seeds if prove else 0
    if snapshots:
        require_no_logs(logs)
        told = told_events(known, claim, snapshots, IdNames(shown=show_ids))
        with stop_on_signal() as stop:
            answers = claim_answers(known, told, options, tla2tools, stop, faults)
            found = print_snapshots(known, told, answers, as_json, full)
        # An interrupted comparison has claims without an answer, which a report would hide.
        if stop.signal:
            return 128 + stop.signal
        for name, target in reports:
            write_rendered(target, SNAPSHOT_FORMATS[name](found, known))
        return found.exit_code
    if show_ids:
        raise UsageError("--show-ids is for --gateway", "leave it out: logs are shown as they are")
    if not claim or not logs:
        raise UsageError("there is no log to compare", "name a claim and logs, or --gateway PATH")
    with stop_on_signal() as stop:
        report = check_log(known, claim, log_reader(logs), options, tla2tools, stop, faults)
    if as_json:
        click.echo(json_without_commands(fit_json(report, known)).decode())
    else:
        console = make_console(sys.stdout, None, os.environ)
        print_fit(console, named_claim(known, claim), report, full)
    for name, target in reports:
        write_rendered(target, FIT_FORMATS[name](report, known))
    return 128 + stop.signal if stop.signal else report.exit_code


def require_no_logs(logs: tuple[str, ...]) -> None:
    """Raise UsageError for logs beside --gateway."""
    if logs:
        what = "--gateway and logs cannot be compared together"
        raise UsageError(what, "give the one or the other")
