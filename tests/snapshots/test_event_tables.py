"""The tables in memory: queries read them and do nothing else."""

import pytest

from moltverify.snapshots.event_tables import EventTables, QueryError
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import RawTable, Skipped, TableRead
from tests.snapshots.made import BACK, DOORS, FRONT


def tables(*snapshots: tuple[tuple[object, ...], ...]) -> EventTables:
    made = EventTables([DOORS])
    for number, rows in enumerate(snapshots):
        made.add(number, "copy", RawTable("doors", rows), IdNames(shown=True))
    return made


def test_rows_have_the_number_of_their_snapshot() -> None:
    found = tables((FRONT[:4],), (FRONT[:4], BACK[:4])).select(
        "SELECT snapshot, name FROM doors ORDER BY snapshot, name"
    )
    assert found == (("snapshot", "name"), [(0, "front"), (1, "back"), (1, "front")])


def test_what_was_read_and_skipped_is_told() -> None:
    raw = RawTable("doors", (FRONT[:4], ("side", "ajar", None, 1), ("top", "ajar", None, 1)))
    read = EventTables([DOORS]).add(0, "copy", raw, IdNames())
    assert read == TableRead(
        "copy", "doors", 1, "", (Skipped("state is no word that is known", 2),)
    )


def test_ids_are_names_before_a_query_sees_them() -> None:
    made, names = EventTables([DOORS]), IdNames()
    made.add(0, "copy", RawTable("doors", (FRONT[:4],)), names)
    assert made.select("SELECT name FROM doors")[1] == [(names.name_of("front"),)]


def test_a_query_says_which_tables_it_reads_without_being_run() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    assert tables().used_by(f"{endless}, doors") == {"doors"}
    assert tables().used_by(endless) == frozenset()


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM doors",
        "INSERT INTO doors (name) VALUES ('x')",
        "CREATE TABLE t (a)",
        "ATTACH 'other' AS other",
        "PRAGMA journal_mode = WAL",
        "SELECT load_extension('x')",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('x', 'y')",
        "SELECT randomblob(1000000000)",
        "SELECT name FROM window_s",
        "SELECT nonsense FROM doors",
        "SELECT 1; SELECT 2",
        "",
    ],
)
def test_what_is_more_than_reading_is_refused(query: str) -> None:
    made = tables((FRONT[:4],))
    with pytest.raises(QueryError):
        made.used_by(query)
    with pytest.raises(QueryError):
        made.select(query)
    assert made.select("SELECT count(*) FROM doors")[1] == [(1,)]


def test_a_query_without_end_is_ended_by_its_rows() -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    with pytest.raises(QueryError, match="more than 200,000 rows"):
        tables().select(endless)
