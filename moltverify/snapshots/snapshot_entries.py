"""snapshots.yaml as a user writes it: its keys, what each of them means, what values it takes."""

from typing import Annotated, TypeAlias

from msgspec import UNSET, UnsetType, field

from moltverify.registry.entry_reader import Entry
from moltverify.registry.entry_types import Text, Texts, described, listed, matching, too_few

# Beside words of SQL, which SQLite would read as such: they are quoted.
IDENTIFIER = "[A-Za-z][A-Za-z0-9_]*"

TableName: TypeAlias = Annotated[str, matching(IDENTIFIER, "the name of a table or column")]
Words: TypeAlias = Annotated[Texts, too_few("expected at least one word")]


class WordsEntry(Entry, frozen=True):
    """A column of words that may have no value."""

    words: Annotated[Words, described("The words that it may hold.")]
    optional: Annotated[bool, described("Whether it may have no value.")] = False


ColumnKind: TypeAlias = (
    Annotated[str, matching(r"(id|time|count)\??", "id, time or count, perhaps with a ?")]
    | Words
    | WordsEntry
)


class JsonSourceEntry(Entry, frozen=True):
    """Where releases without a database have the rows of a table."""

    pattern: Annotated[
        str,
        matching(r"(?!/)(?!.*\.\.)[^*]*\*[^*/]*", "a path below the folder with one *"),
        described("The files, by a path with one `*`.", "credentials/*-pairing.json"),
    ]
    rows: Annotated[Text, described("The key of the list of rows.")]
    columns: Annotated[
        dict[TableName, Text],
        described(
            "For each column the key in a row; `*` is the part of the file's name, `.` the row "
            "itself, and `=text` a text. Other columns have no value."
        ),
    ]


class TableEntry(Entry, frozen=True):
    """A table that is read."""

    columns: Annotated[
        dict[TableName, ColumnKind],
        described(
            "The columns that are read, each `id`, `time` or `count`, or a list of words. With `?` "
            "it may have no value. Ids are replaced by keyed hashes, and times become milliseconds "
            "since 1970. No other column is read."
        ),
    ]
    files: Annotated[
        JsonSourceEntry | UnsetType,
        described("JSON files with the same rows, of releases without a database."),
    ] = UNSET


class ClaimQueriesEntry(Entry, frozen=True):
    """How the tables become the events of a claim's `trace`."""

    events: Annotated[
        Text,
        described(
            "A SELECT with a row for each event, in order. Each table has a column `snapshot`, "
            "counted from 0. A column without a value is missing in the event."
        ),
    ]
    skipped: Annotated[
        Text | UnsetType,
        described("A SELECT of reasons, and of the numbers of rows that the events leave out."),
    ] = UNSET
    unseen: Annotated[Texts, described("What these tables do not show of the claim.")] = ()


class SnapshotsEntry(Entry, frozen=True, kw_only=True):
    """What copies of the system's state tell, for `moltverify trace --gateway`."""

    databases: Annotated[
        Texts, described("Where a folder of state has the database: paths below it.")
    ] = ()
    tables: Annotated[dict[TableName, TableEntry], described("The tables that are read.")] = field(
        default_factory=dict
    )
    claims: Annotated[
        dict[Annotated[str, listed("claims", "no claim is called")], ClaimQueriesEntry],
        described("How the tables become events."),
    ] = field(default_factory=dict)
