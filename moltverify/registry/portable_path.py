"""Paths of files as digests have them: relative, so that a checkout elsewhere has the same ones."""

import os
from os.path import relpath
from pathlib import Path


def portable_path(file: Path, folder: Path) -> str:
    """Return a file's path from a folder, with slashes; with `..` if the file is not inside."""
    # Most files are inside, and relpath asks for the current folder each time.
    text, start = str(file), os.path.join(folder, "")  # noqa: PTH118 - with the slash at the end
    inside = text.startswith(start)
    # relpath is needed for `..`, which here would be a name.
    if not inside or f"{os.sep}.." in text[len(start) - 1 :]:
        text, start = relpath(file, folder), ""
    return text[len(start) :].replace(os.sep, "/")
