"""From snapshots to the events of each claim, with what was and what was not looked at."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from moltverify.errors import SnapshotError, UsageError
from moltverify.snapshots.event_tables import EventTables, QueryError
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.json_snapshot import read_json_tables
from moltverify.snapshots.snapshot_digests import database_in, snapshot_digest
from moltverify.snapshots.snapshot_records import (
    ClaimEvents,
    ClaimQueries,
    RawTable,
    Skipped,
    SnapshotDigest,
    SnapshotSuite,
    TableRead,
)
from moltverify.snapshots.sqlite_snapshot import is_database, read_database


class SnapshotEvents(Struct, frozen=True):
    """All that snapshots tell: which they are, the tables read, and each claim's events."""

    snapshots: tuple[SnapshotDigest, ...]
    tables: tuple[TableRead, ...]
    claims: tuple[ClaimEvents, ...]


def snapshot_events(
    suite: SnapshotSuite, snapshots: Sequence[Path], names: IdNames
) -> SnapshotEvents:
    """Return what snapshots tell, in the order in which they were taken.

    Raises UsageError for a path that is no snapshot, and SnapshotError.
    """
    tables = EventTables(suite.tables)
    read: list[TableRead] = []
    digests: list[SnapshotDigest] = []
    for number, path in enumerate(snapshots):
        try:
            raw = raw_tables(suite, path)
            digests.append(snapshot_digest(suite, path))
        except SnapshotError as error:
            raise SnapshotError(f"{path} cannot be read: {error}") from error
        read += (tables.add(number, str(path), one, names) for one in raw)
    claims = tuple(events_of(one, tables, read) for one in suite.claims)
    return SnapshotEvents(tuple(digests), tuple(read), claims)


def raw_tables(suite: SnapshotSuite, path: Path) -> tuple[RawTable, ...]:
    """Return the rows of all tables of one snapshot: a database, or a folder of state."""
    try:
        if path.is_dir():
            found = database_in(suite, path)
            return read_database(found, suite.tables) if found else state_files(suite, path)
        if is_database(path):
            return read_database(path, suite.tables)
    except OSError as error:
        raise UsageError(
            f"cannot read {path}: {error.strerror or error}", "name a copy of the system's state"
        ) from error
    raise UsageError(
        f"{path} is no SQLite database", "name a copy of the database, or of the folder of state"
    )


def state_files(suite: SnapshotSuite, folder: Path) -> tuple[RawTable, ...]:
    """Return the rows of a folder's files; raises UsageError if there is none."""
    found = read_json_tables(folder, suite.tables)
    if all(one.missing for one in found):
        looked = [*suite.databases, *(one.source.pattern for one in suite.tables if one.source)]
        raise UsageError(
            f"{folder} has no state that the suite knows; looked for {', '.join(looked)}",
            "name a copy of the database, or of the folder of state",
        )
    return found


def events_of(queries: ClaimQueries, tables: EventTables, read: Sequence[TableRead]) -> ClaimEvents:
    """Return a claim's events, or why there are none."""
    missing = missing_tables(tables.used_by(queries.events), read)
    if missing:
        return ClaimEvents(queries.claim, unseen=queries.unseen, missing=missing)
    return ClaimEvents(
        claim=queries.claim,
        events=tuple(selected_events(queries, tables)),
        skipped=tuple(rows_left_out(queries, tables)),
        unseen=queries.unseen,
    )


def missing_tables(used: frozenset[str], read: Sequence[TableRead]) -> str:
    """Return which of the tables are in no snapshot, and why."""
    there = {one.table for one in read if not one.missing}
    reasons = {one.table: one.missing for one in read if one.table in used - there}
    return "; ".join(f"{table}: {why}" for table, why in sorted(reasons.items()))


def selected_events(
    queries: ClaimQueries, tables: EventTables
) -> Iterator[Mapping[str, str | int]]:
    """Yield the rows of a claim's query as events; raises QueryError for other values."""
    columns, rows = tables.select(queries.events)
    for row in rows:
        event = {}
        for name, value in zip(columns, row, strict=True):
            if isinstance(value, str | int):
                event[name] = value
            elif value is not None:
                raise QueryError(f"{queries.claim}: {name} is neither text nor a whole number")
        yield event


def rows_left_out(queries: ClaimQueries, tables: EventTables) -> Iterator[Skipped]:
    """Yield why rows have no events, with their numbers."""
    if queries.skipped:
        for reason, number in tables.select(queries.skipped)[1]:
            if isinstance(number, int) and number:
                yield Skipped(str(reason), number)
