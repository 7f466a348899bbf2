"""Folders that exist for one run, and the removal of those that a killed process has left.

A folder has a file that its process keeps locked. The system frees the lock when the process ends
in any way, so a folder whose file nobody has locked is a dead process's.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

ALIVE = ".moltverify-alive"
PREFIX = "moltverify-"
# Seconds within which no folder is removed: its process may be about to lock the file.
YOUNG = 60.0


@contextmanager
def private_folder(prefix: str = PREFIX, parent: Path | None = None) -> Iterator[Path]:
    """Yield a new folder, by default below that of temporary files; it is removed afterwards.

    Raises OSError if it cannot be made.
    """
    if parent is None:
        clean_temporary_folder()
    # Resolved, because what runs in it may have another working folder than this process.
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent)).resolve()
    try:
        with (folder / ALIVE).open("wb") as alive:
            # Where files cannot be locked, nothing is ever removed.
            with suppress(OSError):
                fcntl.flock(alive, fcntl.LOCK_EX)
            yield folder
    finally:
        # States and fingerprints of a stopped search can have hundreds of megabytes.
        shutil.rmtree(folder, ignore_errors=True)


@cache
def clean_temporary_folder() -> None:
    """Remove what killed processes have left in the folder of temporary files, once a process."""
    # A prefix of ours only, because other programs' folders lie there too.
    with suppress(OSError):
        remove_dead(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def remove_dead(folders: Iterable[Path]) -> None:
    """Remove those of the folders that a process of this user made, which has ended."""
    for folder in folders:
        with suppress(OSError):
            if is_dead(folder):
                shutil.rmtree(folder, ignore_errors=True)


def is_dead(folder: Path) -> bool:
    """Tell whether a folder is a private one whose process has ended; raises OSError."""
    # Not followed: a link in the folder of temporary files may be anybody's.
    own = folder.lstat()
    if folder.is_symlink() or own.st_uid != os.getuid():
        return False
    # Of no other kind than `private_folder` makes it: opening a pipe would wait.
    file = os.open(folder / ALIVE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if time.time() - os.fstat(file).st_mtime < YOUNG:
            return False
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True
