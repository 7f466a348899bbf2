"""`moltverify doctor`: checks Java, TLC, the engines and the registry, with a hint for each."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click
from msgspec import Struct

from moltverify.cli.jar_lines import class_paths_of, library_jars_of, module_lines, tlc_lines
from moltverify.cli.options import jar_option, open_registry, registry_option
from moltverify.errors import ExitCode, MoltverifyError, RegistryError, ToolchainError
from moltverify.file_access import sha256
from moltverify.known_faults.handling import NEVER_PASSED, is_avoided
from moltverify.known_faults.releases import release_of
from moltverify.known_faults.wording import fault_counts, fault_lines, faults_with
from moltverify.plural import counted
from moltverify.registry.jar_pins import library_mistakes
from moltverify.registry.mistakes import registry_error
from moltverify.registry.records import Registry
from moltverify.registry.suite_jar import chosen_jar
from moltverify.running.engine_selection import jar_obstacle, warm_obstacle
from moltverify.running.java_answer import OLDEST_JAVA, fresh_answer, major_version
from moltverify.running.java_search import find_java, search_java
from moltverify.running.sandbox.acting_modules import acting_modules
from moltverify.running.sandbox.sandbox_needs import group_line, sandbox_obstacle
from moltverify.running.tethered_process import can_leave_network
from moltverify.running.toolchain import Jar, find_jar, find_toolchain, jar_candidates, jar_of
from moltverify.running.warm.self_check import WarmJars


class Diagnosis(Struct, frozen=True):
    """The result of one check; `hint` says what to do if it is not `well`."""

    well: bool
    name: str
    lines: tuple[str, ...]
    hint: str = ""


@click.command("doctor", short_help="Say what is missing, and what to do.")
@jar_option
@registry_option
@click.option("--faults", is_flag=True, help="List the known faults of the jar's TLC.")
def command(tla2tools: Path | None, registry: Path | None, faults: bool) -> ExitCode:
    """Look at Java, TLC and the registry, and say what is missing."""
    findings = [*look(tla2tools, registry, faults)]
    for finding in findings:
        sign = click.style("ok", fg="green") if finding.well else click.style("NO", fg="red")
        click.echo(f"{sign}  {click.style(finding.name, bold=True)}")
        for line in finding.lines:
            click.echo(f"      {line}")
        if finding.hint:
            click.echo(f"      {click.style('to do:', bold=True)} {finding.hint}")
    return ExitCode.OK if all(one.well for one in findings) else ExitCode.NO_VERDICT


def look(jar: Path | None, registry: Path | None, faults: bool) -> Iterator[Diagnosis]:
    """Yield the result of each check; an error is the result of its check.

    With `faults`, the check of TLC lists its known faults.
    """
    known = readable_registry(registry)
    checks: dict[str, Callable[[], Diagnosis]] = {
        "Java": lambda: inspect_java(jar, known),
        "TLC": lambda: inspect_jar(jar, known, faults),
        "engines": lambda: inspect_engines(jar, known),
        "sandbox": lambda: inspect_sandbox(jar, known),
        "registry": lambda: inspect_registry(registry),
    }
    for name, inspect in checks.items():
        # Each check by itself, so that a missing Java does not hide the state of the rest.
        try:
            yield inspect()
        except MoltverifyError as error:
            yield Diagnosis(False, name, tuple(error.message.splitlines()), error.hint)


def readable_registry(given: Path | None) -> Registry | None:
    """Return the registry; None if there is none, or one with mistakes, which has its own check."""
    with suppress(MoltverifyError):
        return open_registry(given)
    return None


def jar_in_use(given: Path | None, known: Registry | None) -> Path | None:
    """Return the jar that is named; raises RegistryError if the registry's cannot be used."""
    return chosen_jar(known, given) if known else given


def inspect_java(jar: Path | None, known: Registry | None) -> Diagnosis:
    """Ask the launchers for their releases; raises ToolchainError if none can be used."""
    oldest = java_for(jar, known)
    # Asked again, so that what was mended since is found by the next run as well.
    search = search_java(os.environ, fresh_answer, oldest)
    java = search.java or find_java(os.environ, oldest)
    looked = (f"looked in {one.describe()}" for one in search.passed_over)
    version = f"version {major_version(java.release)} ({java.release})"
    return Diagnosis(True, "Java", (f"{version}, {java.path} ({java.source})", *looked))


def java_for(jar: Path | None, known: Registry | None) -> int:
    """Return the oldest Java that the jar in use runs on."""
    with suppress(ToolchainError, RegistryError):
        return find_jar(jar_in_use(jar, known), os.environ).oldest_java
    # The check of TLC reports what is wrong with the jar.
    return OLDEST_JAVA


def inspect_jar(given: Path | None, registry: Registry | None, faults: bool) -> Diagnosis:
    """Check tla2tools.jar; raises ToolchainError if it is missing or has no TLC in it.

    Raises RegistryError if it is not the jar that the registry names.
    """
    jar = find_jar(jar_in_use(given, registry), os.environ)
    # Not a fault: an unknown release may work as well.
    known = jar.known_as or "not one of the releases that the reader was tested with"
    looked = (f"looked in {one.describe()}" for one in jar_candidates(given, os.environ))
    about = (*tlc_lines(jar.path), *fault_summary(jar, faults), *other_jars(jar, given))
    return Diagnosis(True, "TLC", (str(jar.path), known, f"sha256 {jar.digest}", *about, *looked))


