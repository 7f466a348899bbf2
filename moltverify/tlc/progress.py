"""A run's progress, from the progress lines that TLC prints while it searches.

The text is that of tlc2.output.MP, code 2200 (TLC 2.15, d5b5a7f); its numbers are grouped as the
JVM's locale groups them (`1,025`, `1.025`, `1 025`).
"""

from __future__ import annotations

import re

from msgspec import Struct

# Any locale's separators may be between the digits, but no letter before the unit. Every part has
# a limit, so that the match of a long line that is something else fails at once.
_COUNT = r"[^:a-z\n]{1,40}"
_RATE = r"(?: \([^)\n]{0,60}\))?, "
_PROGRESS = re.compile(
    r"^Progress\((?P<depth>[^)\n]{0,40})\) at [^\n]{0,60}: "
    rf"(?P<generated>{_COUNT}) states generated"
    rf"{_RATE}(?P<distinct>{_COUNT}) distinct states found"
    rf"{_RATE}(?P<queue>{_COUNT}) states left on queue",
    re.MULTILINE,
)
_START = "Progress("


class Progress(Struct, frozen=True):
    """Numbers of states generated, distinct and queued, and the depth; None is unknown."""

    generated: int | None
    distinct: int | None
    queue: int | None
    depth: int | None

    @property
    def counts(self) -> tuple[int | None, int | None, int | None]:
        """The three counts without the depth, which the closing message does not have."""
        return (self.generated, self.distinct, self.queue)


def _number(text: str) -> int | None:
    # TLC prints -1 for what a search mode does not count.
    digits = "".join(filter(str.isdecimal, text))
    return int(digits) if digits and len(digits) < 20 and "-" not in text else None


def _progress(found: re.Match[str]) -> Progress:
    return Progress(**{name: _number(text) for name, text in found.groupdict().items()})


def read_progress(text: str) -> Progress | None:
    """Return the counts of the first progress line of a text, or None if it has none."""
    found = _PROGRESS.search(text)
    return _progress(found) if found else None


def latest_progress(text: str) -> Progress | None:
    """Return the counts of the last complete progress line in a run's output so far, or None."""
    # Backwards, because this runs several times a second and the last line is what counts.
    end = len(text)
    while (start := text.rfind(_START, 0, end)) >= 0:
        if (start == 0 or text[start - 1] == "\n") and (found := _PROGRESS.match(text, start)):
            return _progress(found)
        end = start
    return None
