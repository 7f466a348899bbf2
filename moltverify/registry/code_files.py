"""The files of a repository that a path or a glob of a claim names."""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

WILD = frozenset("*?[")


def pattern_parts(pattern: str) -> list[str]:
    """Return the parts of a pattern; a path without wildcards stands for all below it too."""
    parts = [part for part in pattern.split("/") if part]
    return parts if WILD.intersection(pattern) else [*parts, "**"]


def path_matches(name: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether the parts of a file's name match those of a pattern.

    As in a shell, `*` does not cross a `/`, `**` stands for any folders, and neither stands for
    names that begin with a dot.
    """
    # The ends of all prefixes of the name that the pattern so far matches: linear in both.
    ends = {0}
    for part in pattern:
        if part == "**":
            ends = set(longer_ends(name, ends))
        else:
            ends = {end + 1 for end in ends if end < len(name) and part_fits(name[end], part)}
    return len(name) in ends


def longer_ends(name: Sequence[str], ends: set[int]) -> Iterator[int]:
    """Yield the ends of prefixes that are longer by any visible names."""
    inside = False
    for end in range(len(name) + 1):
        inside = end in ends or (inside and not name[end - 1].startswith("."))
        if inside:
            yield end


def part_fits(name: str, part: str) -> bool:
    """Return whether one name matches one part of a pattern."""
    return name.startswith(".") <= part.startswith(".") and fnmatchcase(name, part)


def named_files(root: Path, pattern: str) -> Iterator[Path]:
    """Yield the files below a folder that match a pattern, without those that links lead out to."""
    parts = pattern_parts(pattern)
    fixed = fixed_part(pattern)
    start = root / fixed
    if start.is_file():
        found = iter([start] if not WILD.intersection(pattern) else [])
    else:
        found = walked_files(start, any(part.startswith(".") for part in parts))
    for file in found:
        inside = Path(os.path.realpath(file)).is_relative_to(root)
        # A pipe would be waited for when it is read.
        if inside and path_matches(file.relative_to(root).parts, parts) and file.is_file():
            yield file


def fixed_part(pattern: str) -> str:
    """Return the folders of a pattern before its first wildcard."""
    parts = [part for part in pattern.split("/") if part]
    wild = (number for number, part in enumerate(parts) if WILD.intersection(part))
    return "/".join(parts[: next(wild, len(parts))])


def real_parts(root: Path, pattern: str) -> list[str]:
    """Return the parts of a pattern from a folder, with the links before the wildcards followed."""
    parts, fixed = pattern_parts(pattern), fixed_part(pattern)
    real = Path(os.path.realpath(root / fixed))
    if not real.is_relative_to(root):
        return parts
    return [*real.relative_to(root).parts, *parts[len(Path(fixed).parts) :]]


def walked_files(folder: Path, hidden: bool = False) -> Iterator[Path]:
    """Yield the files below a folder in order, without git's; links to folders are not followed."""
    for above, folders, files in os.walk(folder):
        # What os.walk finds in the list is what it visits.
        folders[:] = sorted(
            one for one in folders if one != ".git" and (hidden or not one.startswith("."))
        )
        yield from (Path(above, file) for file in sorted(files))
