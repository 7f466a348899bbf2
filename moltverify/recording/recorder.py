"""The recorder for Python: the events of a program, from any thread or process, as a log.

    import moltverify as mv

    with mv.record("logs/redeem.jsonl") as log:
        log.event("ask", user="ann", code="x1")

A line is written by one call of the system, at the end of the file as it is then. So lines of
several processes do not mix, an event is in the file when `event` returns, and an event that began
after another one's return comes later. File systems over a network do not promise that.
"""

import os
import secrets
from functools import partial
from pathlib import Path
from threading import RLock
from time import monotonic_ns
from types import TracebackType
from typing import Self
from weakref import WeakSet

from moltverify.errors import EventError
from moltverify.recording.event_line import event_json


class Recorder:
    """Appends events to a log; threads share it, and processes that are given it append too."""

    def __init__(self, path: str | Path, *, append: bool = False) -> None:
        # Absolute, because a process that gets this log may have another working directory.
        self.path = Path(path).absolute()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not append:
            self.path.write_bytes(b"")
        # Without a buffer: nothing is lost if the process is killed.
        self._file = self.path.open("ab", buffering=0)
        self._become_writer()
        OPEN_RECORDERS.add(self)

    def event(self, kind: str, /, **fields: object) -> None:
        """Append an event; raises EventError for a value that JSON cannot hold, and OSError."""
        __tracebackhide__ = True  # pytest shows the line of the caller
        start = event_json(kind, fields)
        with self._lock:
            if self._file.closed:
                raise EventError(
                    f"event {kind!r}: the log {self.path} is closed", "end the program's work first"
                )
            # The number is used even if the write fails, so that the log shows what it lacks.
            self._seq += 1
            line = b'%b,"recorded":{"writer":"%b","seq":%d,"ns":%d}}\n' % (
                *(start, self._writer, self._seq, monotonic_ns()),
            )
            written = self._file.write(line)
        if written != len(line):
            raise OSError(f"{self.path}: only {written} of {len(line)} bytes of an event fit")

    def close(self) -> None:
        """Close the log; closing it again does nothing."""
        with self._lock:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[partial[Self], tuple[()]]:
        return partial(type(self), self.path, append=True), ()

    def _become_writer(self) -> None:
        # Reentrant: a signal's handler may record an event while its thread records another.
        self._lock = RLock()
        self._writer = f"{os.getpid()}-{secrets.token_hex(4)}".encode()
        self._seq = 0


OPEN_RECORDERS: WeakSet[Recorder] = WeakSet()


def become_writers() -> None:
    """Give each log of a process that has just been forked a name, numbers and lock of its own."""
    # Another thread of the parent may have held the lock, and does not exist here.
    for log in OPEN_RECORDERS:
        log._become_writer()


if hasattr(os, "register_at_fork"):  # where processes fork
    os.register_at_fork(after_in_child=become_writers)


def record(path: str | Path, *, append: bool = False) -> Recorder:
    """Open a log of events and return it; close it, or use it in a `with`.

    A file of that name is emptied, or continued with `append`, by which several programs write to
    one log. Folders are made as needed. Raises OSError for a file that cannot be written.
    """
    return Recorder(path, append=append)
