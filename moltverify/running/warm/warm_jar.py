"""The jar that warm workers load: TLC's own, with classes whose static state can be made anew."""

from __future__ import annotations

import os
import secrets
import zipfile
from contextlib import suppress
from pathlib import Path

from moltverify.running.class_data_archive import cache_folder
from moltverify.running.toolchain import Jar
from moltverify.running.warm.static_reset import renewable

FORMAT = 1  # of the rewriting; a change of it makes the jar anew
# TLC's own code; what it brings along of others holds nothing of a run.
PACKAGES = ("tlc2/", "tla2sany/", "util/", "pcal/", "model/")
SUFFIX = ".class"


def warm_jar(jar: Jar) -> Path | None:
    """Return the rewritten jar, made if it is not there; None if that cannot be done.

    Only releases that are known by their digest are rewritten, for only with these is it tested
    that every answer stays the same.
    """
    if jar.known_as is None:
        return None
    path = cache_folder(os.environ) / f"warm-{FORMAT}-{jar.digest[:16]}.jar"
    with suppress(OSError):
        if not path.exists():
            make_jar(jar.path, path)
        return path
    return None


def make_jar(original: Path, made: Path) -> None:
    """Write the rewritten jar; raises OSError if that cannot be done."""
    made.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = made.with_name(f".{made.name}.{secrets.token_hex(4)}")
    try:
        # Not compressed, for Java reads it at every worker's start.
        with zipfile.ZipFile(original) as old, zipfile.ZipFile(part, "w") as new:
            classes = {
                name.removesuffix(SUFFIX): old.read(name)
                for name in old.namelist()
                if name.startswith(PACKAGES) and name.endswith(SUFFIX)
            }
            # Entries for folders stay too: TLC finds its standard modules by the root's.
            for name in old.namelist():
                if name.removesuffix(SUFFIX) not in classes:
                    new.writestr(name, old.read(name))
            for name, content in renewable(classes).items():
                new.writestr(name + SUFFIX, content)
        part.replace(made)
    finally:
        part.unlink(missing_ok=True)
