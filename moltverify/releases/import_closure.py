"""What files a module of a release loads: its static imports, and theirs."""

import posixpath
import re
from collections.abc import Iterable, Mapping

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


def import_closure(dist: Mapping[str, bytes], entries: Iterable[str]) -> Closure:
    """Return all files that the entries load when they are imported, and the packages.

    What is imported at a call (`import(...)`) does not belong to it. Files that are not there are
    left out.
    """
    files: set[str] = set()
    packages: set[str] = set()
    waiting = list(entries)
    while waiting:
        file = waiting.pop()
        if file in files or file not in dist:
            continue
        files.add(file)
        for specifier in imports_of(dist[file]):
            if specifier.startswith("."):
                waiting.append(file_beside(file, specifier))
            elif not specifier.startswith(("node:", "/", "file:", "data:")):
                packages.add(package_name(specifier))
    return Closure(tuple(sorted(files)), tuple(sorted(packages)))


def file_beside(file: str, specifier: str) -> str:
    """Return the name of the file that a relative specifier leads to from a file."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), specifier))


def imports_of(source: bytes) -> list[str]:
    """Return the specifiers of a file's static imports."""
    return [one.decode("utf-8", "replace") for one in STATIC.findall(source)]


def package_name(specifier: str) -> str:
    """Return the package of a specifier such as `@scope/name/sub/path`."""
    parts = specifier.split("/")
    return "/".join(parts[:2] if specifier.startswith("@") else parts[:1])
