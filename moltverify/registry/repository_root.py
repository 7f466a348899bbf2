"""What is inside the repository: only that is read unless the user allows more."""

import os
from collections.abc import Iterator
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


def outside_words(file: Path, root: Path) -> str | None:
    """Return that a file is outside a folder, where its links lead; None if it is inside."""
    real = Path(os.path.realpath(file))
    if real.is_relative_to(root):
        return None
    leads = "" if real == file else f", which is {real},"
    return f"{file}{leads} is outside {root}; --allow-outside admits it"
