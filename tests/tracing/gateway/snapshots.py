"""Snapshots with the rows that the published releases made, perhaps with a few of them changed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.snapshots.made import filled
from tests.tracing.gateway.make import COLUMNS, ROWS

Rows = dict[str, list[dict[str, str | int | None]]]
Change = Callable[[Rows], object]


def rows_of(name: str) -> Rows:
    """Return the rows of a snapshot."""
    found: Rows = json.loads((ROWS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def snapshot(folder: Path, name: str, change: Change = lambda rows: None) -> Path:
    """Return a database with the rows of a snapshot after a change."""
    rows = rows_of(name)
    change(rows)
    return filled(folder / f"{name}.sqlite", rows, COLUMNS)


def put(table: str, key: str, **values: str | int | None) -> Change:
    """Return the change of one row: the one whose id is `key`."""

    def change(rows: Rows) -> None:
        (found,) = (row for row in rows[table] if key in row.values())
        found.update(values)

    return change


def more(table: str, like: str, *, drop: bool = False, **values: str | int | None) -> Change:
    """Return the addition of a row, which is as another one but for some values."""

    def change(rows: Rows) -> None:
        (found,) = (row for row in rows[table] if like in row.values())
        rows[table].append({**found, **values})

    return change


def value(row: Mapping[str, str | int | None], name: str) -> int:
    """Return a number of a row."""
    found = row[name]
    assert isinstance(found, int)
    return found
