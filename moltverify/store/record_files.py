"""Files for people: written whole or not at all, unseen by git, with errors that name the mend."""

import os
from pathlib import Path

from moltverify.errors import StoreError


def write_atomically(file: Path, content: bytes) -> None:
    """Write a whole file or nothing; raises StoreError if it cannot be written."""
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
    """Return six characters that no other process takes at the same time."""
    # The module for this, secrets, takes 5 ms to import.
    return os.urandom(3).hex()


def hide_from_git(root: Path) -> None:
    """Let git ignore a folder, so that nobody has to write that down; raises OSError."""
    (root / ".gitignore").write_text("*\n", encoding="utf-8")


def cannot(do: str, path: Path, error: OSError) -> StoreError:
    """Return the error that says what could not be done, why, and how to mend it."""
    return StoreError(
        f"cannot {do} {path}: {error.strerror or error}",
        "free space or make the folder writable; --store FOLDER names another",
    )
