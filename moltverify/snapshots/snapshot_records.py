"""What a suite says of its system's tables, and what was read of them, as frozen records."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

NAME = "snapshots.yaml"

Cell: TypeAlias = str | int | None


class ColumnType(Enum):
    """What a column holds: an id, a time, a count, or one of a few words."""

    ID = "id"
    TIME = "time"
    COUNT = "count"
    WORD = "word"


class Column(Struct, frozen=True):
    """A column that is read; a row without a value that is not optional is skipped."""

    name: str
    type: ColumnType
    words: tuple[str, ...] = ()
    optional: bool = False


class JsonSource(Struct, frozen=True):
    """Where JSON files have the rows of a table.

    `pattern` is a path with one `*`, and `rows` the key of the list. Of each column, `columns` says
    the key in a row; `*` is the part of the file's name, `.` the row itself, and `=text` the text.
    """

    pattern: str
    rows: str
    columns: Mapping[str, str]


class StateTable(Struct, frozen=True):
    """A table that is read, and where releases without a database have its rows."""

    name: str
    columns: tuple[Column, ...]
    source: JsonSource | None = None


class ClaimQueries(Struct, frozen=True):
    """The query for a claim's events, one for what it leaves out, and what no table shows."""

    claim: str
    events: str
    skipped: str = ""
    unseen: tuple[str, ...] = ()


class SnapshotSuite(Struct, frozen=True):
    """The tables and queries of a suite; `databases` are paths below a folder of state."""

    file: Path
    databases: tuple[str, ...]
    tables: tuple[StateTable, ...]
    claims: tuple[ClaimQueries, ...]


class RawTable(Struct, frozen=True):
    """The rows of a table as a snapshot has them, with values for the table's columns in order.

    With `missing` there are none, and it says why.
    """

    name: str
    rows: tuple[tuple[object, ...], ...] = ()
    missing: str = ""


class Skipped(Struct, frozen=True):
    """Rows that were not looked at: why, and how many."""

    reason: str
    rows: int


class SnapshotDigest(Struct, frozen=True):
    """A snapshot as it was named, and a digest of the files that were read of it.

    It is the SHA-256 of a snapshot that is one file; of others, that of what `sha256sum` prints
    about their files, sorted, with paths below the folder.
    """

    name: str
    sha256: str


class TableRead(Struct, frozen=True):
    """What was read of one table of one snapshot."""

    snapshot: str
    table: str
    rows: int
    missing: str = ""
    skipped: tuple[Skipped, ...] = ()


class ClaimEvents(Struct, frozen=True):
    """The events of a claim, and what was left out; with `missing` nothing was looked at."""

    claim: str
    events: tuple[Mapping[str, str | int], ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unseen: tuple[str, ...] = ()
    missing: str = ""
