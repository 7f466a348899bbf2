"""Load snapshots.yaml: the tables of the system, and how they become events of claims."""

from collections.abc import Set
from pathlib import Path

from msgspec import UNSET

from moltverify.errors import UsageError
from moltverify.registry.entry_reader import given, read_entry
from moltverify.registry.mistakes import Mistake, Mistakes, registry_error
from moltverify.registry.records import Registry
from moltverify.registry.yaml_reader import YamlNode, read_yaml
from moltverify.snapshots.event_tables import EventTables, QueryError
from moltverify.snapshots.snapshot_entries import (
    ColumnKind,
    JsonSourceEntry,
    SnapshotsEntry,
    TableEntry,
    WordsEntry,
)
from moltverify.snapshots.snapshot_records import (
    NAME,
    ClaimQueries,
    Column,
    ColumnType,
    JsonSource,
    SnapshotSuite,
    StateTable,
)


def load_snapshots(registry: Registry) -> SnapshotSuite:
    """Load the file beside the registry; raises UsageError or RegistryError, listing mistakes."""
    file = registry.specs / NAME
    if not file.is_file():
        raise UsageError(
            f"there is no {file}, which says what the system's state tells",
            "docs/snapshots.md describes the file; without it, name a claim and its logs",
        )
    suite, mistakes = read_snapshots(registry)
    if mistakes or suite is None:
        raise registry_error(mistakes)
    return suite


def read_snapshots(registry: Registry) -> tuple[SnapshotSuite | None, list[Mistake]]:
    """Return what the file beside the registry says, and its mistakes; nothing without a file."""
    file = registry.specs / NAME
    mistakes = Mistakes()
    if not file.is_file():
        return None, mistakes.found
    root = read_yaml(file, mistakes)
    choices = {"claims": dict.fromkeys(claim.id for claim in registry.claims)}
    entry = read_entry(root, SnapshotsEntry, choices) if root else None
    if root is None or mistakes.found or entry is None:
        return None, mistakes.found
    suite = suite_record(entry, file)
    check_queries(suite, root, {one.id for one in registry.claims if one.trace})
    return suite, mistakes.found


def suite_record(entry: SnapshotsEntry, file: Path) -> SnapshotSuite:
    """Return the record of a file without mistakes."""
    return SnapshotSuite(
        file=file,
        databases=entry.databases,
        tables=tuple(table_record(*pair) for pair in entry.tables.items()),
        claims=tuple(
            ClaimQueries(claim, one.events, given(one.skipped, ""), one.unseen)
            for claim, one in entry.claims.items()
        ),
    )


def table_record(name: str, entry: TableEntry) -> StateTable:
    """Return the record of a table."""
    columns = tuple(column_record(*pair) for pair in entry.columns.items())
    source = None if entry.files is UNSET else source_record(entry.files)
    return StateTable(name, columns, source)


def source_record(entry: JsonSourceEntry) -> JsonSource:
    """Return the record of a table's files."""
    return JsonSource(entry.pattern, entry.rows, entry.columns)


def column_record(name: str, kind: ColumnKind) -> Column:
    """Return the record of a column."""
    if isinstance(kind, WordsEntry):
        return Column(name, ColumnType.WORD, kind.words, kind.optional)
    if isinstance(kind, tuple):
        return Column(name, ColumnType.WORD, kind)
    return Column(name, ColumnType(kind.removesuffix("?")), optional=kind.endswith("?"))


def check_queries(suite: SnapshotSuite, root: YamlNode, mapped: Set[str]) -> None:
    """Note each query that cannot be run on the declared tables, or whose events say nothing."""
    tables = EventTables(suite.tables)
    claims = root.child("claims")
    for one in suite.claims:
        at = claims.child(one.claim) if claims else None
        if at and one.claim not in mapped:
            at.wrong("the claim has no key 'trace', which says what its events are")
        for key, query in (("events", one.events), ("skipped", one.skipped)):
            node = at.child(key) if at else None
            if query and node:
                check_query(tables, query, node)


def check_query(tables: EventTables, query: str, node: YamlNode) -> None:
    """Note a query that cannot be run."""
    try:
        tables.used_by(query)
    except QueryError as error:
        node.wrong(f"SQLite says: {error}")