def fault_summary(jar: Jar, listed: bool) -> Iterator[str]:
    """Yield how many known faults a jar has and how many are avoided, and a line for each."""
    faults = faults_with(release_of(jar))
    yield faults_of_jar(jar)
    avoided = sum(map(is_avoided, faults))
    options = sorted(set(NEVER_PASSED.values()))
    yield f"{avoided} of them are avoided: no run has {', '.join(options)}, and where several"
    yield "workers lose violations of temporal properties, a model with one runs with one worker"
    if listed:
        yield from (f"- {line}" for line in fault_lines(faults))
    else:
        yield "moltverify doctor --faults lists them"


def faults_of_jar(jar: Jar) -> str:
    """Say how many known faults a jar's TLC has."""
    release = release_of(jar)
    name = f"TLC {release} has" if release else "its release is not known, so it may have all"
    return f"{name} {fault_counts(faults_with(release))}"


def other_jars(used: Jar, given: Path | None) -> Iterator[str]:
    """Yield a line for each other jar at hand, by its content."""
    seen = {used.digest}
    for one in jar_candidates(given, os.environ):
        # The check is about the jar in use; what is wrong with another matters where it is used.
        with suppress(ToolchainError):
            if one.path is None or (jar := jar_of(one.path.resolve())).digest in seen:
                continue
            seen.add(jar.digest)
            yield f"another jar at hand, {jar.path}: {faults_of_jar(jar)}"
            yield from tlc_lines(jar.path)


def inspect_engines(given: Path | None, known: Registry | None) -> Diagnosis:
    """Describe both engines. The check never fails: verdicts do not depend on the engine."""
    obstacle = warm_obstacle(find_java(os.environ, java_for(given, known)))
    more: list[str] = []
    # The check of TLC reports what is wrong with the jar.
    with suppress(ToolchainError, RegistryError):
        toolchain = find_toolchain(jar_in_use(given, known), os.environ)
        jars = WarmJars(toolchain, may_check=not obstacle)
        obstacle = obstacle or jar_obstacle(jars)
        for path in class_paths_of(known) if known and not obstacle else ():
            why = jar_obstacle(jars, path)
            names = ", ".join(jar.name for jar in path)
            more.append(f"warm workers with {names}: {f'no, {why}' if why else 'yes'}")
    return Diagnosis(True, "engines", (*engine_lines(obstacle, can_leave_network()), *more))


def engine_lines(obstacle: str, leaves_network: bool) -> tuple[str, str]:
    """Describe warm workers, which `obstacle` prevents if there is one, and processes."""
    if leaves_network:
        warm, alone = "yes; they have no network", "has no network"
    else:
        why = "this system lets no user make a network namespace"
        warm = f"yes; {why}, so they keep the network, and open no port"
        alone = f"{why}, so each TLC keeps the network, and opens no port"
    return (
        f"warm workers: {f'no, {obstacle}' if obstacle else warm}",
        f"a process per model: {alone}",
    )


def inspect_sandbox(given: Path | None, known: Registry | None) -> Diagnosis:
    """Say whether models can run in a sandbox. The check never fails: only strangers' need one."""
    if obstacle := sandbox_obstacle(find_java(os.environ, java_for(given, known))):
        return Diagnosis(True, "sandbox", (f"none: {obstacle}",))
    jars = [jar.path for jar in library_jars_of(known)] if known else []
    # The check of TLC reports what is wrong with the jar.
    with suppress(ToolchainError, RegistryError):
        jars.append(find_jar(jar_in_use(given, known), os.environ).path)
    return Diagnosis(True, "sandbox", ("bubblewrap starts Java", group_line(), *refused_jars(jars)))


def refused_jars(jars: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each jar that does not run in a sandbox."""
    for jar in jars:
        if acting := acting_modules(jar):
            yield f"refused there: {jar}, which reaches files, programs or the network by "
            yield f"{', '.join(acting)}"


def inspect_registry(given: Path | None) -> Diagnosis:
    """Load the registry and count its entries; raises RegistryError with all its mistakes."""
    # Without the modules and configs, which check-registry reads too.
    registry = open_registry(given)
    counts = f"{counted(len(registry.claims), 'claim')}, {counted(len(registry.models), 'model')}"
    if mistakes := [*library_mistakes(registry.models, registry.file, sha256)]:
        raise registry_error(mistakes)
    return Diagnosis(True, "registry", (str(registry.file), counts, *library_lines(registry)))


def library_lines(registry: Registry) -> Iterator[str]:
    """Yield what the jars in the libraries of a registry's models can do."""
    for jar in library_jars_of(registry):
        yield f"library {jar.path}, trusted as sha256 {jar.sha256}"
        yield from module_lines(jar.path)
