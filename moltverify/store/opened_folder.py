"""Files of one folder, reached by its descriptor: no link leads out of it."""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DAY = 24 * 60 * 60.0  # seconds
# O_NOFOLLOW: a link could lead out of the folder. O_NONBLOCK: a pipe would wait for a writer.
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opened_folder(path: Path) -> Iterator[int]:
    """Yield a descriptor of a folder; raises OSError if it is none, or a link to one."""
    folder = os.open(path, FOLDER)
    try:
        yield folder
    finally:
        os.close(folder)


@contextmanager
def opened_file(name: str, folder: int) -> Iterator[int]:
    """Yield a descriptor of a file of a folder, for reading; raises OSError if it is none."""
    file = os.open(name, READ, dir_fd=folder)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(f"{name} is no file")
        yield file
    finally:
        os.close(file)


def put_in_place(name: str, content: bytes, folder: int) -> None:
    """Write a file whole or not at all, in place of another of its name; raises OSError."""
    part = f".{name}.part-{os.urandom(3).hex()}"
    try:
        with os.fdopen(os.open(part, CREATE | os.O_EXCL, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        # It is there only if something went wrong.
        with suppress(OSError):
            os.unlink(part, dir_fd=folder)


def note_use(file: int) -> None:
    """Set the time stamp of a file, given by its descriptor, if that is a day old.

    The last use decides what is pruned; noting it once a day spares nearly every write.
    """
    if abs(time.time() - os.fstat(file).st_mtime) > DAY:
        # Who may only read a cache uses it as well.
        with suppress(OSError):
            os.utime(file)
