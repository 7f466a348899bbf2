"""Where the specs are within the user's repository, as tools that annotate its files need it."""

import posixpath
from pathlib import Path

from moltverify.registry.records import Registry, YamlPlace
from moltverify.registry.spec_texts import SourceFile


class Repository:
    """Turns paths of a registry into paths relative to the repository that holds it.

    The repository is the nearest folder above with a `.git`, else the folder of the specs' folder.
    """

    def __init__(self, registry: Registry) -> None:
        self.specs = registry.specs.resolve()
        self.root = next(
            (above for above in (self.specs, *self.specs.parents) if (above / ".git").exists()),
            self.specs.parent,
        )

    def path_of(self, file: SourceFile) -> str:
        """Return a spec's path with forward slashes; an absolute one if it is elsewhere."""
        return self.relative(self.specs / file.path)

    def path_of_entry(self, source: YamlPlace) -> str:
        """Return the path of the registry's file that holds an entry."""
        return self.relative(source.file.resolve())

    def relative(self, path: Path) -> str:
        """Return a path as seen from the repository's top."""
        # Not resolved: a link inside the repository is shown where the user sees it.
        plain = Path(posixpath.normpath(path.as_posix()))
        inside = plain.is_relative_to(self.root)
        return (plain.relative_to(self.root) if inside else plain).as_posix()
