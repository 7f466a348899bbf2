"""The rows below `rows/` are what the published releases make today."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.release_folders import ReleaseStore
from moltverify.snapshots.claim_events import raw_tables
from moltverify.snapshots.snapshot_registry import load_snapshots
from tests.tracing.gateway.make import DATABASE, OLD, ROWS, SPECS, facts, make_snapshots, store
from tests.tracing.gateway.scenarios import FILES, REPLIES, SCENARIOS
from tests.tracing.gateway.snapshots import rows_of

# A whole release, of 250 MB, and the packages of its workers: a minute and a half.
pytestmark = [pytest.mark.index, pytest.mark.campaign]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> ReleaseStore:
    made = store(tmp_path_factory.mktemp("cache"))
    try:
        for package in (DATABASE, OLD):
            made.release(package)
    except UnobtainableError as error:
        pytest.skip(f"the releases cannot be had: {error}")
    return made


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_release_with_a_database_makes_these_rows(
    releases: ReleaseStore, tmp_path: Path, name: str
) -> None:
    make_snapshots(releases, DATABASE, SCENARIOS[name], tmp_path)
    for snapshot in SCENARIOS[name]:
        assert facts(tmp_path / snapshot) == rows_of(snapshot)


def test_its_own_database_has_the_tables_and_columns_that_the_suite_reads(
    releases: ReleaseStore, tmp_path: Path
) -> None:
    make_snapshots(releases, DATABASE, SCENARIOS["quiet"], tmp_path)
    suite = load_snapshots(load_registry(SPECS / "registry.yaml"))
    assert [one.missing for one in raw_tables(suite, tmp_path / "quiet")] == [""] * 4


def test_what_is_left_of_a_reply_says_neither_to_whom_nor_how_often_it_was_sent(
    releases: ReleaseStore, tmp_path: Path
) -> None:
    make_snapshots(releases, DATABASE, REPLIES, tmp_path)
    begun = reply_rows(tmp_path / "replies-1")
    assert begun["once"] != begun["twice"]
    assert begun["once"]["target"] == "ann"
    left = reply_rows(tmp_path / "replies-2")
    assert set(left) == {"once", "twice"}
    assert left["once"] == left["twice"]
    assert left["once"]["status"] == "completed"
    lost = ("channel", "target", "session_key", "platform_send_started_at")
    assert [left["once"][column] for column in lost] == [None] * 4


def reply_rows(database: Path) -> dict[str, dict[str, object]]:
    """Return the rows of the queue of replies by their ids, without the ids and the payloads."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM delivery_queue_entries")]
    hidden = {"id", "entry_json"}
    return {
        row["id"]: {name: value for name, value in row.items() if name not in hidden}
        for row in rows
    }


def test_the_release_with_files_makes_these_files(releases: ReleaseStore, tmp_path: Path) -> None:
    make_snapshots(releases, OLD, FILES["files"], tmp_path)
    for snapshot in FILES["files"]:
        made = {one.name: one.read_text() for one in (tmp_path / snapshot).rglob("*.json")}
        kept = {one.name: one.read_text() for one in (ROWS / snapshot).rglob("*.json")}
        assert made == kept
