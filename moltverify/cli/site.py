"""`moltverify site`: write the public site from recorded results; no model is run."""

from pathlib import Path

import click

from moltverify.cli.options import open_registry, open_store, registry_option, store_option
from moltverify.cli.report import recorded
from moltverify.cli.report_option import read_further
from moltverify.plural import counted
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.site.run_history import read_history, run_entry, with_entry, write_history
from moltverify.site.site import site_files
from moltverify.site.site_contents import SiteContents, SiteSources
from moltverify.site.site_writer import write_site

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
@registry_option
@store_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    output: Path,
    run_id: str | None,
    docs: Path | None,
    history: Path | None,
    registry: Path | None,
    store: Path | None,
) -> None:
    """Write static pages about every claim, from recorded results."""
    known = open_registry(registry)
    place = open_store(store, known)
    suite = recorded(place, run_id)
    beside = known.specs.resolve().parent / "docs"
    sources = SiteSources(
        suite=suite,
        registry=known,
        texts=read_spec_texts(known, {model.id for model in suite.models}),
        further=read_further(place.root, known),
        runs=place.runs,
        docs=docs or (beside if beside.is_dir() else None),
    )
    contents = SiteContents(sources)
    runs = with_entry(read_history(history) if history else (), run_entry(contents))
    number = write_site(output, site_files(contents, runs))
    if history:
        # Last, so that a site that could not be written is in no history.
        write_history(history, runs)
    click.echo(f"wrote {counted(number, 'file')} to {output}; open {output / 'index.html'}")
