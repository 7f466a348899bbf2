"""Files of one folder, reached by its descriptor: no link leads out of it."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DAY = 24 * 60 * 60.0  # seconds
# O_NOFOLLOW: a link could lead out of the folder. It is about the last component only: folders
# above may be links of the user's. O_NONBLOCK: opening a pipe would wait for a writer.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opened_folder(path: Path) -> Iterator[int]:
    """Yield a descriptor of a folder; raises OSError if it is missing, a file or a link."""
    folder = os.open(path, FOLDER)
    try:
        yield folder
    finally:
        os.close(folder)


@contextmanager
def opened_file(name: str, folder: int) -> Iterator[int]:
    """Yield a descriptor of a folder's file, for reading; raises OSError if it is no plain file."""
    file = os.open(name, READ, dir_fd=folder)
    try:
        # Asked of the descriptor: between a look at the name and opening it, the file may change.
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(f"{name} is no file")
        yield file
    finally:
        os.close(file)


def put_in_place(name: str, content: bytes, folder: int) -> None:
    """Write a whole file, or nothing, in place of another of its name; raises OSError."""
    part = f".{name}.part-{os.urandom(3).hex()}"
    try:
        # No fsync: digests show what a power failure has destroyed, and it is made again.
        with os.fdopen(os.open(part, CREATE | os.O_EXCL, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        # After the replacement there is no part, so this fails unless an error came first.
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)


def note_use(file: int) -> None:
    """Set the time stamp of a file, given by its descriptor, if that is a day old.

    The last use decides what is pruned. Noting it once a day avoids a write for most reads.
    """
    # A time stamp in the future, of a clock that was wrong, is replaced too.
    if abs(time.time() - os.fstat(file).st_mtime) > DAY:
        # A user who may only read a cache can use it without noting that.
        with suppress(OSError):
            os.utime(file)
