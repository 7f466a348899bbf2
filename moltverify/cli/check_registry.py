"""`moltverify check-registry`: everything wrong in the registry and the specs' files, at once."""

import os
from pathlib import Path

import click

from moltverify.cli.options import (
    allows_outside,
    jar_option,
    registry_option,
    require_models,
    working_folder,
)
from moltverify.errors import ToolchainError
from moltverify.plural import counted
from moltverify.registry.check import check_registry
from moltverify.registry.load import load_registry, read_registry
from moltverify.registry.mistakes import registry_error
from moltverify.registry.records import Registry
from moltverify.registry.registry_search import find_registry
from moltverify.registry.suite_jar import chosen_jar
from moltverify.running.toolchain import JAR_VARIABLE, Jar, find_jar
from moltverify.snapshots.snapshot_registry import read_snapshots
from moltverify.suite.fault_notes import fault_notes


@click.command("check-registry", short_help="Find every mistake in registry and specs.")
@registry_option
@jar_option
def command(registry: Path | None, tla2tools: Path | None) -> None:
    """Check the registry, and the files that it names or that stand beside it, without TLC."""
    file = find_registry(registry, working_folder())
    # One with mistakes names no jar for sure.
    readable, unreadable = read_registry(file, allows_outside())
    jar = jar_to_check(readable, tla2tools) if readable else None
    found = check_registry(file, jar, allows_outside())
    # Before the mistakes: a note is no mistake and does not affect the exit code.
    for note in found.notes:
        click.echo(f"note: {note.message}")
    mistakes = list(found.mistakes)
    if readable and not unreadable:
        mistakes += read_snapshots(readable)[1]
    if mistakes:
        raise registry_error(mistakes)
    known = load_registry(file, allows_outside())
    require_models(known)
    for text in fault_notes(known.claims, jar) if jar else ():
        click.echo(f"note: {text}")
    counts = f"{counted(len(known.claims), 'claim')}, {counted(len(known.models), 'model')}"
    click.echo(f"{file}: {counts}: nothing wrong")


def jar_to_check(known: Registry, given: Path | None) -> Jar | None:
    """Return the jar that would run a registry's models; None without one.

    Raises ToolchainError or RegistryError for a jar that was named and cannot be used.
    """
    named = chosen_jar(known, given)
    try:
        return find_jar(named, os.environ)
    except ToolchainError:
        # A registry can be checked without TLC, but a jar that was named must be there.
        if named is not None or os.environ.get(JAR_VARIABLE):
            raise
        return None
