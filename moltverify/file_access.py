"""Reading of files with any content, and of names that no file can have."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def read_text(file: Path) -> str:
    """Read a file as UTF-8; other bytes become replacement characters."""
    return file.read_bytes().decode("utf-8", "replace")


@contextmanager
def open_text(file: Path) -> Iterator[Iterator[str]]:
    """Yield a file's lines with their ends, read as `read_text` reads; only line feeds end one."""
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        yield lines


def is_file(path: Path) -> bool:
    """Return whether a file exists; a name that is too long counts as missing."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises OSError for such a name


def sha256(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal; raises OSError if it cannot be read."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
