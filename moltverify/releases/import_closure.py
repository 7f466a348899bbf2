"""What files a module of a release loads: its static imports, and theirs."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

# Statements at the beginning of a line or behind another: the output of bundlers and compilers.
STATIC = re.compile(
    rb"""(?:^|;)[ \t]*(?:import|export)\s*(?:[^;"'()]*?\bfrom\s*)?["']([^"'\n]+)["']""",
    re.MULTILINE,
)


class Closure(Struct, frozen=True):
    """Files below dist/, and the names of the packages that they import."""

    files: tuple[str, ...]
    packages: tuple[str, ...]


def import_closure(dist: Path, entries: Iterable[str]) -> Closure:
    """Return all files that the entries load when they are imported, and the packages.

    What is imported at a call (`import(...)`) does not belong to it. Files that are not there are
    left out.
    """
    files: set[str] = set()
    packages: set[str] = set()
    waiting = list(entries)
    while waiting:
        file = waiting.pop()
        if file in files or not (dist / file).is_file():
            continue
        files.add(file)
        for specifier in imports_of((dist / file).read_bytes()):
            if specifier.startswith("."):
                waiting.append(os.path.normpath(os.path.join(os.path.dirname(file), specifier)))  # noqa: PTH118, PTH120 - names below dist/, no paths
            elif not specifier.startswith(("node:", "/", "file:", "data:")):
                packages.add(package_name(specifier))
    return Closure(tuple(sorted(files)), tuple(sorted(packages)))


def imports_of(source: bytes) -> list[str]:
    """Return the specifiers of a file's static imports."""
    return [one.decode("utf-8", "replace") for one in STATIC.findall(source)]


def package_name(specifier: str) -> str:
    """Return the package of a specifier such as `@scope/name/sub/path`."""
    parts = specifier.split("/")
    return "/".join(parts[:2] if specifier.startswith("@") else parts[:1])
