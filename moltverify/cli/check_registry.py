"""`moltverify check-registry`: everything wrong in the registry and the specs' files, at once."""

from pathlib import Path

import click

from moltverify.cli.options import registry_option, require_models, working_folder
from moltverify.plural import counted
from moltverify.registry.check import check_registry
from moltverify.registry.load import find_registry, load_registry, registry_error


@click.command("check-registry", short_help="Find every mistake in registry and specs.")
@registry_option
def command(registry: Path | None) -> None:
    """Check the registry, and the modules and configs that it names, without running TLC."""
    file = find_registry(registry, working_folder())
    found = check_registry(file)
    # Before the mistakes: a note is no mistake and does not affect the exit code.
    for note in found.notes:
        click.echo(f"note: {note.message}")
    if found.mistakes:
        raise registry_error(found.mistakes)
    known = load_registry(file)
    require_models(known)
    counts = f"{counted(len(known.claims), 'claim')}, {counted(len(known.models), 'model')}"
    click.echo(f"{file}: {counts}: nothing wrong")
