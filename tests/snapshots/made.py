"""Databases and tables as tests of this room need them."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from moltverify.snapshots.snapshot_records import Column, ColumnType, StateTable

DOORS = StateTable(
    "doors",
    (
        Column("name", ColumnType.ID),
        Column("state", ColumnType.WORD, ("open", "shut")),
        Column("opened", ColumnType.TIME, optional=True),
        Column("uses", ColumnType.COUNT),
    ),
)
CREATE = "CREATE TABLE doors (name, state, opened, uses, secret)"
FRONT = ("front", "open", 1000, 3, "the code is 4711")
BACK = ("back", "shut", None, 0, "none")


def database(
    file: Path, *statements: str, rows: Iterable[Sequence[object]] = (FRONT, BACK)
) -> Path:
    """Return a database with doors, after some more statements."""
    with closing(sqlite3.connect(file)) as made:
        made.execute(CREATE)
        made.executemany("INSERT INTO doors VALUES (?, ?, ?, ?, ?)", rows)
        for one in statements:
            made.execute(one)
        made.commit()
    return file


def filled(
    file: Path,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    columns: Mapping[str, str] = MappingProxyType({}),
) -> Path:
    """Return a database with the rows of tables; `columns` are those of tables without rows."""
    with closing(sqlite3.connect(file)) as made:
        for name, rows in tables.items():
            names = ", ".join(rows[0]) if rows else columns.get(name, "a")
            made.execute(f"CREATE TABLE {name} ({names})")
            places = ", ".join("?" for _ in names.split(","))
            made.executemany(
                f"INSERT INTO {name} VALUES ({places})", [tuple(row.values()) for row in rows]
            )
        made.commit()
    return file
