"""snapshots.yaml: what it may say, and what is said of its mistakes."""

import shutil
from pathlib import Path

import pytest

from moltverify.errors import RegistryError, UsageError
from moltverify.registry.load import load_registry
from moltverify.snapshots.snapshot_records import Column, ColumnType, JsonSource, SnapshotSuite
from moltverify.snapshots.snapshot_registry import load_snapshots
from tests.tracing.house import map_log

ROOT = Path(__file__).parents[2]
DOOR = ROOT / "tests" / "project" / "specs"
WHOLE = """\
databases: [house.sqlite]
tables:
  doors:
    columns:
      name: id
      uses: count?
      opened: time
      state: [open, shut]
      key: {words: [a], optional: true}
    files: {pattern: "house/*.json", rows: doors, columns: {name: "*"}}
claims:
  door:
    events: SELECT 'open' AS event, name FROM doors
    unseen: [Who opened it.]
"""
TABLES = "tables: {doors: {columns: {name: id}}}\n"


def load(folder: Path, text: str) -> SnapshotSuite:
    specs = Path(shutil.copytree(DOOR, folder / "specs"))
    map_log(folder)
    (specs / "snapshots.yaml").write_text(text)
    return load_snapshots(load_registry(specs / "registry.yaml"))


def test_tables_columns_files_and_queries_are_read(tmp_path: Path) -> None:
    found = load(tmp_path, WHOLE)
    (table,) = found.tables
    assert table.columns == (
        Column("name", ColumnType.ID),
        Column("uses", ColumnType.COUNT, optional=True),
        Column("opened", ColumnType.TIME),
        Column("state", ColumnType.WORD, ("open", "shut")),
        Column("key", ColumnType.WORD, ("a",), optional=True),
    )
    assert table.source == JsonSource("house/*.json", "doors", {"name": "*"})
    assert found.databases == ("house.sqlite",)
    (claim,) = found.claims
    assert (claim.claim, claim.skipped, claim.unseen) == ("door", "", ("Who opened it.",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TABLES}claims: {{dor: {{events: SELECT 1}}}}", "no claim is called 'dor'"),
        (f"{TABLES}claims: {{door: {{}}}}", "the key 'events' is missing"),
        (f"{TABLES}claims: {{door: {{events: SELECT a FROM doors}}}}", "no such column: a"),
        (f"{TABLES}claims: {{door: {{events: DROP TABLE doors}}}}", "SQLite says: not authorized"),
        (f"{TABLES}claims: {{door: {{events: SELECT 1, skipped: SELECT}}}}", "skipped: SQLite"),
        ("tables: {doors: {columns: {name: text}}}", "expected id, time or count"),
        ('tables: {doors: {columns: {"a b": id}}}', "the name of a table or column"),
        ("tables: {doors: {columns: {name: []}}}", "expected at least one word"),
        (
            "tables: {doors: {columns: {a: id}, files: {pattern: /etc/*, rows: a, columns: {}}}}",
            "a path below the folder with one *",
        ),
        (
            "tables: {doors: {columns: {a: id}, files: {pattern: ../*, rows: a, columns: {}}}}",
            "a path below the folder with one *",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError) as caught:
        load(tmp_path, text)
    assert said in str(caught.value)
    assert "snapshots.yaml:" in str(caught.value)


def test_a_claim_without_a_mapping_of_events_is_a_mistake(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(DOOR, tmp_path / "specs"))
    (specs / "snapshots.yaml").write_text(WHOLE)
    with pytest.raises(RegistryError, match=r"claims\.door: the claim has no key 'trace'"):
        load_snapshots(load_registry(specs / "registry.yaml"))


def test_without_the_file_it_is_said_where_it_belongs(tmp_path: Path) -> None:
    specs = Path(shutil.copytree(DOOR, tmp_path / "specs"))
    with pytest.raises(UsageError, match=r"there is no .*snapshots\.yaml"):
        load_snapshots(load_registry(specs / "registry.yaml"))


def test_the_suites_own_file_has_no_mistake() -> None:
    found = load_snapshots(load_registry(ROOT / "specs" / "registry.yaml"))
    assert len(found.claims) >= 4
