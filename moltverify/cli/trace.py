"""`moltverify trace`: does a log fit a claim's green model?"""

import os
import sys
from pathlib import Path

import click
import msgspec

from moltverify.cli.options import (
    complete_selector,
    jar_option,
    open_registry,
    registry_option,
    run_options,
)
from moltverify.cli.signals import stop_on_signal
from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.yaml_reader import nearest
from moltverify.report.terminal.fit_text import print_fit
from moltverify.report.terminal.terminal import make_console
from moltverify.running.capacity import default_jobs
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import RunSize
from moltverify.store.private_folders import private_folder
from moltverify.suite.run_options import RunOptions
from moltverify.suite.soundness import checked_toolchain
from moltverify.tracing.follow_run import Follower
from moltverify.tracing.trace_answers import TraceReport
from moltverify.tracing.validate import validate, validation

EPILOG = """\b
Examples:
  moltverify trace reset-link app.log
  moltverify trace reset-link app.log.1 app.log --json
  journalctl -o cat -u app | moltverify trace reset-link -

A log has a JSON object in each line. The claim's key `trace` in the registry says
what its events are in the green model.

\b
Exit codes: 0 the log fits; 1 it does not fit, or violates a property; 2 usage or
registry; 3 nothing is shown: the log is empty, unreadable or too thin, or TLC came
to no answer; 130 interrupted.
"""
LONGEST_RUN = 600.0  # seconds of one run of TLC, unless --timeout says otherwise


@click.command("trace", short_help="Compare a log with a model.", epilog=EPILOG)
@click.argument("claim", shell_complete=complete_selector)
@click.argument("logs", nargs=-1, required=True, metavar="LOG...")
@run_options
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON instead.")
@click.option("--full", is_flag=True, help="Show all steps, with whole states.")
@jar_option
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    claim: str,
    logs: tuple[str, ...],
    options: RunOptions,
    as_json: bool,
    full: bool,
    tla2tools: Path | None,
    registry: Path | None,
) -> int:
    """Compare the log of a running system with CLAIM's green model."""
    known = open_registry(registry)
    subject = named_claim(known, claim)
    files = RegistryFiles(known)
    greens = (subject.green,) if subject.green else ()
    toolchain = checked_toolchain(greens, files, tla2tools, options.use_cache)
    jobs = options.jobs or default_jobs([one.job.options for one in greens], 1)
    with (
        private_folder() as name,
        stop_on_signal() as stop,
        open_engine(options.engine, [RunSize.SMALL] * 4, toolchain) as launch_for,
    ):
        follower = Follower(
            toolchain=toolchain,
            launch=launch_for(RunSize.SMALL),
            folder=Path(name),
            timeout=options.timeout or LONGEST_RUN,
            stop=stop,
        )
        try:
            report = validate(validation(subject, logs, follower, files.reader, jobs))
        except OSError as error:
            raise UsageError(
                f"cannot read {error.filename}: {error.strerror}", "name a log file, or -"
            ) from error
    print_report(report, subject, as_json, full)
    return 128 + stop.signal if stop.signal else report.exit_code


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
