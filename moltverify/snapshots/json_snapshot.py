"""Rows of JSON files that come from outside, of releases without a database."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from moltverify.errors import SnapshotError
from moltverify.snapshots.snapshot_records import JsonSource, RawTable, StateTable
from moltverify.snapshots.sqlite_snapshot import MOST_ROWS

MOST_BYTES = 1 << 24  # of a file
MOST_FILES = 10_000


def read_json_tables(folder: Path, tables: Sequence[StateTable]) -> tuple[RawTable, ...]:
    """Return the rows of tables; raises SnapshotError, and OSError."""
    return tuple(read_table_files(folder, table) for table in tables)


def read_table_files(folder: Path, table: StateTable) -> RawTable:
    """Return the rows of one table."""
    if table.source is None:
        return RawTable(table.name, missing="files have no such rows")
    files = list(files_of(folder, table.source.pattern))
    if not files:
        return RawTable(table.name, missing=f"there is no file {table.source.pattern}")
    rows: list[tuple[object, ...]] = []
    for file, part in files:
        found = list_in(file, table.source.rows)
        rows += (cells_in(table, table.source, part, one) for one in found)
        if len(rows) > MOST_ROWS:
            raise SnapshotError(f"{table.name} has more than {MOST_ROWS:,} rows")
    return RawTable(table.name, tuple(rows))


def files_of(folder: Path, pattern: str) -> Iterator[tuple[Path, str]]:
    """Yield files in the order of their names, each with the part that `*` stands for.

    What a link leads to is left out: it may be anywhere.
    """
    before, _, after = pattern.rpartition("/")[2].partition("*")
    found = sorted(folder.glob(pattern))
    if len(found) > MOST_FILES:
        raise SnapshotError(f"more than {MOST_FILES:,} files {pattern}, the limit")
    for file in found:
        inside = file.resolve().is_relative_to(folder.resolve())
        if inside and file.is_file() and not file.is_symlink():
            yield file, file.name.removeprefix(before).removesuffix(after)


def list_in(file: Path, key: str) -> list[Any]:
    """Return the list at a key of a file."""
    if file.stat().st_size > MOST_BYTES:
        raise SnapshotError(f"{file.name} has more than {MOST_BYTES >> 20} MiB, the limit")
    try:
        found = msgspec.json.decode(file.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SnapshotError(f"{file.name} is no JSON: {error}") from error
    rows = found.get(key) if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise SnapshotError(f"{file.name} has no list '{key}'")
    return rows


def cells_in(table: StateTable, source: JsonSource, part: str, row: object) -> tuple[object, ...]:
    """Return the values of a table's columns in one element of a file's list."""
    fields = row if isinstance(row, dict) else {}
    return tuple(cell_at(source.columns.get(one.name), part, row, fields) for one in table.columns)


def cell_at(key: str | None, part: str, row: object, fields: Mapping[str, object]) -> object:
    """Return the value that a key of JsonSource.columns stands for."""
    if key is None:
        return None
    if key.startswith("="):
        return key[1:]
    return {"*": part, ".": row}.get(key, fields.get(key))
