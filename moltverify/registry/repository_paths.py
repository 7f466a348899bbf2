"""Paths of specs within the user's repository, for tools that annotate its files."""

import posixpath
from pathlib import Path

from moltverify.registry.records import Registry, YamlPlace
from moltverify.registry.spec_texts import SourceFile


class Repository:
    """Turns paths of a registry into paths relative to the repository that holds it.

    The repository is the nearest folder above with a `.git`, else the parent of the specs' folder.
    """

    def __init__(self, registry: Registry) -> None:
        self.specs = registry.specs.resolve()
        # Not `is_dir`: in a worktree `.git` is a file.
        self.root = next(
            (above for above in (self.specs, *self.specs.parents) if (above / ".git").exists()),
            self.specs.parent,
        )

    def path_of(self, file: SourceFile) -> str:
        """Return a spec's path with forward slashes, absolute if it is outside the repository."""
        return self.relative(self.specs / file.path)

    def path_of_entry(self, source: YamlPlace) -> str:
        """Return the path of the registry's file that contains an entry."""
        return self.relative(source.file.resolve())

    def relative(self, path: Path) -> str:
        """Return a path relative to the repository's root."""
        # Not resolved: a link in the repository keeps the path by which the user knows it.
        plain = Path(posixpath.normpath(path.as_posix()))
        inside = plain.is_relative_to(self.root)
        return (plain.relative_to(self.root) if inside else plain).as_posix()
