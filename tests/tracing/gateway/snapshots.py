"""Snapshots with the rows that the published releases made, perhaps with a few of them changed."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.snapshots.made import filled
from tests.tracing.gateway.make import COLUMNS, ROWS

Cell = str | int | None
Rows = dict[str, list[dict[str, Cell]]]
Change = Callable[[Rows], None]


def rows_of(name: str) -> Rows:
    """Return the rows of a snapshot."""
    found: Rows = json.loads((ROWS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def snapshot(folder: Path, name: str, *changes: Change) -> Path:
    """Return a database with the rows of a snapshot after changes."""
    rows = rows_of(name)
    for change in changes:
        change(rows)
    folder.mkdir(exist_ok=True)
    return filled(folder / f"{name}.sqlite", rows, COLUMNS)


def put(table: str, key: str, **values: Cell) -> Change:
    """Return the change of some values of one row, which has `key` among its values."""

    def change(rows: Rows) -> None:
        (found,) = (row for row in rows[table] if key in row.values())
        found.update(values)

    return change


def add(table: str, like: str, **values: Cell) -> Change:
    """Return the addition of a row, which is as another one but for some values."""

    def change(rows: Rows) -> None:
        (found,) = (row for row in rows[table] if like in row.values())
        rows[table].append({**found, **values})

    return change
