"""From snapshots to events: kinds of snapshots, missing tables, and what is told of both."""

import json
from pathlib import Path

import pytest

from moltverify.errors import SnapshotError, UsageError
from moltverify.snapshots.claim_events import SnapshotEvents, snapshot_events
from moltverify.snapshots.event_tables import QueryError
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import (
    ClaimQueries,
    JsonSource,
    Skipped,
    SnapshotSuite,
    StateTable,
)
from tests.snapshots.made import DOORS, database, filled

SOURCE = JsonSource(
    "house/*.json",
    "doors",
    {"name": "name", "state": "state", "uses": "uses", "opened": "opened"},
)
OPENED = "SELECT 'open' AS event, name, opened FROM doors WHERE state = 'open' ORDER BY name"


def suite(
    events: str = OPENED,
    skipped: str = "SELECT 'it is shut', count(*) FROM doors WHERE state = 'shut'",
) -> SnapshotSuite:
    doors = StateTable(DOORS.name, DOORS.columns, SOURCE)
    return SnapshotSuite(
        Path("snapshots.yaml"),
        ("state/house.sqlite",),
        (doors,),
        (ClaimQueries("door", events, skipped, ("Who opened it.",)),),
    )


def told(*paths: Path, events: str = OPENED) -> SnapshotEvents:
    return snapshot_events(suite(events), paths, IdNames(shown=True))


def test_rows_become_events_and_the_others_are_counted(tmp_path: Path) -> None:
    (claim,) = told(database(tmp_path / "db")).claims
    assert claim.events == ({"event": "open", "name": "front", "opened": 1000},)
    assert claim.skipped == (Skipped("it is shut", 1),)
    assert claim.unseen == ("Who opened it.",)
    assert claim.missing == ""


def test_a_column_without_a_value_is_missing_in_the_event(tmp_path: Path) -> None:
    file = database(tmp_path / "db", "UPDATE doors SET opened = NULL")
    assert told(file).claims[0].events == ({"event": "open", "name": "front"},)


def test_a_folder_of_state_has_the_database_or_files(tmp_path: Path) -> None:
    (tmp_path / "new" / "state").mkdir(parents=True)
    database(tmp_path / "new" / "state" / "house.sqlite")
    (tmp_path / "old" / "house").mkdir(parents=True)
    rows = {"doors": [{"name": "side", "state": "open", "uses": 1}]}
    (tmp_path / "old" / "house" / "a.json").write_text(json.dumps(rows))
    events = told(tmp_path / "old", tmp_path / "new").claims[0].events
    assert [one["name"] for one in events] == ["front", "side"]


def test_a_claim_whose_table_is_in_no_snapshot_is_not_looked_at(tmp_path: Path) -> None:
    found = told(filled(tmp_path / "db", {"windows": []}))
    assert found.claims[0].missing == "doors: there is no such table"
    assert found.claims[0].events == ()
    assert [one.missing for one in found.tables] == ["there is no such table"]


def test_a_table_in_one_of_two_snapshots_is_looked_at(tmp_path: Path) -> None:
    found = told(filled(tmp_path / "one", {"windows": []}), database(tmp_path / "two"))
    assert found.claims[0].missing == ""
    assert len(found.claims[0].events) == 1


def test_a_number_with_a_fraction_is_no_value_of_an_event(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="door: part is neither text nor a whole number"):
        told(database(tmp_path / "db"), events="SELECT 'open' AS event, 0.5 AS part FROM doors")


def test_a_damaged_snapshot_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = database(tmp_path / "db")
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(SnapshotError, match=r"db cannot be read: SQLite says: "):
        told(file)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere", "cannot read .*nowhere: No such file"),
        ("text", "text is no SQLite database"),
        ("folder", r"folder has no state .* looked for state/house.sqlite, house/\*.json"),
    ],
)
def test_what_is_no_snapshot_is_an_error_of_usage(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "text").write_text("no database")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=said):
        told(tmp_path / name)
