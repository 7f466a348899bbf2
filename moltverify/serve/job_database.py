"""Jobs, results and pages in SQLite; each change is whole or not there, whatever ends the process.

All methods run in one thread of their own, so that the event loop never waits for the disk.
"""

import asyncio
import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from moltverify.errors import StoreError
from moltverify.serve.job_records import Job, JobState

T = TypeVar("T")
VERSION = 1  # of the tables
FIELDS = Job.__struct_fields__
TABLES = f"""
CREATE TABLE jobs (
    digest TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, request BLOB NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL, created REAL NOT NULL, started REAL NOT NULL,
    ended REAL NOT NULL, finished REAL NOT NULL, runs INTEGER NOT NULL,
    result BLOB, bytes INTEGER NOT NULL DEFAULT 0, used REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE pages (
    digest TEXT NOT NULL REFERENCES jobs ON DELETE CASCADE,
    path TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (digest, path)
) STRICT;
CREATE INDEX by_use ON jobs (used);
PRAGMA user_version = {VERSION};
"""
PUT = (
    f"INSERT INTO jobs ({', '.join(FIELDS)}) VALUES ({', '.join('?' * len(FIELDS))}) "  # noqa: S608 - names of fields
    f"ON CONFLICT (digest) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in FIELDS[1:])
)
GET = f"SELECT {', '.join(FIELDS)} FROM jobs"  # noqa: S608 - names of fields
ENDED_BY_US = "the service ended while it ran; it can be started again"


class JobDatabase:
    """The jobs of a service; the methods without `async` are for its thread, and for tests."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self.opened: sqlite3.Connection | None = None

    async def call(self, work: Callable[[], T]) -> T:
        """Do something in the thread of the database."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database."""
        assert self.opened is not None, "open it first"
        return self.opened

    def open(self) -> int:
        """Open or make the file; return how many jobs the last service left unfinished.

        Raises StoreError if the file cannot be used.
        """
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # The thread that opens may be another than the one that uses it later.
            self.opened = sqlite3.connect(self.file, check_same_thread=False)
            # A reader never waits, and a crash of this process loses no committed change.
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute("PRAGMA synchronous = NORMAL")
            self.connection.execute("PRAGMA foreign_keys = ON")
            [version] = self.connection.execute("PRAGMA user_version").fetchone()
            if version not in {0, VERSION}:
                raise StoreError(f"{self.file} has tables of version {version}", "name a new file")
            if version == 0:
                self.connection.executescript(TABLES)
            return self.mark_interrupted()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self.file} cannot be used: {error}", "name another file") from error

    def close(self) -> None:
        """Close the file, if it is open."""
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def mark_interrupted(self) -> int:
        """Mark the jobs that waited or ran; return their number."""
        with self.connection:
            return self.connection.execute(
                "UPDATE jobs SET state = ?, reason = ?, ended = ? WHERE state IN (?, ?)",
                (
                    JobState.INTERRUPTED.value,
                    ENDED_BY_US,
                    time.time(),
                    JobState.WAITING.value,
                    JobState.RUNNING.value,
                ),
            ).rowcount

    def put(self, job: Job) -> None:
        """Keep a job; its result and its pages stay as they are."""
        values = (getattr(job, name) for name in FIELDS)
        with self.connection:
            row = [one.value if isinstance(one, JobState) else one for one in values]
            self.connection.execute(PUT, row)
            self.connection.execute(
                "UPDATE jobs SET used = ?, bytes = max(bytes, length(request)) WHERE digest = ?",
                (time.time(), job.digest),
            )

    def put_result(self, job: Job, result: bytes, pages: Mapping[str, bytes]) -> None:
        """Keep a job with its result and its pages: all of them, or nothing."""
        packed = {path: zlib.compress(content) for path, content in pages.items()}
        packed_result = zlib.compress(result)
        size = len(packed_result) + len(job.request) + sum(map(len, packed.values()))
        with self.connection:
            row = [job.digest, *(getattr(job, name) for name in FIELDS[1:])]
            self.connection.execute(PUT, [getattr(one, "value", one) for one in row])
            self.connection.execute(
                "UPDATE jobs SET result = ?, bytes = ?, used = ? WHERE digest = ?",
                (packed_result, size, time.time(), job.digest),
            )
            self.connection.execute("DELETE FROM pages WHERE digest = ?", (job.digest,))
            self.connection.executemany(
                "INSERT INTO pages VALUES (?, ?, ?)",
                [(job.digest, path, content) for path, content in packed.items()],
            )

    def get(self, digest: str) -> Job | None:
        """Return a job and note that it was used."""
        rows = self.jobs(f"{GET} WHERE digest = ?", digest)
        if rows:
            with self.connection:
                self.connection.execute(
                    "UPDATE jobs SET used = ? WHERE digest = ?", (time.time(), digest)
                )
        return rows[0] if rows else None

    def newest(self, number: int) -> list[Job]:
        """Return the jobs that were asked for last."""
        return self.jobs(f"{GET} ORDER BY created DESC LIMIT ?", number)

    def with_result(self, kinds: Sequence[str]) -> list[Job]:
        """Return the jobs of these kinds that have a result, the oldest result first."""
        marks = ", ".join("?" * len(kinds))
        return self.jobs(
            f"{GET} WHERE finished > 0 AND kind IN ({marks}) ORDER BY finished", *kinds
        )

    def jobs(self, query: str, *values: object) -> list[Job]:
        """Return the jobs that a query selects."""
        rows = self.connection.execute(query, values)
        return [job_of_row(row) for row in rows]

    def result(self, digest: str) -> bytes | None:
        """Return a job's result, if it has one."""
        row = self.connection.execute(
            "SELECT result FROM jobs WHERE digest = ?", (digest,)
        ).fetchone()
        return zlib.decompress(row[0]) if row and row[0] is not None else None

    def page(self, digest: str, path: str) -> bytes | None:
        """Return a file of a result's pages, if there is one."""
        row = self.connection.execute(
            "SELECT content FROM pages WHERE digest = ? AND path = ?", (digest, path)
        ).fetchone()
        return zlib.decompress(row[0]) if row else None

    def prune(self, seconds: float, most: int) -> int:
        """Remove what was not used for some seconds, and the least used beyond `most` bytes.

        Jobs that wait or run stay. Returns how many were removed.
        """
        over = (
            "SELECT digest FROM (SELECT digest, state, used, sum(bytes) OVER "
            "(ORDER BY used DESC, digest) AS total FROM jobs) "
            "WHERE (total > ? OR used < ?) AND state NOT IN (?, ?)"
        )
        values = (most, time.time() - seconds, JobState.WAITING.value, JobState.RUNNING.value)
        with self.connection:
            return self.connection.execute(
                f"DELETE FROM jobs WHERE digest IN ({over})",  # noqa: S608 - a constant
                values,
            ).rowcount


def job_of_row(row: tuple[Any, ...]) -> Job:
    """Return the job that a row of the table holds."""
    fields = dict(zip(FIELDS, row, strict=True))
    return Job(**fields | {"state": JobState(fields["state"])})
