"""JSON files from outside: the rows of a table in files of several names."""

import json
from pathlib import Path

import pytest

from moltverify.errors import SnapshotError
from moltverify.snapshots.json_snapshot import MOST_BYTES, read_json_tables
from moltverify.snapshots.snapshot_records import JsonSource, RawTable, StateTable
from tests.snapshots.made import DOORS

SOURCE = JsonSource("doors/*-doors.json", "doors", {"name": "id", "state": "=shut", "uses": "*"})
TABLE = StateTable(DOORS.name, DOORS.columns, SOURCE)


def written(folder: Path, content: object, name: str = "front-doors.json") -> Path:
    (folder / "doors").mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "doors" / name).write_text(text)
    return folder


def read(folder: Path, table: StateTable = TABLE) -> RawTable:
    (found,) = read_json_tables(folder, [table])
    return found


def test_columns_are_keys_texts_or_a_part_of_the_files_name(tmp_path: Path) -> None:
    written(tmp_path, {"doors": [{"id": "a"}, {"id": "b", "more": 1}]})
    written(tmp_path, {"doors": [{"id": "c"}]}, "back-doors.json")
    rows = (("c", "shut", None, "back"), ("a", "shut", None, "front"), ("b", "shut", None, "front"))
    assert read(tmp_path).rows == rows


def test_a_row_may_be_a_plain_value(tmp_path: Path) -> None:
    plain = StateTable(
        DOORS.name, DOORS.columns[:1], JsonSource(SOURCE.pattern, "doors", {"name": "."})
    )
    assert read(written(tmp_path, {"doors": ["a", 5]}), plain).rows == (("a",), (5,))


def test_a_row_that_is_no_object_has_no_values(tmp_path: Path) -> None:
    assert read(written(tmp_path, {"doors": [[1]]})).rows == ((None, "shut", None, "front"),)


def test_without_a_file_the_table_is_missing(tmp_path: Path) -> None:
    assert read(tmp_path) == RawTable("doors", missing="there is no file doors/*-doors.json")


def test_a_table_that_only_databases_have_is_missing(tmp_path: Path) -> None:
    assert read(written(tmp_path, {"doors": []}), DOORS).missing == "files have no such rows"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"doors": [', "front-doors.json is no JSON"),
        ("[" * 100_000, "front-doors.json is no JSON"),
        ([], "front-doors.json has no list 'doors'"),
        ({"doors": {}}, "front-doors.json has no list 'doors'"),
        (" " * (MOST_BYTES + 1), "front-doors.json has more than 16 MiB, the limit"),
    ],
    ids=["cut", "deep", "list", "object", "large"],
)
def test_a_file_of_another_kind_is_an_error_that_names_it(
    tmp_path: Path, content: object, said: str
) -> None:
    with pytest.raises(SnapshotError, match=said):
        read(written(tmp_path, content))


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    outside = written(tmp_path / "other", {"doors": []})
    folder = written(tmp_path, {"doors": [{"id": "a"}]})
    (folder / "doors" / "link-doors.json").symlink_to(outside / "doors" / "front-doors.json")
    assert [row[0] for row in read(folder).rows] == ["a"]
