"""The claims whose code in the repository changed, though perhaps none of their models did."""

from collections.abc import Iterator
from pathlib import Path

from moltverify.registry.code_files import named_files, path_matches, real_parts
from moltverify.registry.records import Registry
from moltverify.registry.repository_root import repository_of
from moltverify.suite.model_files import ChangedPaths


def moved_code(registry: Registry, changed: set[Path]) -> dict[str, tuple[str, ...]]:
    """Return the names of the changed files of each claim's code, from the repository's root.

    A claim without one is left out. `changed` are resolved paths, of removed files too.
    """
    root, paths = repository_of(registry.specs), ChangedPaths(changed)
    found = {
        claim.id: sorted(
            {
                file.relative_to(root).as_posix()
                for code in claim.implementation
                if code.source
                for file in moved_files(root, code.file, paths)
            }
        )
        for claim in registry.claims
    }
    return {claim: tuple(names) for claim, names in found.items() if names}


def moved_files(root: Path, pattern: str, changed: ChangedPaths) -> Iterator[Path]:
    """Yield the changed files below a folder that match a pattern."""
    parts = real_parts(root, pattern)
    for file in changed.paths:
        if file.is_relative_to(root) and path_matches(file.relative_to(root).parts, parts):
            yield file
    # Of a submodule git names only the folder. Without one, the files need not be listed.
    if changed.folders:
        yield from changed.among(set(named_files(root, pattern)))
