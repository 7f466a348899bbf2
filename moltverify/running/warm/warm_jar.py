"""The jar that warm workers load: TLC's own, with classes whose static state can be made anew."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from moltverify.file_access import sha256
from moltverify.running.toolchain import Jar
from moltverify.running.warm.static_reset import renewable
from moltverify.store.cache_folder import tools_folder
from moltverify.store.code_digest import code_digest
from moltverify.store.sealed_file import SealedFile

# TLC's own code; what it brings along of others holds nothing of a run. Classes at a jar's top,
# which replace operators, are rewritten as well.
PACKAGES = ("tlc2/", "tla2sany/", "util/", "pcal/", "model/")
SUFFIX = ".class"
# Files of a signature, which would not fit the rewritten classes.
SIGNATURES = (".SF", ".RSA", ".DSA", ".EC")
REWRITING = tuple(f"running/warm/{name}.py" for name in ("class_file", "static_reset", "warm_jar"))


class WarmJarInputs(Struct, frozen=True):
    """What a rewritten jar is made of: the jars, by their SHA-256, and the code that rewrites."""

    jar: str
    code: str
    libraries: tuple[str, ...] = ()


def warm_jar(
    jar: Jar, libraries: tuple[Path, ...] = (), environment: Mapping[str, str] = os.environ
) -> Path | None:
    """Return the rewritten jar, made unless it is there as it was made; None if it cannot be made.

    It has what the library jars have, too. `environment` says where caches are. Raises the errors
    of ClassFile for a class that cannot be read.
    """
    with suppress(OSError):
        digests = tuple(map(sha256, libraries))
        inputs = WarmJarInputs(jar.digest, code_digest(*REWRITING), digests)
        made = SealedFile(tools_folder(environment), "warm", jar.digest, ".jar", inputs)
        # What is loaded here speaks in the original's name, so it is looked at before each use.
        if not made.is_as_made():
            made.make(lambda file: rewrite_jars((jar.path, *libraries), file))
        return made.path
    return None


def rewrite_jars(originals: Sequence[Path], made: Path) -> None:
    """Write one rewritten jar of several, the same bytes each time; raises OSError.

    Of entries with the same name the first stays, as on a class path.
    """
    entries: dict[str, bytes] = {}
    for jar in originals:
        with zipfile.ZipFile(jar) as opened:
            for name in opened.namelist():
                if name not in entries and not name.endswith(SIGNATURES):
                    entries[name] = opened.read(name)
    classes = {
        name.removesuffix(SUFFIX): content
        for name, content in entries.items()
        if name.endswith(SUFFIX) and (name.startswith(PACKAGES) or "/" not in name)
    }
    # Not compressed, for Java reads it at every worker's start.
    with zipfile.ZipFile(made, "w") as new:
        # Entries for folders stay too: TLC finds its standard modules by the root's.
        for name, content in entries.items():
            if name.removesuffix(SUFFIX) not in classes:
                new.writestr(zipfile.ZipInfo(name), content)
        for name, content in renewable(classes).items():
            new.writestr(zipfile.ZipInfo(name + SUFFIX), content)
