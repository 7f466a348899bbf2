"""`moltverify doctor`: checks Java, TLC, the engines and the registry, with a hint for each."""

import os
from collections.abc import Iterator
from pathlib import Path
from zipfile import is_zipfile

import click
from msgspec import Struct

from moltverify.cli.options import jar_option, registry_option, working_folder
from moltverify.errors import ExitCode, MoltverifyError, ToolchainError
from moltverify.plural import counted
from moltverify.registry.load import find_registry, load_registry
from moltverify.running.engine_selection import warm_obstacle
from moltverify.running.tethered_process import can_leave_network
from moltverify.running.toolchain import (
    OLDEST_JAVA,
    find_jar,
    find_java,
    jar_candidates,
    java_candidates,
    java_version,
)


class Diagnosis(Struct, frozen=True):
    """The result of one check; `hint` says what to do if it is not `well`."""

    well: bool
    name: str
    lines: tuple[str, ...]
    hint: str = ""


@click.command("doctor", short_help="Say what is missing, and what to do.")
@jar_option
@registry_option
def command(tla2tools: Path | None, registry: Path | None) -> ExitCode:
    """Look at Java, TLC and the registry, and say what is missing."""
    findings = [*look(tla2tools, registry)]
    for finding in findings:
        sign = click.style("ok", fg="green") if finding.well else click.style("NO", fg="red")
        click.echo(f"{sign}  {click.style(finding.name, bold=True)}")
        for line in finding.lines:
            click.echo(f"      {line}")
        if finding.hint:
            click.echo(f"      {click.style('to do:', bold=True)} {finding.hint}")
    return ExitCode.OK if all(one.well for one in findings) else ExitCode.NO_VERDICT


def look(jar: Path | None, registry: Path | None) -> Iterator[Diagnosis]:
    """Yield the result of each check; an error is the result of its check."""
    for name, inspect in (
        ("Java", inspect_java),
        ("TLC", lambda: inspect_jar(jar)),
        ("engines", inspect_engines),
        ("registry", lambda: inspect_registry(registry)),
    ):
        # Each check by itself, so that a missing Java does not hide the state of the rest.
        try:
            yield inspect()
        except MoltverifyError as error:
            yield Diagnosis(False, name, tuple(error.message.splitlines()), error.hint)


def inspect_java() -> Diagnosis:
    """Check Java's version; raises ToolchainError if Java is missing or does not start."""
    java = find_java(os.environ)
    version = java_version(java)
    looked = (f"looked in {one.describe()}" for one in java_candidates(os.environ))
    lines = (f"version {version}, {java.path} ({java.source})", *looked)
    if version < OLDEST_JAVA:
        hint = f"TLC needs Java {OLDEST_JAVA} or later: pip install 'moltverify[java]'"
        return Diagnosis(False, "Java", lines, hint)
    return Diagnosis(True, "Java", lines)


def inspect_jar(given: Path | None) -> Diagnosis:
    """Check tla2tools.jar; raises ToolchainError if it is missing or not a zip file."""
    jar = find_jar(given, os.environ)
    # A zip file has its directory at the end, so an incomplete download is not recognised as one.
    if not is_zipfile(jar.path):
        raise ToolchainError(f"{jar.path} is not a jar", "name a complete tla2tools.jar")
    # Not a fault: an unknown release may work as well.
    known = jar.known_as or "not one of the releases that the reader was tested with"
    looked = (f"looked in {one.describe()}" for one in jar_candidates(given, os.environ))
    return Diagnosis(True, "TLC", (str(jar.path), known, f"sha256 {jar.digest}", *looked))


def inspect_engines() -> Diagnosis:
    """Describe both engines. The check never fails: verdicts do not depend on the engine."""
    java = find_java(os.environ)
    obstacle = warm_obstacle(java)
    warm = f"warm workers: {f'no, {obstacle}' if obstacle else 'yes; they listen on loopback only'}"
    alone = (
        "a process per model: has no network"
        if can_leave_network()
        else "a process per model: this system lets no user make a network namespace, so each TLC "
        "up to 2.20 listens on a random port of every interface while it runs"
    )
    return Diagnosis(True, "engines", (warm, alone))


def inspect_registry(given: Path | None) -> Diagnosis:
    """Load the registry and count its entries; raises RegistryError with all its mistakes."""
    # Without the modules and configs, which check-registry reads too.
    registry = load_registry(find_registry(given, working_folder()))
    counts = f"{counted(len(registry.claims), 'claim')}, {counted(len(registry.models), 'model')}"
    return Diagnosis(True, "registry", (str(registry.file), counts))
