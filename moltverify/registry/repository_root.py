"""What is inside the repository: only that is read unless the user allows more."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def repository_of(specs: Path) -> Path:
    """Return the nearest folder above with a `.git`, else the folder itself; links are followed."""
    real = Path(os.path.realpath(specs))
    # Not `is_dir`: in a worktree `.git` is a file.
    above = (folder for folder in (real, *real.parents) if (folder / ".git").exists())
    return next(above, real)


def folders_of_project(start: Path) -> Iterator[Path]:
    """Yield a folder and those above it up to the repository's; without one, the folder alone.

    A file further up, of a name that other programs use too, would be another project's.
    """
    root = repository_of(start)
    real = Path(os.path.realpath(start))
    yield from (folder for folder in (real, *real.parents) if folder.is_relative_to(root))


class Boundary:
    """A folder that files have to be inside of, where their links lead."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.inside = os.path.join(root, "")  # noqa: PTH118 - with the slash at the end
        self.real_folder = cache(os.path.realpath)

    def outside_words(self, file: Path) -> str | None:
        """Return that a file is outside the folder; None if it is inside."""
        real = self.real_path(file)
        if real.startswith(self.inside):
            return None
        leads = "" if real == str(file) else f", which is {real},"
        return f"{file}{leads} is outside {self.root}; --allow-outside admits it"

    def real_path(self, file: Path) -> str:
        """Return the path where a file's links lead."""
        # By its folder, which is looked at once for hundreds of files.
        folder, name = os.path.split(file)
        real = os.path.join(self.real_folder(folder), name)  # noqa: PTH118 - as above
        # A link leads elsewhere, and `..` is no name of a file.
        return os.path.realpath(file) if name == ".." or os.path.islink(real) else real  # noqa: PTH114 - as above
