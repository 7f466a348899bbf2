"""Jars of the tests' own: libraries with small modules, and copies of the jar with TLC."""

import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from moltverify.running.toolchain import find_jar

LIBRARY = "---- MODULE Doubling ----\nEXTENDS Naturals\nTwice(n) == n + n\n====\n"
# Another answer than that of the module, so that a run shows which of them was used.
OVERRIDE = """import tlc2.value.impl.*;
public class Doubling {
    public static Value Twice(final IntValue n) { return IntValue.gen(3 * n.val); }
}
"""

READER = '---- MODULE IOUtils ----\nVariable(name) == "from no class"\n====\n'
READING = """import tlc2.value.impl.*;
public class IOUtils {
    public static Value Variable(final StringValue name) {
        final String value = System.getenv(name.val.toString());
        return new StringValue(value == null ? "not set" : value);
    }
}
"""
MODULES = {"Doubling": LIBRARY, "IOUtils": READER}
needs_javac = pytest.mark.skipif(shutil.which("javac") is None, reason="needs javac")


def write_jar(file: Path, modules: dict[str, str], classes: tuple[Path, ...] = ()) -> Path:
    """Write a jar with modules by name, and with class files, and return its path."""
    with zipfile.ZipFile(file, "w") as made:
        for name, text in modules.items():
            made.writestr(zipfile.ZipInfo(f"{name}.tla"), text)
        for one in classes:
            made.writestr(zipfile.ZipInfo(one.name), one.read_bytes())
    return file


def doubling_jar(file: Path) -> Path:
    """Write a jar with the module Doubling."""
    return write_jar(file, {"Doubling": LIBRARY})


def overriding_jar(file: Path, name: str = "Doubling", java: str = OVERRIDE) -> Path:
    """Write a jar with a module and a Java class that replaces its operators."""
    folder = file.parent / f"{file.stem}-classes"
    folder.mkdir()
    (folder / f"{name}.java").write_text(java)
    tlc = find_jar(None, {}).path
    subprocess.run(
        ["javac", "--release", "8", "-nowarn", "-cp", str(tlc), f"{name}.java"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return write_jar(file, {name: MODULES[name]}, (folder / f"{name}.class",))


def reading_jar(file: Path) -> Path:
    """Write a jar whose module IOUtils reads environment variables."""
    return overriding_jar(file, "IOUtils", READING)


def repacked(file: Path) -> Path:
    """Write a copy of the jar with TLC that has another digest, and return its path."""
    shutil.copyfile(find_jar(None, {}).path, file)
    with zipfile.ZipFile(file, "a") as made:
        made.comment = b"a copy"
    return file


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
