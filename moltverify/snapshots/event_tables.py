"""The rows of all snapshots in a database in memory, where the suite's queries run.

A query never meets a file from outside: what comes here was read column by column, and has the
types that the suite declares. Each table has a column `snapshot`, counted from 0 in the order in
which the snapshots were given.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence

from moltverify.errors import RegistryError
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import RawTable, Skipped, StateTable, TableRead
from moltverify.snapshots.sqlite_snapshot import MOST_ROWS, Authorizer
from moltverify.snapshots.typed_rows import typed_rows

SNAPSHOT = "snapshot"
PATIENCE = 120.0  # seconds for a query
STEPS = 100_000  # of SQLite's machine between two looks at the clock
# Functions that compute a value from their arguments and reach nothing else.
FUNCTIONS = frozenset(
    {"coalesce", "count", "ifnull", "iif", "lag", "lead", "max", "min", "nullif", "rank"}
    | {"row_number", "substr", "sum"}
)
ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE})


class QueryError(RegistryError):
    """A query that cannot be run, or whose rows are no events."""


class EventTables:
    """A database in memory with the declared tables."""

    def __init__(self, tables: Sequence[StateTable]) -> None:
        self.tables = {one.name: one for one in tables}
        # Queries of several threads would share one authorizer: there is one thread.
        self.database = sqlite3.connect(":memory:")
        for one in tables:
            columns = ", ".join(f'"{column.name}"' for column in one.columns)
            self.database.execute(f'CREATE TABLE "{one.name}" ({SNAPSHOT} INTEGER, {columns})')

    def add(self, snapshot: int, label: str, raw: RawTable, names: IdNames) -> TableRead:
        """Add a table's rows of one snapshot, and return what became of them."""
        table = self.tables[raw.name]
        counts: Counter[str] = Counter()
        rows = list(typed_rows(table, raw.rows, names, counts))
        places = ", ".join("?" for _ in range(len(table.columns) + 1))
        self.database.executemany(
            # A name has no quotes in it (snapshot_entries.IDENTIFIER).
            f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608
            ((snapshot, *row) for row in rows),
        )
        skipped = tuple(Skipped(reason, number) for reason, number in sorted(counts.items()))
        return TableRead(label, table.name, len(rows), raw.missing, skipped)

    def select(self, query: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
        """Return the names of a query's columns, and its rows; raises QueryError."""
        begun = time.monotonic()
        self.database.set_progress_handler(lambda: time.monotonic() - begun > PATIENCE, STEPS)
        self.database.set_authorizer(reading_only(set()))
        try:
            found = self.database.execute(query)
            rows = found.fetchmany(MOST_ROWS + 1)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise QueryError(str(error)) from error
        finally:
            self.database.set_authorizer(None)
        if found.description is None:
            raise QueryError("the query is empty")
        if len(rows) > MOST_ROWS:
            raise QueryError(f"a query has more than {MOST_ROWS:,} rows, the limit")
        return tuple(name for name, *_ in found.description), rows

    def used_by(self, query: str) -> frozenset[str]:
        """Return the tables that a query reads; raises QueryError."""
        used: set[str] = set()
        self.database.set_authorizer(reading_only(used))
        try:
            # Compiled, and not run.
            self.database.execute(f"EXPLAIN {query}")
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise QueryError(str(error)) from error
        finally:
            self.database.set_authorizer(None)
        return frozenset(used & self.tables.keys())


def reading_only(used: set[str]) -> Authorizer:
    """Return a function that allows a query to read and to compute, and notes the tables."""

    def decide(
        action: int, first: str | None, second: str | None, _: str | None, __: str | None
    ) -> int:
        if action == sqlite3.SQLITE_READ and first:
            used.add(first)
            return sqlite3.SQLITE_OK
        known = action == sqlite3.SQLITE_FUNCTION and second in FUNCTIONS
        return sqlite3.SQLITE_OK if known or action in ALLOWED else sqlite3.SQLITE_DENY

    return decide
