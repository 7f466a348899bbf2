"""The jar that warm workers load: TLC's own, with classes whose static state can be made anew."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from moltverify.running.toolchain import Jar
from moltverify.running.warm.static_reset import renewable
from moltverify.store.cache_folder import tools_folder
from moltverify.store.code_digest import code_digest
from moltverify.store.sealed_file import SealedFile

# TLC's own code; what it brings along of others holds nothing of a run.
PACKAGES = ("tlc2/", "tla2sany/", "util/", "pcal/", "model/")
SUFFIX = ".class"
REWRITING = tuple(f"running/warm/{name}.py" for name in ("class_file", "static_reset", "warm_jar"))


class WarmJarInputs(Struct, frozen=True):
    """What a rewritten jar is made of: the original, by its SHA-256, and the code that rewrites."""

    jar: str
    code: str


def warm_jar(jar: Jar, environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the rewritten jar, made unless it is there as it was made; None if it cannot be made.

    `environment` says where caches are. Only releases that are known by their digest are
    rewritten, for only with these is it tested that every answer stays the same.
    """
    if jar.known_as is None:
        return None
    inputs = WarmJarInputs(jar.digest, code_digest(*REWRITING))
    made = SealedFile(tools_folder(environment), "warm", jar.digest, ".jar", inputs)
    with suppress(OSError):
        # What is loaded here speaks in the original's name, so it is looked at before each use.
        if not made.is_as_made():
            made.make(lambda file: rewrite_jar(jar.path, file))
        return made.path
    return None


def rewrite_jar(original: Path, made: Path) -> None:
    """Write the rewritten jar, the same bytes each time; raises OSError if that cannot be done."""
    # Not compressed, for Java reads it at every worker's start.
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(made, "w") as new:
        classes = {
            name.removesuffix(SUFFIX): old.read(name)
            for name in old.namelist()
            if name.startswith(PACKAGES) and name.endswith(SUFFIX)
        }
        # Entries for folders stay too: TLC finds its standard modules by the root's.
        for name in old.namelist():
            if name.removesuffix(SUFFIX) not in classes:
                new.writestr(zipfile.ZipInfo(name), old.read(name))
        for name, content in renewable(classes).items():
            new.writestr(zipfile.ZipInfo(name + SUFFIX), content)
