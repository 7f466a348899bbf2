"""Rows by the types of their columns: what is read, and what is skipped with which reason."""

from collections import Counter

import pytest

from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_records import Cell
from moltverify.snapshots.typed_rows import milliseconds, typed_rows
from tests.snapshots.made import DOORS

SHOWN = IdNames(shown=True)


def read(*rows: tuple[object, ...]) -> tuple[list[tuple[Cell, ...]], Counter[str]]:
    skipped: Counter[str] = Counter()
    return list(typed_rows(DOORS, rows, SHOWN, skipped)), skipped


def test_a_row_with_values_of_all_types_is_read() -> None:
    assert read(("front", "open", 1000, 3)) == ([("front", "open", 1000, 3)], Counter())


def test_a_time_may_be_a_text_with_a_zone_and_may_be_missing_where_it_is_optional() -> None:
    found, _ = read(("a", "shut", "1970-01-01T00:00:01.002Z", 0), ("b", "shut", None, 0))
    assert [row[2] for row in found] == [1002, None]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((None, "open", 1, 1), "name has no value"),
        (("", "open", 1, 1), "name is no id"),
        (("x" * 1025, "open", 1, 1), "name is no id"),
        ((b"front", "open", 1, 1), "name is no id"),
        (("front", "ajar", 1, 1), "state is no word that is known"),
        (("front", 1, 1, 1), "state is no word that is known"),
        (("front", "open", -1, 1), "opened is no time"),
        (("front", "open", 1.5, 1), "opened is no time"),
        (("front", "open", 1 << 60, 1), "opened is no time"),
        (("front", "open", "yesterday", 1), "opened is no time"),
        (("front", "open", "2026-01-15T12:00:00", 1), "opened is no time"),
        (("front", "open", 1, "many"), "uses is no count"),
        (("front", "open", 1, -1), "uses is no count"),
    ],
)
def test_a_row_with_another_value_is_skipped_by_a_reason_that_names_the_column(
    row: tuple[object, ...], reason: str
) -> None:
    found, skipped = read(row, ("back", "shut", None, 0))
    assert [one[0] for one in found] == ["back"]
    assert skipped == {reason: 1}


def test_reasons_quote_no_value() -> None:
    _, skipped = read(("front", "\x1b[31msecret", 1, 1))
    assert "secret" not in str(skipped)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-01-15T12:00:00.001Z", 1_768_478_400_001),
        ("2026-01-15T13:00:00.001+01:00", 1_768_478_400_001),
        ("1969-12-31T23:59:59Z", None),
    ],
)
def test_times_are_exact_to_the_millisecond(text: str, found: int | None) -> None:
    assert milliseconds(text) == found
