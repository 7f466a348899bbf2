"""Reading of files with any content, and of names that no file can have."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LONGEST_LINE = 4_000_000  # characters of a line of a file that is read by lines
PIECE = 1 << 16


def read_text(file: Path) -> str:
    """Read a file as UTF-8; other bytes become replacement characters."""
    return file.read_bytes().decode("utf-8", "replace")


def read_start(file: Path, size: int) -> str:
    """Read at most this many bytes from a file's beginning, as `read_text` reads."""
    with file.open("rb") as content:
        return content.read(size).decode("utf-8", "replace")


def text_pieces(file: Path) -> Iterator[str]:
    """Yield a file's text in pieces of bounded size, read as `read_text` reads."""
    with opened_text(file) as text:
        while piece := text.read(PIECE):
            yield piece


@contextmanager
def open_text(file: Path) -> Iterator[Iterator[str]]:
    """Yield a file's lines with their ends, read as `read_text` reads; only line feeds end one.

    A line that is longer than LONGEST_LINE ends with the number of characters that are left out.
    """
    with opened_text(file) as text:
        yield bounded_lines(text)


def opened_text(file: Path) -> TextIO:
    """Return a file opened as UTF-8 without a change of its line ends."""
    return file.open(encoding="utf-8", errors="replace", newline="\n")


def bounded_lines(text: TextIO) -> Iterator[str]:
    """Yield the lines of a text, of a long one its beginning."""
    while line := text.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith("\n"):
            yield line
            continue
        left_out, end = 0, ""
        while not end and (piece := text.readline(PIECE)):
            end = "\n" if piece.endswith("\n") else ""
            left_out += len(piece) - len(end)
        more = f" ... {left_out} more characters" if left_out else ""
        yield f"{line}{more}{end}"


def is_file(path: Path) -> bool:
    """Return whether a file exists; a name that is too long counts as missing."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises OSError for such a name


def sha256(file: Path) -> str:
    """Return the file's SHA-256 in hexadecimal; raises OSError if it cannot be read."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
