"""Rows as a snapshot has them, read by the types of their columns; what has none is skipped."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime

from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import Cell, Column, ColumnType, StateTable

LONGEST_ID = 1024  # characters
LATEST = 1 << 53  # milliseconds, as far as JavaScript counts
MOST = 1_000_000  # that a column can count


class NoValueError(Exception):
    """A value that is none of its column; the message says what it is instead."""


def typed_rows(
    table: StateTable, rows: Iterable[tuple[object, ...]], names: IdNames, skipped: Counter[str]
) -> Iterator[tuple[Cell, ...]]:
    """Yield rows with values of their columns' types, and count the others by their reasons."""
    for row in rows:
        try:
            yield tuple(
                cell_of(column, value, names)
                for column, value in zip(table.columns, row, strict=True)
            )
        except NoValueError as error:
            skipped[str(error)] += 1


def cell_of(column: Column, value: object, names: IdNames) -> Cell:
    """Return the value of a column; raises NoValueError."""
    if value is None:
        if column.optional:
            return None
        raise NoValueError(f"{column.name} has no value")
    # A hostile value is never quoted: only its column is named.
    read = READERS[column.type](column, value)
    if read is None:
        raise NoValueError(f"{column.name} is no {WORDS[column.type]}")
    return names.name_of(str(read)) if column.type is ColumnType.ID else read


def id_in(_: Column, value: object) -> Cell:
    """Return an id."""
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_ID else None


def time_in(_: Column, value: object) -> Cell:
    """Return a time in milliseconds since 1970, from such a number or from a text with a zone."""
    if isinstance(value, str):
        return milliseconds(value)
    return number_in(value, LATEST)


def count_in(_: Column, value: object) -> Cell:
    """Return a count."""
    return number_in(value, MOST)


def word_in(column: Column, value: object) -> Cell:
    """Return one of a column's words."""
    return value if isinstance(value, str) and value in column.words else None


def number_in(value: object, most: int) -> int | None:
    """Return a whole number within limits."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= most else None


def milliseconds(text: str) -> int | None:
    """Return the milliseconds since 1970 of a time in ISO 8601 with a zone."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.tzinfo is None:
        return None
    since = time - datetime(1970, 1, 1, tzinfo=UTC)
    # Exact, unlike `timestamp`: a millisecond decides whether something is expired.
    found = since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000
    return found if found >= 0 else None


READERS: Mapping[ColumnType, Callable[[Column, object], Cell]] = {
    ColumnType.ID: id_in,
    ColumnType.TIME: time_in,
    ColumnType.COUNT: count_in,
    ColumnType.WORD: word_in,
}
WORDS = {
    ColumnType.ID: "id",
    ColumnType.TIME: "time",
    ColumnType.COUNT: "count",
    ColumnType.WORD: "word that is known",
}
