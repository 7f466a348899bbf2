"""`moltverify check-registry`: everything wrong in the registry and the specs' files, at once."""

from pathlib import Path

import click

from moltverify.cli.parameters import registry_option
from moltverify.registry.check import check_registry
from moltverify.registry.load import find_registry, load_registry, registry_error


@click.command("check-registry", short_help="Find every mistake in registry and specs.")
@registry_option
def command(registry: Path | None) -> None:
    """Check the registry, and the modules and configs that it names, without running TLC."""
    file = find_registry(registry, Path.cwd())
    mistakes = check_registry(file)
    if mistakes:
        raise registry_error(mistakes)
    known = load_registry(file)
    click.echo(f"{file}: {len(known.claims)} claims, {len(known.models)} models: nothing wrong")
