"""Standard output and error that never raise: closed, full, or without a reader."""

import errno
import io
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Steady(io.FileIO):
    """A file descriptor whose writes never fail: after the first error, output is dropped.

    If the reader of the output, such as `head`, ends early, the run continues: its results are
    recorded, the models' processes are ended, and the exit code is that of the verdicts.
    """

    error: OSError | None = None

    def write(self, content: "ReadableBuffer") -> int:
        """Write the content, or drop it; the return value claims that all was written."""
        if self.error is None:
            try:
                return super().write(content)
            except OSError as error:
                self.error = error
        # Not its length, which counts items, and these can have several bytes.
        return memoryview(content).nbytes

    @property
    def lost(self) -> str | None:
        """The reason why output was lost; None if all was written or the reader ended early."""
        if self.error is None or self.error.errno == errno.EPIPE:
            return None
        return self.error.strerror


def is_lost(stream: TextIO) -> bool:
    """Tell whether what is written to a stream goes nowhere, because a write has failed."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return isinstance(raw, Steady) and raw.error is not None


def steady_streams() -> Steady:
    """Replace standard output and error by streams that never fail; return that of output."""
    sys.stdout, output = steady(sys.stdout)
    sys.stderr, _ = steady(sys.stderr)
    return output


def steady(stream: TextIO | None) -> tuple[TextIO, Steady]:
    """Return a stream over the same descriptor that never fails; None is a closed stream."""
    # Python has None in place of a stream whose descriptor was closed when it started.
    descriptor = stream.fileno() if stream else os.open(os.devnull, os.O_WRONLY)
    # closefd=False: the stream that is replaced still owns the descriptor.
    raw = Steady(descriptor, "wb", closefd=False)
    text = io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding if stream else "utf-8",
        errors="backslashreplace",  # escapes for characters that the encoding lacks
        line_buffering=raw.isatty(),
    )
    return text, raw


def colour(environment: Mapping[str, str]) -> bool | None:
    """Return False if the environment disables colour (no-color.org, TERM), otherwise None.

    With None, click decides: it colours a terminal's output only.
    """
    unwanted = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    return False if unwanted else None
