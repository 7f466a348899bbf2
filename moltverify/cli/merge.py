"""`moltverify merge`: merge the results of a suite's shards into one."""

import os
import sys
from pathlib import Path

import click

from moltverify.cli.github import report_to_github
from moltverify.cli.options import open_registry, open_store, registry_option
from moltverify.cli.report_option import ReportRequest, report_option, write_reports
from moltverify.cli.tier_option import tier_option
from moltverify.errors import UsageError
from moltverify.registry.digest import registry_digest
from moltverify.registry.records import Registry
from moltverify.registry.select import select
from moltverify.registry.tiers import in_tiers
from moltverify.report.terminal.console import Show, print_claim, print_missing, print_verdict_sum
from moltverify.report.terminal.terminal import make_console
from moltverify.suite.results import SuiteResult, suite_from_json
from moltverify.suite.shards import ShardResult, merge_parts

EPILOG = """\b
Example:
  moltverify run --shard 1/2 --json > 1.json     on one machine
  moltverify run --shard 2/2 --json > 2.json     on another
  moltverify merge 1.json 2.json --json all.json
\b
Exit codes: those of run; 3 also if a model is missing or there twice, or if the
results come from different versions, jars or registries.
"""


@click.command("merge", short_help="Join the results of shards.", epilog=EPILOG)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="RESULT.json...",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--json",
    "out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Short for --report json=FILE.",
)
@click.option(
    "--only",
    "selectors",
    multiple=True,
    metavar="SELECTOR",
    help="What the shards were to run, if not everything.  Repeatable.",
)
@tier_option
@report_option
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    files: tuple[Path, ...],
    out: Path | None,
    selectors: tuple[str, ...],
    tiers: tuple[str, ...],
    reports: tuple[ReportRequest, ...],
    registry: Path | None,
) -> int:
    """Merge the results of shards; every model must occur exactly once."""
    known = open_registry(registry)
    parts = [part for file in files for part in read_part(file)]
    if not parts:
        raise UsageError("every file is empty: no shard ran a model", "run the shards again")
    expected = in_tiers(known, select(known, selectors), tiers)
    result = merge_parts(parts, expected, registry_digest(known))
    print_merged(known, result)
    wanted = (ReportRequest("json", out), *reports) if out else reports
    # The store has no run of this result, but it has the latest audits and replays for the reports.
    write_reports(wanted, result, known, open_store(None, known).root)
    report_to_github(result, known, annotated=True)
    return result.exit_code


def read_part(file: Path) -> list[ShardResult]:
    """Read one shard's result; an empty file is a shard without models.

    Raises UsageError if the file cannot be read or has other content.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"cannot read {file}: {error.strerror or error}", "name the files that the shards wrote"
        ) from error
    try:
        return [ShardResult(str(file), suite_from_json(content))] if content.strip() else []
    except ValueError as error:
        raise UsageError(
            f"{file} is not a result of moltverify: {error}", "run: moltverify run --json > FILE"
        ) from error


def print_merged(registry: Registry, result: SuiteResult) -> None:
    """Print the models that are not as expected, and the sum."""
    # Quiet, because each shard has printed its claims already.
    console = make_console(sys.stdout, None, os.environ)
    for claim in registry.claims:
        found = [model for model in result.models if model.claim == claim.id]
        print_claim(console, claim, found, Show(quiet=True))
    print_missing(console, result.missing)
    print_verdict_sum(console, result)
