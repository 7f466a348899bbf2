"""The checksums of a PlusCal algorithm, from the translator in TLC's jar.

The translator stores the checksum of an algorithm's syntax tree in the form in which it writes the
tree for -writeAST (pcal.trans and pcal.AST, TLC 2.15). The form is that of later releases too: the
checksums of two algorithms that a later translator wrote are those of these trees.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from moltverify.running.child_environment import java_environment
from moltverify.running.command import PROPERTIES, QUICK_FLAGS
from moltverify.running.process import Command, run
from moltverify.running.toolchain import Toolchain
from moltverify.store.cache_folder import cache_folder
from moltverify.store.keyed import KeyedStore, key_of
from moltverify.tla.pluscal import Checksum, ChecksumKind, checksum

TIMEOUT = 60.0  # seconds; a translator needs 0.3 s for a short algorithm
MODULE = "Algorithm"
# What the translator writes before and after the tree.
BEFORE, AFTER = b"ast == \n", b"\n==========================\n"


class TranslatorInput(Struct, frozen=True):
    """What a tree depends on: the digests of the module's text and of the jar."""

    module: str
    jar: str


class AlgorithmSums(Struct, frozen=True):
    """The checksums of an algorithm's tree."""

    crc32: str
    md5: str

    def fits(self, stored: Checksum) -> bool:
        """Tell whether a checksum is that of the algorithm."""
        return stored.value == (self.crc32 if stored.kind is ChecksumKind.CRC32 else self.md5)


@lru_cache(maxsize=64)
def algorithm_sums(text: bytes, toolchain: Toolchain) -> AlgorithmSums | None:
    """Return the checksums of the algorithm in a module's text, kept from an earlier call if any.

    None if the translator finds no algorithm, or a mistake in it, or does not run.
    """
    kept = KeyedStore(cache_folder(os.environ), "pluscal-trees")
    key = key_of(TranslatorInput(hashlib.sha256(text).hexdigest(), toolchain.jar.digest))
    known = kept.get(key, AlgorithmSums)
    if known is None:
        tree = algorithm_tree(text, toolchain)
        if tree is None:
            return None
        known = AlgorithmSums(
            crc32=checksum(ChecksumKind.CRC32, tree), md5=checksum(ChecksumKind.MD5, tree)
        )
        kept.put(key, known)
    return known


def algorithm_tree(text: bytes, toolchain: Toolchain) -> bytes | None:
    """Return the syntax tree of the algorithm in a module's text, as the translator writes it."""
    with suppress(OSError), tempfile.TemporaryDirectory(prefix="pluscal-") as name:
        folder = Path(name)
        (folder / f"{MODULE}.tla").write_bytes(text)
        run(translator_command(folder, toolchain), TIMEOUT)
        written = (folder / "AST.tla").read_bytes().replace(b"\r\n", b"\n")
        begin, end = written.find(BEFORE), written.rfind(AFTER)
        return written[begin + len(BEFORE) : end] if 0 <= begin < end else None
    return None


def translator_command(folder: Path, toolchain: Toolchain) -> Command:
    """Return the command that writes the tree of a folder's module into the folder."""
    return Command(
        arguments=[
            str(toolchain.java.path),
            *QUICK_FLAGS,
            "-Xmx256m",
            *map(str, PROPERTIES),
            f"-Duser.home={folder}",
            *("-cp", str(toolchain.jar.path), "pcal.trans"),
            *("-nocfg", "-writeAST", f"{MODULE}.tla"),
        ],
        folder=folder,
        environment=java_environment(os.environ),
        stdout=folder / "output.txt",
        stderr=folder / "errors.txt",
    )
