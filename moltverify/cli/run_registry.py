"""The registry as `moltverify run` opens it."""

import os
from pathlib import Path

import click

from moltverify.cli.options import allows_outside, working_folder
from moltverify.registry.mistakes import Mistake
from moltverify.registry.records import Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.registry.registry_search import find_registry
from moltverify.report.story.escaping import inert
from moltverify.store.cache_folder import cache_folder
from moltverify.suite.loaded_registries import LoadedRegistries, loaded_files


def open_files(given: Path | None, use_records: bool) -> RegistryFiles:
    """Find and load the registry with its files.

    With `use_records`, a registry with unchanged files is as it was loaded before.
    """
    file = find_registry(given, working_folder())
    if use_records:
        return LoadedRegistries(cache_folder(os.environ)).files_of(file, allows_outside())
    return loaded_files(file, allows_outside())


def open_for_greens(given: Path | None) -> Registry:
    """Find and load the registry for a run of greens; mistakes in reds are printed as notes."""
    # Imported where it is used: a run of a registry that has not changed reads no YAML.
    from moltverify.registry.load import load_for_greens  # noqa: PLC0415 - see above

    file = find_registry(given, working_folder())
    registry, mistakes = load_for_greens(file, allows_outside())
    for mistake in mistakes:
        print_unused(mistake)
    return registry


def print_unused(mistake: Mistake) -> None:
    """Print a mistake in a model that is not run."""
    click.echo(f"note: not needed for the greens: {inert(str(mistake))}", err=True)
