"""Which of several jars adoption runs, and which jar that lies there would know a keyword."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from moltverify.running.jar_contents import tlc_version, unknown_keywords, unknown_options
from moltverify.running.toolchain import named_jar

JAR_NAME = "tla2tools"  # part of the name of TLC's jar


def newest_jar(paths: Sequence[Path]) -> Path | None:
    """Return the jar with the newest TLC of those that a user names; of equal ones the first.

    None without paths. Raises ToolchainError for a jar that cannot be used.
    """
    jars = [named_jar(path, "--tla2tools").path for path in paths]
    return max(jars, key=release_numbers, default=None)


def release_numbers(jar: Path) -> tuple[int, ...]:
    """Return the numbers of a jar's version; none for a jar that does not say it."""
    parts = (tlc_version(jar) or "").split(".")
    return tuple(int(part) for part in parts if part.isdecimal())


def jar_that_knows(name: str, jars: Iterable[Path]) -> Path | None:
    """Return the newest of some jars whose TLC knows a keyword or an option; none is run."""
    known = [jar for jar in jars if release_numbers(jar) and knows(jar, name)]
    return max(known, key=release_numbers, default=None)


def knows(jar: Path, name: str) -> bool:
    """Tell whether a jar's TLC knows a keyword of configs, or an option with its hyphen."""
    unknown = unknown_options(jar) if name.startswith("-") else unknown_keywords(jar, [name])
    return name not in unknown
