"""Java launchers as shell scripts: whatever a machine can have in the place of Java."""

from pathlib import Path

HOTSPOT = 'openjdk version "17.0.15" 2025-04-15'


def script(folder: Path, body: str) -> Path:
    """Write a launcher to the folder's bin/java, as in a runtime's folder."""
    file = folder / "bin" / "java"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


def answering(folder: Path, release: str) -> Path:
    """Write a launcher that says this release."""
    return script(folder, f"echo 'openjdk version \"{release}\"' >&2")


def counting(folder: Path, body: str) -> Path:
    """Write a launcher that also adds a line to a file `asked` each time it starts."""
    return script(folder, f"echo >> '{folder}/asked'\n{body}")


def times_asked(folder: Path) -> int:
    """Return how often a counting launcher started."""
    asked = folder / "asked"
    return len(asked.read_text(encoding="utf-8").splitlines()) if asked.exists() else 0


def as_runtime(launcher: Path, stated: str | None = None) -> Path:
    """Let a launcher be that of a runtime, which has a file about its release or not."""
    home = launcher.parents[1]
    (home / "lib").mkdir(exist_ok=True)
    (home / "lib" / "modules").touch()
    if stated is not None:
        (home / "release").write_text(stated, encoding="utf-8")
    return launcher
