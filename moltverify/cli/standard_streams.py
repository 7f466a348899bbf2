"""Standard output and error as they are: closed, full, narrow, or with a reader that has left."""

import errno
import io
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Steady(io.FileIO):
    """A descriptor to which writing never fails: after its first error, all else is dropped.

    A run whose reader, such as `head`, has what it wanted goes on: its results are recorded, its
    models' processes end as they should, and its exit code says how it went.
    """

    error: OSError | None = None

    def write(self, content: "ReadableBuffer") -> int:
        """Write what can be written."""
        if self.error is None:
            try:
                return super().write(content)
            except OSError as error:
                self.error = error
        return memoryview(content).nbytes

    @property
    def lost(self) -> str | None:
        """Why something was dropped that somebody may want to read; None if nothing was."""
        if self.error is None or self.error.errno == errno.EPIPE:
            return None
        return self.error.strerror


def steady_streams() -> Steady:
    """Replace standard output and error by steady ones; return that of standard output."""
    sys.stdout, output = steady(sys.stdout)
    sys.stderr, _ = steady(sys.stderr)
    return output


def steady(stream: TextIO | None) -> tuple[TextIO, Steady]:
    """Return a steady stream like this one, which is None if it was closed from the start."""
    descriptor = stream.fileno() if stream else os.open(os.devnull, os.O_WRONLY)
    raw = Steady(descriptor, "wb", closefd=False)
    text = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding if stream else "utf-8",
        errors="backslashreplace",  # a narrow encoding shows escapes
        line_buffering=raw.isatty(),
    )
    return text, raw


def colour(environment: Mapping[str, str]) -> bool | None:
    """Return False where colour is unwanted (no-color.org, TERM), None where a terminal decides."""
    unwanted = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return False if unwanted else None
