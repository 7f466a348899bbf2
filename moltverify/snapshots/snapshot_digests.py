"""Digests of snapshots, by which somebody else can tell whether a report is about the same ones."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from moltverify.errors import SnapshotError
from moltverify.file_access import sha256
from moltverify.snapshots.json_snapshot import files_of
from moltverify.snapshots.snapshot_records import SnapshotDigest, SnapshotSuite
from moltverify.snapshots.sqlite_snapshot import WAL, has_content


def snapshot_digest(suite: SnapshotSuite, path: Path) -> SnapshotDigest:
    """Return the digest of what is read of a snapshot; raises SnapshotError."""
    try:
        digests = [(file, sha256(file)) for file in files_read(suite, path)]
    except OSError as error:
        raise SnapshotError(f"its digest cannot be made: {error.strerror or error}") from error
    if [file for file, _ in digests] == [path]:
        return SnapshotDigest(str(path), digests[0][1])
    # One for all of them: the names of files are names of channels, which reports do not show.
    base = path if path.is_dir() else path.parent
    lines = sorted(f"{one}  {file.relative_to(base)}\n" for file, one in digests)
    return SnapshotDigest(str(path), hashlib.sha256("".join(lines).encode()).hexdigest())


def files_read(suite: SnapshotSuite, path: Path) -> Iterator[Path]:
    """Yield the files that the rows of a snapshot are in."""
    database = path if path.is_file() else database_in(suite, path)
    if database is None:
        for table in suite.tables:
            if table.source:
                yield from (file for file, _ in files_of(path, table.source.pattern))
        return
    yield database
    log = database.with_name(database.name + WAL)
    if has_content(log):
        yield log


def database_in(suite: SnapshotSuite, folder: Path) -> Path | None:
    """Return the database of a folder of state, if it has one."""
    return next((folder / one for one in suite.databases if (folder / one).is_file()), None)
