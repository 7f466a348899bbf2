"""`moltverify report`: write reports of a recorded run; no model is run."""

from pathlib import Path

import click

from moltverify.cli.options import open_registry, open_store, registry_option, store_option
from moltverify.cli.report_option import ReportRequest, format_options, report_option, write_reports
from moltverify.cli.unreadable_runs import note_unreadable
from moltverify.errors import UsageError
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import SuiteResult

EPILOG = """\b
Examples:
  moltverify report --html page.html                               the last run
  moltverify report --html page.html --run 20260131-101500-1a2b3c  another one
"""


@click.command("report", short_help="Write reports of a recorded run.", epilog=EPILOG)
@format_options
@report_option
@click.option("--run", "run_id", metavar="ID", help="A recorded run.  [default: the last]")
@registry_option
@store_option
def command(
    reports: tuple[ReportRequest, ...],
    run_id: str | None,
    registry: Path | None,
    store: Path | None,
    **files: Path | None,
) -> None:
    """Write reports of a recorded run."""
    # `files` has an argument per format, from the options of `format_options`.
    wanted = [*reports, *(ReportRequest(name, file) for name, file in files.items() if file)]
    if not wanted:
        raise UsageError("nothing to write", "name a report: --html page.html")
    known = open_registry(registry)
    place = open_store(store, known)
    write_reports(wanted, recorded(place, run_id), known, place.root)
    for one in wanted:
        click.echo(f"wrote {one.target}")


def recorded(store: RecordedRuns, run_id: str | None) -> SuiteResult:
    """Return a recorded run, by default the last; raises UsageError if it does not exist."""
    result = store.last_suite() if run_id is None else store.suite(run_id)
    note_unreadable(store)
    if result is not None:
        return result
    if run_id is None:
        raise UsageError(f"no run is recorded in {store.root}", "run: moltverify run")
    ids = ", ".join(folder.name for folder in list(store.finished())[:3]) or "none"
    raise UsageError(f"no run {run_id} is recorded in {store.root}", f"the newest are: {ids}")
