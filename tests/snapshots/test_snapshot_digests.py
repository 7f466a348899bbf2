"""Digests of snapshots: what they depend on, and what they do not show."""

import hashlib
from pathlib import Path

import pytest

from moltverify.errors import SnapshotError
from moltverify.snapshots.snapshot_digests import snapshot_digest
from moltverify.snapshots.snapshot_records import (
    Column,
    ColumnType,
    JsonSource,
    SnapshotSuite,
    StateTable,
)
from tests.snapshots.made import DOORS, database

SOURCE = JsonSource("doors/*.json", "doors", {"name": "*"})
FILES = StateTable("files", (Column("name", ColumnType.ID),), SOURCE)
SUITE = SnapshotSuite(Path("snapshots.yaml"), ("house.sqlite",), (DOORS, FILES), ())


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def state_folder(folder: Path) -> Path:
    """Return a folder of state without a database."""
    (folder / "doors").mkdir(parents=True)
    (folder / "doors" / "front.json").write_text("{}")
    (folder / "doors" / "back.json").write_text("[]")
    return folder


def test_the_digest_of_a_database_is_that_of_its_file(tmp_path: Path) -> None:
    file = database(tmp_path / "house.sqlite")
    found = snapshot_digest(SUITE, file)
    assert (found.name, found.sha256) == (str(file), sha256(file.read_bytes()))


def test_what_is_beside_a_database_counts_if_its_rows_are_there(tmp_path: Path) -> None:
    file = database(tmp_path / "house.sqlite")
    alone = snapshot_digest(SUITE, file)
    (tmp_path / "house.sqlite-wal").write_bytes(b"")
    assert snapshot_digest(SUITE, file) == alone
    (tmp_path / "house.sqlite-wal").write_bytes(b"more rows")
    assert snapshot_digest(SUITE, file) != alone


def test_the_digest_of_files_is_that_of_what_sha256sum_prints_about_them(tmp_path: Path) -> None:
    folder = state_folder(tmp_path / "state")
    lines = sorted([f"{sha256(b'{}')}  doors/front.json\n", f"{sha256(b'[]')}  doors/back.json\n"])
    assert snapshot_digest(SUITE, folder).sha256 == sha256("".join(lines).encode())


def test_a_file_that_is_not_read_does_not_count_and_each_that_is_does(tmp_path: Path) -> None:
    folder = state_folder(tmp_path / "state")
    before = snapshot_digest(SUITE, folder)
    (folder / "notes.json").write_text("{}")
    assert snapshot_digest(SUITE, folder) == before
    (folder / "doors" / "front.json").rename(folder / "doors" / "side.json")
    assert snapshot_digest(SUITE, folder).sha256 != before.sha256


def test_a_folder_with_a_database_has_a_digest_of_the_database_alone(tmp_path: Path) -> None:
    folder = state_folder(tmp_path / "state")
    database(folder / "house.sqlite")
    before = snapshot_digest(SUITE, folder)
    (folder / "doors" / "front.json").write_text("[1]")
    assert snapshot_digest(SUITE, folder) == before


def test_a_file_that_cannot_be_read_is_an_error_of_the_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = state_folder(tmp_path / "state")
    # Removed between the list of the files and their reading, as a running system may do it.
    gone = folder / "doors" / "gone.json"
    monkeypatch.setattr("moltverify.snapshots.snapshot_digests.files_read", lambda *_: [gone])
    with pytest.raises(SnapshotError, match=r"its digest cannot be made: No such file"):
        snapshot_digest(SUITE, folder)
