"""`moltverify doctor`: checks Java, TLC, the engines and the registry, with a hint for each."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import click
from msgspec import Struct

from moltverify.cli.options import jar_option, registry_option, working_folder
from moltverify.errors import ExitCode, MoltverifyError, ToolchainError
from moltverify.plural import counted
from moltverify.registry.load import find_registry, load_registry
from moltverify.running.engine_selection import warm_obstacle
from moltverify.running.java_answer import OLDEST_JAVA, fresh_answer, major_version
from moltverify.running.java_search import find_java, search_java
from moltverify.running.tethered_process import can_leave_network
from moltverify.running.toolchain import find_jar, jar_candidates


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
    checks: dict[str, Callable[[], Diagnosis]] = {
        "Java": lambda: inspect_java(jar),
        "TLC": lambda: inspect_jar(jar),
        "engines": inspect_engines,
        "registry": lambda: inspect_registry(registry),
    }
    for name, inspect in checks.items():
        # Each check by itself, so that a missing Java does not hide the state of the rest.
        try:
            yield inspect()
        except MoltverifyError as error:
            yield Diagnosis(False, name, tuple(error.message.splitlines()), error.hint)


def inspect_java(jar: Path | None) -> Diagnosis:
    """Ask the launchers for their releases; raises ToolchainError if none can be used."""
    oldest = java_for(jar)
    # Asked again, so that what was mended since is found by the next run as well.
    search = search_java(os.environ, fresh_answer, oldest)
    java = search.java or find_java(os.environ, oldest)
    looked = (f"looked in {one.describe()}" for one in search.passed_over)
    version = f"version {major_version(java.release)} ({java.release})"
    return Diagnosis(True, "Java", (f"{version}, {java.path} ({java.source})", *looked))


def java_for(jar: Path | None) -> int:
    """Return the oldest Java that the jar in use runs on."""
    with suppress(ToolchainError):
        return find_jar(jar, os.environ).oldest_java
    # The check of TLC reports what is wrong with the jar.
    return OLDEST_JAVA


def inspect_jar(given: Path | None) -> Diagnosis:
    """Check tla2tools.jar; raises ToolchainError if it is missing or has no TLC in it."""
    jar = find_jar(given, os.environ)
    # Not a fault: an unknown release may work as well.
    known = jar.known_as or "not one of the releases that the reader was tested with"
    looked = (f"looked in {one.describe()}" for one in jar_candidates(given, os.environ))
    return Diagnosis(True, "TLC", (str(jar.path), known, f"sha256 {jar.digest}", *looked))


def inspect_engines() -> Diagnosis:
    """Describe both engines. The check never fails: verdicts do not depend on the engine."""
    obstacle = warm_obstacle(find_java(os.environ))
    return Diagnosis(True, "engines", engine_lines(obstacle, can_leave_network()))


def engine_lines(obstacle: str, leaves_network: bool) -> tuple[str, str]:
    """Describe warm workers, which `obstacle` prevents if there is one, and processes."""
    if leaves_network:
        warm, alone = "yes; they have no network", "has no network"
    else:
        why = "this system lets no user make a network namespace"
        warm = f"yes; {why}, so they keep the network and listen on loopback only"
        alone = (
            f"{why}, so each TLC up to 2.20 listens on a random port of every interface while it "
            "runs"
        )
    return (
        f"warm workers: {f'no, {obstacle}' if obstacle else warm}",
        f"a process per model: {alone}",
    )


def inspect_registry(given: Path | None) -> Diagnosis:
    """Load the registry and count its entries; raises RegistryError with all its mistakes."""
    # Without the modules and configs, which check-registry reads too.
    registry = load_registry(find_registry(given, working_folder()))
    counts = f"{counted(len(registry.claims), 'claim')}, {counted(len(registry.models), 'model')}"
    return Diagnosis(True, "registry", (str(registry.file), counts))
