"""What runs a model: Java and tla2tools.jar, and where the jar is looked for."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from moltverify.errors import ToolchainError, UsageError
from moltverify.file_access import is_file, sha256
from moltverify.running.java_answer import OLDEST_JAVA
from moltverify.running.java_search import Candidate, Java, find_java, places

JAR_VARIABLE = "MOLTVERIFY_TLA2TOOLS"
ALSO_OPTION = "--also-with"


class KnownJar(Struct, frozen=True):
    """A release whose output the reader was tested with, and the first line that its TLC prints.

    `shares_searches` says that the tests compared runs for several witnesses with runs for each.
    """

    release: str
    banner: str
    shares_searches: bool = False


# By the SHA-256 of the jar. TLC 2.15 was built without a date.
KNOWN_JARS = {
    "58c6df9a1045beb341ee947bc640fe8d89988ad1d0b700e392aa8dd97502129a": KnownJar(
        "TLC 2.15 (d5b5a7f, 2020)",
        "TLC2 Version 2.15 of Day Month 20?? (rev: d5b5a7f)",
        shares_searches=True,
    ),
    "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88": KnownJar(
        "TLC 2.19 (v1.7.4, 2024)", "TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)"
    ),
}


class Jar(Struct, frozen=True):
    """The jar in use, its SHA-256, and the oldest Java that can run it."""

    path: Path
    digest: str
    oldest_java: int = OLDEST_JAVA

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

    @property
    def shares_searches(self) -> bool:
        """Whether one run for several witnesses is known to answer as a run for each."""
        known = KNOWN_JARS.get(self.digest)
        return known is not None and known.shares_searches


class Toolchain(Struct, frozen=True):
    """What runs a model."""

    java: Java
    jar: Jar


def find_toolchain(jar: Path | None, environment: Mapping[str, str]) -> Toolchain:
    """Find Java and the jar; `jar` is the path from the command line, if any.

    Raises ToolchainError, which lists the places, when one is missing or does not work.
    """
    found = find_jar(jar, environment)
    return Toolchain(java=find_java(environment, found.oldest_java), jar=found)


def find_jar(given: Path | None, environment: Mapping[str, str]) -> Jar:
    """Find tla2tools.jar: command line, environment, beside the package, in the checkout."""
    candidates = list(jar_candidates(given, environment))
    for candidate in candidates:
        if candidate.path is None:
            continue
        # A jar that was asked for by name is never silently replaced by another.
        if candidate.source in {"--tla2tools", JAR_VARIABLE} or is_file(candidate.path):
            return named_jar(candidate.path, candidate.source)
    raise ToolchainError(
        "tla2tools.jar was not found; looked in\n" + places(candidates),
        "install moltverify again (its build writes the jar), or pass --tla2tools PATH",
    )


def further_toolchains(
    first: Toolchain, jars: Iterable[Path], environment: Mapping[str, str]
) -> tuple[Toolchain, ...]:
    """Return what runs models on further jars; each may need another Java than the first one.

    Raises ToolchainError as `find_toolchain`, and UsageError for a jar that is named twice.
    """
    seen = {first.jar.digest: first.jar.path}
    found = []
    for path in jars:
        jar = named_jar(path, ALSO_OPTION)
        if jar.digest in seen:
            raise UsageError(
                f"{path} ({ALSO_OPTION}) is the same jar as {seen[jar.digest]}, "
                "so there is nothing to compare",
                "name the jar of another release of TLC, or leave the option out",
            )
        seen[jar.digest] = path
        found.append(Toolchain(java=find_java(environment, jar.oldest_java), jar=jar))
    return tuple(found)


def named_jar(path: Path, source: str) -> Jar:
    """Return the jar at a path that `source` names; raises ToolchainError as `jar_of`."""
    if not is_file(path):
        raise ToolchainError(
            f"there is no file {path} ({source})",
            "name the path of a tla2tools.jar, or leave it out to use the one that comes along",
        )
    return jar_of(path.resolve())


def jar_of(path: Path) -> Jar:
    """Return the jar that a file is; raises ToolchainError if TLC cannot be started from it."""
    if os.pathsep in str(path):
        raise ToolchainError(
            f"Java can load nothing from {path}, because its class path ends at {os.pathsep!r}",
            "move the jar to a folder without that character",
        )
    try:
        digest = sha256(path)
    except OSError as error:
        raise ToolchainError(f"{path} cannot be read: {error.strerror}") from error
    # A known jar is complete, or it would have another digest.
    if digest in KNOWN_JARS:
        return Jar(path, digest)
    from moltverify.running.jar_content import java_for_jar  # noqa: PLC0415 - zipfile takes 4 ms

    return Jar(path, digest, java_for_jar(path))


def jar_candidates(given: Path | None, environment: Mapping[str, str]) -> Iterator[Candidate]:
    """List where the jar may be, best first."""
    package = Path(__file__).parents[1]
    if given is not None:
        yield Candidate("--tla2tools", given, "")
    named = environment.get(JAR_VARIABLE)
    yield Candidate(JAR_VARIABLE, Path(named), "") if named else Candidate(JAR_VARIABLE, None)
    yield Candidate("the package", package / "vendor" / "tla2tools.jar", "")
    yield Candidate("the checkout", package.parent / "vendor" / "tla2tools.jar", "")
