"""Limits of a cache folder: unused files are removed, then those used least recently.

The time stamp of a file is that of its last use, to a day.
"""

import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from moltverify.store.opened_folder import CREATE, DAY

UNUSED = 30 * DAY  # seconds
LARGEST = 200_000_000  # bytes of a folder, and so of a file
MARKER = ".pruned"  # its time stamp is when the folder was pruned last


class UsedFile(Struct, frozen=True, order=True):
    """A file with the time of its last use (seconds since 1970) and its size in bytes."""

    used: float
    size: int
    name: str


def prune_daily(folder: int, ours: re.Pattern[str], largest: int = LARGEST) -> None:
    """Prune a folder, given by its descriptor, unless that was done in the last day.

    Raises OSError if it cannot be done.
    """
    now = time.time()
    # A stamp in the future, of a clock that was wrong, must not delay pruning until then.
    if abs(now - last_pruned(folder)) < DAY:
        return
    # The stamp comes first, so that another process does not prune the folder at the same time.
    os.close(os.open(MARKER, CREATE, 0o600, dir_fd=folder))
    os.utime(MARKER, dir_fd=folder, follow_symlinks=False)
    prune(folder, ours, now, largest)


def last_pruned(folder: int) -> float:
    """Return when a folder was pruned, in seconds since 1970; 0 if it never was."""
    try:
        return os.stat(MARKER, dir_fd=folder, follow_symlinks=False).st_mtime
    except FileNotFoundError:
        return 0.0


def prune(folder: int, ours: re.Pattern[str], now: float, largest: int = LARGEST) -> None:
    """Remove the files whose names match `ours` and that were not used in the last 30 days.

    Of the others, the most recently used ones stay, as many as fit in `largest` bytes.
    """
    # Only such names: a user may choose any folder for caches, with files of other programs in it.
    total = 0
    for file in sorted(used_files(folder, ours), reverse=True):
        total += file.size
        if total > largest or abs(now - file.used) > UNUSED:
            # Another process may have removed it already.
            with suppress(OSError):
                os.unlink(file.name, dir_fd=folder)


def used_files(folder: int, ours: re.Pattern[str]) -> Iterator[UsedFile]:
    """Yield the files, and the links, whose names match."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not ours.fullmatch(entry.name):
                continue
            # A file may vanish during the scan; a link counts itself, not what it leads to.
            with suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(found.st_mode):
                    yield UsedFile(found.st_mtime, found.st_size, entry.name)
