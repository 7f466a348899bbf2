"""SQLite files from outside: what is read of them, and that nothing of them is run or changed."""

import hashlib
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from moltverify.errors import SnapshotError
from moltverify.snapshots.snapshot_records import RawTable
from moltverify.snapshots.sqlite_snapshot import MOST_ROWS, is_database, read_database
from tests.snapshots.made import BACK, CREATE, DOORS, FRONT, database


def read(file: Path) -> RawTable:
    (found,) = read_database(file, [DOORS])
    return found


def test_of_a_table_only_the_declared_columns_are_read_in_their_order(tmp_path: Path) -> None:
    assert read(database(tmp_path / "db")).rows == (FRONT[:4], BACK[:4])


def test_an_optional_column_that_is_not_there_has_no_value(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "ALTER TABLE doors DROP COLUMN opened")
    assert read(file).rows == (("front", "open", None, 3), ("back", "shut", None, 0))


def test_another_column_that_is_not_there_makes_the_table_missing(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "ALTER TABLE doors DROP COLUMN uses")
    assert read(file) == RawTable("doors", missing="the table has no column uses")


def test_a_table_that_is_not_there_is_missing(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "DROP TABLE doors")
    assert read(file) == RawTable("doors", missing="there is no such table")


def test_a_name_in_another_case_is_another_table(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "ALTER TABLE doors RENAME TO other", "CREATE TABLE Doors (a)")
    assert read(file).missing == "there is no such table"


def test_a_view_in_place_of_a_table_is_missing_and_not_run(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    file = database(
        tmp_path / "db",
        "DROP TABLE doors",
        f"CREATE VIEW doors AS SELECT i AS name, i AS state, i AS uses FROM ({endless})",
    )
    assert read(file).missing == "there is no such table"


def test_a_virtual_table_in_place_of_a_table_is_missing(tmp_path: Path) -> None:
    file = database(
        tmp_path / "db",
        "DROP TABLE doors",
        "CREATE VIRTUAL TABLE doors USING fts5(name, state, opened, uses)",
    )
    assert read(file).missing == "there is no such table"


def test_a_generated_column_is_none_and_its_expression_is_not_run(tmp_path: Path) -> None:
    file = database(
        tmp_path / "db",
        "DROP TABLE doors",
        "CREATE TABLE doors (name, state, opened, uses AS (zeroblob(1000000000)))",
        "INSERT INTO doors (name, state) VALUES ('front', 'open')",
    )
    assert read(file).missing == "the table has no column uses"


def test_a_trigger_does_not_run_and_nothing_is_written(tmp_path: Path) -> None:
    file = database(
        tmp_path / "db",
        "CREATE TRIGGER t AFTER UPDATE ON doors BEGIN DELETE FROM doors; END",
    )
    before = (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
    read(file)
    assert (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns) == before
    assert [one.name for one in tmp_path.iterdir()] == ["db"]


def test_a_file_without_permission_to_write_is_read(tmp_path: Path) -> None:
    file = database(tmp_path / "db")
    file.chmod(0o400)
    assert len(read(file).rows) == 2


def test_rows_that_only_the_log_has_are_read_from_a_copy(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "running")) as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute(CREATE)
        running.execute("INSERT INTO doors VALUES (?, ?, ?, ?, ?)", FRONT)
        running.commit()
        # As an operator copies the state of a gateway that runs.
        for end in ("", "-wal"):
            shutil.copyfile(tmp_path / f"running{end}", tmp_path / f"copy{end}")
    before = {one.name: one.read_bytes() for one in tmp_path.glob("copy*")}
    assert before["copy-wal"]
    assert read(tmp_path / "copy").rows == (FRONT[:4],)
    assert {one.name: one.read_bytes() for one in tmp_path.glob("copy*")} == before


def test_a_rollback_journal_is_refused_because_it_can_name_files_to_delete(tmp_path: Path) -> None:
    file = database(tmp_path / "db")
    (tmp_path / "db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    with pytest.raises(SnapshotError, match=r"db-journal is beside it.*VACUUM INTO"):
        read(file)
    assert (tmp_path / "db-journal").exists()


def test_more_rows_than_the_limit_are_an_error_with_the_limit(tmp_path: Path) -> None:
    file = database(tmp_path / "db", rows=(BACK for _ in range(MOST_ROWS + 1)))
    with pytest.raises(SnapshotError, match="doors has more than 200,000 rows, the limit"):
        read(file)


def test_a_value_of_many_bytes_is_an_error_and_fills_no_memory(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "UPDATE doors SET name = CAST(zeroblob(20000000) AS TEXT)")
    with pytest.raises(SnapshotError, match="too big"):
        read(file)


def test_a_column_that_is_not_declared_may_have_any_size(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "UPDATE doors SET secret = zeroblob(20000000)")
    assert len(read(file).rows) == 2


def test_bytes_that_are_no_text_become_replacement_characters(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "UPDATE doors SET name = CAST(x'66ff' AS TEXT)")
    assert read(file).rows[0][0] == "f\N{REPLACEMENT CHARACTER}"


def test_damage_anywhere_is_read_or_refused_in_words(tmp_path: Path) -> None:
    whole = database(tmp_path / "db").read_bytes()
    drawn = random.Random(7)
    refused: list[str] = []
    for number in range(150):
        damaged = bytearray(whole)
        for _ in range(drawn.randint(1, 30)):
            damaged[drawn.randrange(16, len(damaged))] = drawn.randrange(256)
        file = tmp_path / str(number)
        file.write_bytes(damaged[: drawn.choice([len(damaged), drawn.randrange(16, len(damaged))])])
        try:
            found = read(file)
        except SnapshotError as error:
            refused.append(str(error))
        else:
            assert not (found.rows and found.missing)
    assert 50 < len(refused) < 150
    assert all(one.startswith("SQLite says: ") and one.isprintable() for one in refused)


def test_a_file_of_another_kind_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("SQLite format 2")
    assert not is_database(tmp_path / "text")
    assert is_database(database(tmp_path / "db"))
