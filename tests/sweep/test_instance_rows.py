"""Rows of a sweep: what one instance came to, and how states grow from row to row."""

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustReach, MustViolate
from moltverify.registry.records import Role
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import UNREACHED
from moltverify.sweep.instance_rows import MAX_MESSAGE, instance_row, with_growth
from moltverify.sweep.ranges import Instance, Setting
from moltverify.sweep.results import InstanceRow, InstanceStatus
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Trace
from tests import made


def at(*sizes: int) -> Instance:
    return Instance(tuple(map(Setting, ("Cap", "Senders"), sizes)))


def row_of(result: ModelResult) -> InstanceRow:
    return instance_row(at(1, 2), result, registered=at(2, 2))


def ended(result: ModelResult, outcome: Outcome) -> InstanceRow:
    return row_of(replace(result, outcome=outcome))


def violated(kind: ViolationKind, name: str | None) -> Violated:
    return Violated(kind, name, Trace(made.STEPS))


def test_a_green_that_holds_has_its_counts() -> None:
    row = row_of(replace(made.green(), statistics=Statistics(distinct=6, depth=4), cached=True))
    assert (row.status, row.text) == (InstanceStatus.HOLDS, "holds")
    assert (row.distinct, row.depth, row.length, row.cached) == (6, 4, None, True)


def test_the_row_of_the_registered_instance_is_marked() -> None:
    assert not row_of(made.green()).registered
    assert instance_row(at(2, 2), made.green(), at(2, 2)).registered


def test_a_green_that_breaks_names_what_broke() -> None:
    row = ended(made.green(), violated(ViolationKind.INVARIANT, "OnlyWithKey"))
    assert row.status is InstanceStatus.BREAKS
    assert row.text == "breaks in 3 states: invariant OnlyWithKey"
    assert row.length == 3


def test_a_red_that_breaks_as_stated_breaks() -> None:
    row = row_of(made.red())
    assert (row.status, row.text) == (InstanceStatus.BREAKS, "breaks in 3 states")


def test_a_red_that_breaks_another_property_breaks_otherwise() -> None:
    row = ended(made.red(), violated(ViolationKind.INVARIANT, "TypeOK"))
    assert row.status is InstanceStatus.BREAKS_OTHERWISE
    assert row.text == "breaks otherwise in 3 states: invariant TypeOK"


def test_a_false_assumption_excludes_the_instance() -> None:
    row = ended(made.red(), Violated(ViolationKind.ASSUMPTION, None))
    assert row.status is InstanceStatus.EXCLUDED
    assert row.length is None


def test_a_red_that_must_violate_an_assumption_is_not_excluded_by_it() -> None:
    red = replace(made.red(), expectation=MustViolate("", ViolationKind.ASSUMPTION))
    assert ended(red, Violated(ViolationKind.ASSUMPTION, None)).status is InstanceStatus.BREAKS


def test_a_witness_breaks_where_it_is_reached() -> None:
    witness = replace(made.green(), role=Role.WITNESS, expectation=MustReach("Full"))
    assert row_of(witness).text == "not reached"
    row = ended(witness, violated(ViolationKind.INVARIANT, UNREACHED))
    assert (row.status, row.text) == (InstanceStatus.BREAKS, "reached in 3 states")


def test_a_run_whose_time_was_over_is_not_decided() -> None:
    row = ended(made.green(), Stopped(StopReason.TIMEOUT))
    assert (row.status, row.text) == (InstanceStatus.UNDECIDED, "not decided: timeout")


@pytest.mark.parametrize("message", ["short", "long " * 100])
def test_a_failure_is_one_line_of_bounded_length(message: str) -> None:
    row = ended(made.green(), Failed(FailureReason.EVALUATION, f"TLC said:\n  {message}"))
    assert row.status is InstanceStatus.ERROR
    assert "\n" not in row.text
    assert len(row.text) <= MAX_MESSAGE + len("evaluation: ")


def held(distinct: int | None, *sizes: int) -> InstanceRow:
    return InstanceRow(
        instance=at(*sizes), status=InstanceStatus.HOLDS, text="", distinct=distinct, seconds=1.0
    )


def growth(*rows: InstanceRow) -> list[float | None]:
    return [row.growth for row in with_growth(rows)]


def test_growth_is_the_ratio_to_the_row_before() -> None:
    assert growth(held(10, 1, 1), held(40, 1, 2), held(60, 1, 3)) == [None, 4.0, 1.5]


def test_growth_is_told_only_where_the_last_constant_alone_differs() -> None:
    assert growth(held(10, 1, 3), held(40, 2, 1)) == [None, None]


def test_a_run_that_broke_says_nothing_of_growth() -> None:
    broken = replace(held(3, 1, 2), status=InstanceStatus.BREAKS)
    assert growth(held(10, 1, 1), broken, held(60, 1, 3)) == [None, None, None]


def test_a_count_that_is_not_known_or_zero_gives_no_growth() -> None:
    assert growth(held(None, 1, 1), held(40, 1, 2)) == [None, None]
    assert growth(held(0, 1, 1), held(40, 1, 2)) == [None, None]


def test_no_rows_have_no_growth() -> None:
    assert growth() == []
