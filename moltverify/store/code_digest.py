"""Digests of the tool's own code: they are part of keys, so that new code reuses no old result.

They are taken from the files of the imported package: in a checkout, an installation or a zip file.
A file is read when its digest is first needed, so the code in memory may be older than the digest
if files change while the program runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import moltverify

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# The rooms whose code every verdict depends on: they read specs and TLC's output, and judge.
JUDGING = ("registry", "running", "store", "suite", "tla", "tlc", "errors.py", "file_access.py")
SOURCES = (".py", ".mjs")
COMPILED = "__pycache__"  # what Python makes of the sources, with time stamps inside


@cache
def code_digest(*rooms: str) -> str:
    """Return the SHA-256 of some rooms' code, in hexadecimal.

    A room is a folder of the package, such as audit, or one file, such as report/story/phrases.py.
    If a room has no source file, the result names the version instead, and is not hexadecimal.
    """
    digests = [room_digest(room) for room in rooms]
    # A package may consist of compiled files only; then the version is all that tells its code.
    if "" in digests:
        return f"moltverify {moltverify.__version__} without sources"
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


@cache
def room_digest(room: str) -> str:
    """Return the SHA-256 of a room's code, or nothing if it has no source file."""
    return digest_of_code(package_root().joinpath(*room.split("/")))


def digest_of_code(place: Traversable) -> str:
    """Return the SHA-256 of a file, or of all files below a folder with their names.

    Return nothing if none is a source file. Folders of compiled code are left out.
    """
    whole, has_source = hashlib.sha256(), False
    # Names begin at the room, so that installations in two folders have the same digest.
    for name, content in code_files(place, place.name):
        # With the lengths, a byte that moves from one file to the next changes the digest.
        whole.update(f"{name}\0{len(content)}\0".encode() + content)
        has_source = has_source or name.endswith(SOURCES)
    return whole.hexdigest() if has_source else ""


def code_files(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of a file, or of all files below a folder, sorted by name."""
    if place.is_file():
        yield name, place.read_bytes()
    elif place.is_dir():
        # A file system lists a folder in any order.
        for below in sorted(place.iterdir(), key=lambda one: one.name):
            if below.name != COMPILED:
                yield from code_files(below, f"{name}/{below.name}")


def package_root() -> Traversable:
    """Return the place of the imported package: a folder, or one in a zip file."""
    folder = Path(moltverify.__path__[0])
    if folder.is_dir():
        return folder
    from importlib.resources import files  # noqa: PLC0415 - 30 ms, for a zip file only

    return files("moltverify")
