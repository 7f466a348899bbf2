"""`moltverify site`: write the public site from recorded results."""

from pathlib import Path

import click
from msgspec.structs import replace

from moltverify.cli.merge import read_part
from moltverify.cli.options import open_registry, open_store, registry_option, store_option
from moltverify.cli.report import recorded
from moltverify.cli.report_option import read_further
from moltverify.cli.what_if import successors_of_reds
from moltverify.errors import UsageError
from moltverify.plural import counted
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.site.run_history import read_history, run_entry, with_entry, write_history
from moltverify.site.site import site_files
from moltverify.site.site_contents import SiteContents, SiteSources
from moltverify.site.site_writer import write_site
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import SuiteResult

EPILOG = """\b
Examples:
  moltverify site --output public                        the last run
  moltverify site --output public --run 20260131-101500-1a2b3c
"""


@click.command("site", short_help="Write a site about all claims.", epilog=EPILOG)
@click.option(
    "--output",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the site goes: a new or empty folder, or an earlier site.",
)
@click.option("--run", "run_id", metavar="ID", help="A recorded run.  [default: the last]")
@click.option(
    "--results",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Results that `merge` or `run --json` wrote, in place of a recorded run.",
)
@click.option(
    "--docs",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Guides in Markdown to add.  [default: docs beside the specs, if it is there]",
)
@click.option(
    "--history",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Append the run to this JSON file, and show all runs in it.",
)
@click.option(
    "--what-if",
    is_flag=True,
    help="Let TLC find the other steps that were possible in each state of the reds' "
    "counterexamples, as far as they are not known from an earlier time.",
)
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    output: Path,
    run_id: str | None,
    results: Path | None,
    docs: Path | None,
    history: Path | None,
    what_if: bool,
    registry: Path | None,
    store: Path | None,
) -> None:
    """Write static pages about every claim, from recorded results."""
    known = open_registry(registry)
    place = open_store(store, known)
    suite = results_in(results) if results else recorded(place, run_id)
    sources = site_sources(suite, known, place, docs)
    successors = successors_of_reds(suite, known, what_if)
    sources = replace(sources, further=replace(sources.further, successors=successors))
    contents = SiteContents(sources)
    runs = with_entry(read_history(history) if history else (), run_entry(contents))
    number = write_site(output, site_files(contents, runs))
    if history:
        # Last, so that a site that could not be written is in no history.
        write_history(history, runs)
    click.echo(f"wrote {counted(number, 'file')} to {output}; open {output / 'index.html'}")


def results_in(file: Path) -> SuiteResult:
    """Return the results in a file; raises UsageError for an empty file or another one."""
    for part in read_part(file):
        return part.result
    raise UsageError(f"{file} is empty: nothing was run", "name another file")


def site_sources(
    suite: SuiteResult, known: Registry, place: RecordedRuns, docs: Path | None = None
) -> SiteSources:
    """Return what a site about a run shows; without `docs`, with the guides beside the specs."""
    beside = known.specs.resolve().parent / "docs"
    return SiteSources(
        suite=suite,
        registry=known,
        texts=read_spec_texts(known, {model.id for model in suite.models}),
        further=read_further(place.root, known),
        runs=place.runs,
        docs=docs or (beside if beside.is_dir() else None),
    )
