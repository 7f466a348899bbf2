"""Jars of the tests' own: libraries with small modules, and copies of the jar with TLC."""

import hashlib
import shutil
import subprocess
import zipfile
from pathlib import Path

from moltverify.running.toolchain import find_jar

LIBRARY = "---- MODULE Doubling ----\nEXTENDS Naturals\nTwice(n) == n + n\n====\n"
# Another answer than that of the module, so that a run shows which of them was used.
OVERRIDE = """import tlc2.value.impl.*;
public class Doubling {
    public static Value Twice(final IntValue n) { return IntValue.gen(3 * n.val); }
}
"""


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


def overriding_jar(file: Path) -> Path:
    """Write a jar with the module Doubling and a Java class that replaces its operator."""
    folder = file.parent / f"{file.stem}-classes"
    folder.mkdir()
    (folder / "Doubling.java").write_text(OVERRIDE)
    tlc = find_jar(None, {}).path
    subprocess.run(
        ["javac", "--release", "8", "-nowarn", "-cp", str(tlc), "Doubling.java"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return write_jar(file, {"Doubling": LIBRARY}, (folder / "Doubling.class",))


def repacked(file: Path) -> Path:
    """Write a copy of the jar with TLC that has another digest, and return its path."""
    shutil.copyfile(find_jar(None, {}).path, file)
    with zipfile.ZipFile(file, "a") as made:
        made.comment = b"a copy"
    return file


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
