"""Jars for tests: some whose TLC is no code, and TLC 2.15 with changes, which runs."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from moltverify.running.jar_content import TLC_CLASS
from moltverify.running.toolchain import find_jar


def jar_with(file: Path, name: str = TLC_CLASS, java: int = 8) -> Path:
    """Write a zip file with one entry that begins like a class file for this Java."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, b"\xca\xfe\xba\xbe\0\0" + (44 + java).to_bytes(2, "big") + bytes(9))
    return file


def rebuilt_jar(file: Path) -> Path:
    """Write a jar with the TLC of the package and another digest."""
    return changed_jar(file, {})


def miscounting_jar(file: Path) -> Path:
    """Write a jar whose TLC finds that every set has no element.

    Without the Java method of that name TLC evaluates the definition in the module.
    """
    operator = b"\x00\x0bCardinality"
    return changed_jar(
        file,
        {
            "tlc2/module/FiniteSets.class": [(operator, operator.upper())],
            "tla2sany/StandardModules/FiniteSets.tla": [
                (b"ELSE 1 + CS", b"ELSE 0 + CS"),
                (b"CHOOSE x : x \\in T", b"CHOOSE x \\in T : TRUE"),
            ],
        },
    )


def changed_jar(file: Path, changes: Mapping[str, Sequence[tuple[bytes, bytes]]]) -> Path:
    """Write the package's jar with texts of some entries replaced."""
    with zipfile.ZipFile(find_jar(None, {}).path) as known, zipfile.ZipFile(file, "w") as made:
        for entry in known.infolist():
            content = known.read(entry)
            for old, new in changes.get(entry.filename, ()):
                assert old in content, f"{entry.filename} has no {old!r}"
                content = content.replace(old, new)
            made.writestr(entry.filename, content)
        made.writestr("REBUILT", "")
    return file
