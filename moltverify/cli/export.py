"""`moltverify export`: the registry's expectations in formats that other projects use."""

import os
from collections.abc import Iterable
from pathlib import Path

import click

from moltverify.adoption.expect_export import expect_export
from moltverify.adoption.exported_models import Export, ExportNote
from moltverify.adoption.manifest_export import manifest_export
from moltverify.cli.options import (
    complete_selector,
    open_registry,
    registry_option,
    working_folder,
)
from moltverify.cli.tier_option import tier_option
from moltverify.errors import StoreError, UsageError
from moltverify.file_access import is_file, read_text
from moltverify.plural import counted
from moltverify.registry.select import select
from moltverify.registry.tiers import in_tiers
from moltverify.report.story.escaping import inert, inert_line

NAMED = 3  # models that a note names; a suite has many witnesses
FORMATS = {"manifest": manifest_export, "expect": expect_export}
EPILOG = """\b
Examples:
  moltverify export --format manifest               print a manifest.json
  moltverify export --format expect --output .      write X.expect beside each X.cfg
\b
Exit codes: 0 everything was written; 2 usage, a registry with mistakes, or a file
that is there already; 3 a file cannot be written.
"""


@click.command("export", short_help="Write expectations for other tools.", epilog=EPILOG)
@click.argument("selectors", nargs=-1, metavar="[SELECTOR]...", shell_complete=complete_selector)
@click.option(
    "--format",
    "name",
    required=True,
    type=click.Choice(list(FORMATS)),
    help="manifest.json of tlaplus/Examples, or a file .expect for each config.",
)
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to, instead of printing.  Paths begin in the repository.",
)
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@tier_option
@registry_option
def command(  # noqa: PLR0913 - an argument per option of the command line
    selectors: tuple[str, ...],
    tiers: tuple[str, ...],
    name: str,
    output: Path | None,
    force: bool,
    registry: Path | None,
) -> None:
    """Write what must come of models as other projects write it.

    `adopt` reads both formats.  What they cannot say is printed on standard error.
    """
    if force and output is None:
        raise UsageError("--force has no meaning without --output", "name a folder: --output DIR")
    known = open_registry(registry)
    models = in_tiers(known, select(known, selectors), tiers)
    if not models:
        raise UsageError("no model is left to write", "run: moltverify list")
    export = FORMATS[name](known, models)
    if output is None:
        print_texts(export)
    else:
        write_texts(export, working_folder() / output, force)
    print_export_notes(export.notes)


def print_texts(export: Export) -> None:
    """Print the files; of several, each has its path above it."""
    for file, text in export.texts.items():
        if file.suffix == ".expect":
            click.echo(f"# {inert_line(file.as_posix())}")
        click.echo(inert(text), nl=False)


def write_texts(export: Export, folder: Path, force: bool) -> None:
    """Write all files, or none if one would be replaced; raises UsageError or StoreError."""
    try:
        changed = {
            folder / name: text
            for name, text in export.texts.items()
            if not is_file(folder / name) or read_text(folder / name) != text
        }
        # A link that leads nowhere is there too.
        there = [file for file in changed if os.path.lexists(file)]
        if there and not force:
            more = f" and {len(there) - 1} more" if there[1:] else ""
            raise UsageError(f"{there[0]}{more} is there already", "replace it with --force")
        for file, text in changed.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
    except OSError as error:
        raise StoreError(
            f"cannot write {error.filename or folder}: {error.strerror or error}",
            "name another folder: --output DIR",
        ) from error
    same = len(export.texts) - len(changed)
    click.echo(f"wrote {counted(len(changed), 'file')}" + (f", {same} unchanged" if same else ""))


def print_export_notes(notes: Iterable[ExportNote]) -> None:
    """Print what the files do not say, each reason once with its models."""
    models: dict[str, list[str]] = {}
    for note in notes:
        models.setdefault(note.reason, []).append(note.id)
    for reason, ids in models.items():
        more = f" and {len(ids) - NAMED} more" if ids[NAMED:] else ""
        click.echo(f"note: {reason}: {inert_line(', '.join(ids[:NAMED]))}{more}", err=True)
