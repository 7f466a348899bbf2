"""Rows of a SQLite file that comes from outside: nothing is written, and nothing of it is run.

Of the file only the columns that the suite declares are read, of ordinary tables. A view, a virtual
table or a generated column in their place counts as missing. SQLite asks an authorizer before each
access, which allows these reads and nothing else.
"""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from moltverify.errors import SnapshotError
from moltverify.snapshots.hidden_ids import printable
from moltverify.snapshots.snapshot_records import Column, RawTable, StateTable
from moltverify.store.private_folders import private_folder

HEADER = b"SQLite format 3\0"
MOST_BYTES = 1 << 32  # of a file
MOST_ROWS = 200_000  # of a table
LONGEST_VALUE = 1 << 20  # bytes of a value that is read
PATIENCE = 60.0  # seconds for a table
STEPS = 10_000  # of SQLite's machine between two looks at the clock
WAL, JOURNAL = "-wal", "-journal"  # what SQLite keeps beside a file
GENERATED = frozenset({1, 2, 3})  # table_xinfo's mark of hidden and of generated columns
# What SQLite asks before each access: which kind, of what, and by which view or trigger.
Authorizer: TypeAlias = Callable[[int, str | None, str | None, str | None, str | None], int]


def is_database(file: Path) -> bool:
    """Tell whether a file begins as SQLite's do."""
    with file.open("rb") as content:
        return content.read(len(HEADER)) == HEADER


def read_database(file: Path, tables: Sequence[StateTable]) -> tuple[RawTable, ...]:
    """Return the rows of tables; raises SnapshotError, and OSError."""
    if file.stat().st_size > MOST_BYTES:
        raise SnapshotError(f"it has more than {MOST_BYTES >> 30} GiB, the limit")
    try:
        with opened(file) as database:
            return tuple(read_table(database, table) for table in tables)
    # Python cannot read a message that quotes damaged bytes.
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise SnapshotError(f"SQLite says: {printable(str(error))}") from error


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a file that is not changed."""
    if has_content(file.with_name(file.name + JOURNAL)):
        # Never played back: a journal can name any file, which SQLite then deletes.
        raise SnapshotError(
            f"{file.name}{JOURNAL} is beside it, from a transaction that was cut short; "
            "let the system's own process, or sqlite3's VACUUM INTO, make a whole copy"
        )
    log = file.with_name(file.name + WAL)
    if not has_content(log):
        with closing(connected(file, "mode=ro&immutable=1")) as database:
            yield database
        return
    # SQLite moves what the log says into the file: into a copy, which is removed.
    with private_folder() as folder:
        copy = folder / "snapshot"
        shutil.copyfile(file, copy)
        shutil.copyfile(log, folder / f"{copy.name}{WAL}")
        with closing(connected(copy, "mode=rw")) as database:
            yield database


def has_content(file: Path) -> bool:
    """Tell whether a file is there and not empty."""
    return file.is_file() and file.stat().st_size > 0


def connected(file: Path, how: str) -> sqlite3.Connection:
    """Return a connection that trusts nothing in the file's schema."""
    database = sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 100),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ):
        database.setlimit(limit, most)
    database.text_factory = lambda found: found.decode("utf-8", "replace")
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        database.execute(f"PRAGMA {pragma}")
    return database


def read_table(database: sqlite3.Connection, table: StateTable) -> RawTable:
    """Return a table's rows, or why there are none."""
    database.set_authorizer(None)
    begun = time.monotonic()
    database.set_progress_handler(lambda: time.monotonic() - begun > PATIENCE, STEPS)
    # A view has no rows of its own, and a virtual table is code; neither has a page.
    ordinary = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? AND rootpage > 0"
    if database.execute(ordinary, (table.name,)).fetchone() is None:
        return RawTable(table.name, missing="there is no such table")
    there = columns_of(database, table.name)
    lost = [one.name for one in table.columns if one.name not in there and not one.optional]
    if lost:
        return RawTable(table.name, missing=f"the table has no column {', '.join(lost)}")
    database.set_authorizer(authorizer(table.name, there))
    rows = tuple(selected(database, table, there))
    if len(rows) > MOST_ROWS:
        raise SnapshotError(f"{table.name} has more than {MOST_ROWS:,} rows, the limit")
    return RawTable(table.name, rows)


def columns_of(database: sqlite3.Connection, table: str) -> frozenset[str]:
    """Return the names of a table's ordinary columns."""
    found = database.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,))
    return frozenset(name for name, hidden in found if hidden not in GENERATED)


def selected(
    database: sqlite3.Connection, table: StateTable, there: frozenset[str]
) -> Iterator[tuple[object, ...]]:
    """Yield rows with a value for each column, and one more than the limit at most."""
    wanted = [column_text(column, there) for column in table.columns]
    # Names have no quotes in them (snapshot_entries.IDENTIFIER).
    yield from database.execute(
        f'SELECT {", ".join(wanted)} FROM main."{table.name}" LIMIT {MOST_ROWS + 1}'  # noqa: S608
    )


def column_text(column: Column, there: frozenset[str]) -> str:
    """Return what is selected for a column."""
    return f'"{column.name}"' if column.name in there else "NULL"


def authorizer(table: str, columns: frozenset[str]) -> Authorizer:
    """Return a function that allows reading some columns of a table."""

    def decide(
        action: int, first: str | None, second: str | None, _: str | None, within: str | None
    ) -> int:
        # `within` is a view or trigger by which SQLite came here.
        if within is None and action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        reads = action == sqlite3.SQLITE_READ and first == table and second in columns
        return sqlite3.SQLITE_OK if reads and within is None else sqlite3.SQLITE_DENY

    return decide
