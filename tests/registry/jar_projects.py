"""The small project with a module from a jar."""

from pathlib import Path

from tests.conftest import edit
from tests.registry.mistakes import REGISTRY
from tests.running.library_jars import digest, doubling_jar


def with_library(project: Path, jar: Path, sha256: str = "", more: str = ", trusted: true") -> None:
    """Let the project's claim take modules from a jar."""
    entry = f"{{jar: {jar}, sha256: {sha256 or digest(jar)}{more}}}"
    edit(project / REGISTRY, "{timeout: 60s}", f"{{timeout: 60s, library: [{entry}]}}")


def with_doubling(project: Path) -> Path:
    """Let the project's module extend one from a jar in the project; return the jar."""
    jar = doubling_jar(project / "specs" / "lib.jar")
    with_library(project, jar)
    edit(project / "specs/Door.tla", "EXTENDS FiniteSets", "EXTENDS Doubling, FiniteSets")
    return jar
