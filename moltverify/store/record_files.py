"""Files for people: written as a whole, ignored by git, with errors that say what to do."""

import os
from pathlib import Path

from moltverify.errors import StoreError


def write_atomically(file: Path, content: bytes) -> None:
    """Write a whole file or nothing; raises StoreError if it cannot be written."""
    # Beside the file, because a rename is atomic within one file system only.
    part = file.with_name(f".{file.name}.{os.getpid()}.{random_name()}")
    try:
        try:
            part.write_bytes(content)
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise cannot("write", file, error) from error


def random_name() -> str:
    """Return six random hexadecimal digits."""
    # The usual module for this, secrets, takes 5 ms to import.
    return os.urandom(3).hex()


def hide_from_git(root: Path) -> None:
    """Make git ignore a folder without an entry in the user's own files; raises OSError."""
    (root / ".gitignore").write_text("*\n", encoding="utf-8")


def cannot(do: str, path: Path, error: OSError) -> StoreError:
    """Return the error that says what failed, why, and what to do."""
    return StoreError(
        f"cannot {do} {path}: {error.strerror or error}",
        "free space or make the folder writable; --store FOLDER names another",
    )
