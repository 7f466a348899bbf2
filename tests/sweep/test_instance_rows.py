"""Rows of a sweep: what an outcome means for an instance, and how the states grow."""

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import UNREACHED, Expectation, MustHold, MustReach, MustViolate
from moltverify.registry.records import Role
from moltverify.sweep.instance_rows import (
    MAX_MESSAGE,
    instance_row,
    instance_status,
    with_growth,
)
from moltverify.sweep.results import InstanceRow, InstanceStatus
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Step, Trace
from tests.sweep.made import BREAKS, HOLDS, at, result, row

INVARIANT, ASSUMPTION = ViolationKind.INVARIANT, ViolationKind.ASSUMPTION
WANTED = MustViolate("Safe", INVARIANT)


def violated(
    name: str | None = "Safe", kind: ViolationKind = INVARIANT, states: int = 3
) -> Violated:
    steps = tuple(Step(number, None, (("x", number),)) for number in range(1, states + 1))
    return Violated(kind, name, Trace(steps))


@pytest.mark.parametrize(
    ("expectation", "role", "outcome", "status", "text"),
    [
        (MustHold(), Role.GREEN, Holds(), "holds", "holds"),
        (MustReach("Full"), Role.WITNESS, Holds(), "holds", "not reached"),
        (MustReach("Full"), Role.WITNESS, violated(UNREACHED), "breaks", "reached in 3 states"),
        (WANTED, Role.RED, violated(), "breaks", "breaks in 3 states"),
        (WANTED, Role.RED, violated(states=1), "breaks", "breaks in 1 state"),
        (
            MustHold(),
            Role.GREEN,
            violated(),
            "breaks",
            "breaks in 3 states: invariant Safe",
        ),
        (
            MustHold(),
            Role.GREEN,
            violated(None, ViolationKind.DEADLOCK),
            "breaks",
            "breaks in 3 states: deadlock",
        ),
        (
            WANTED,
            Role.RED,
            violated("Other"),
            "breaks otherwise",
            "breaks otherwise in 3 states: invariant Other",
        ),
        (
            MustReach("Full"),
            Role.WITNESS,
            violated("TypeOK"),
            "breaks otherwise",
            "breaks otherwise in 3 states: invariant TypeOK",
        ),
        (
            MustHold(),
            Role.GREEN,
            violated(None, ASSUMPTION, 0),
            "excluded",
            "excluded: an ASSUME is false here",
        ),
        (
            WANTED,
            Role.RED,
            violated(None, ASSUMPTION, 0),
            "excluded",
            "excluded: an ASSUME is false here",
        ),
        (
            MustHold(),
            Role.GREEN,
            Stopped(StopReason.TIMEOUT),
            "not decided",
            "not decided: timeout",
        ),
        (
            MustHold(),
            Role.GREEN,
            Failed(FailureReason.EVALUATION, "no\n  function"),
            "error",
            "evaluation: no function",
        ),
    ],
)
def test_an_outcome_gives_a_status_and_a_sentence(
    expectation: Expectation,
    role: Role,
    outcome: Holds | Violated | Stopped | Failed,
    status: str,
    text: str,
) -> None:
    found = instance_status(result(outcome, expectation, role))
    assert (found[0].value, found[1]) == (status, text)


def test_an_assumption_that_a_red_must_break_breaks_it() -> None:
    must = MustViolate("", ASSUMPTION)
    found = instance_status(result(violated(None, ASSUMPTION, 0), must, Role.RED))
    assert found == (InstanceStatus.BREAKS, "breaks in 0 states")


def test_a_long_message_of_tlc_is_cut() -> None:
    outcome = Failed(FailureReason.TLC, "x" * 999)
    _, text = instance_status(result(outcome))
    assert text == f"TLC crashed: {'x' * (MAX_MESSAGE - 3)}..."


def test_a_row_has_the_counts_and_the_length_of_the_counterexample() -> None:
    found = instance_row(at(3), replace(result(violated()), cached=True), at(2))
    assert (found.instance, found.status, found.cached) == (at(3), BREAKS, True)
    assert (found.distinct, found.depth, found.length, found.seconds) == (5, 3, 3, 1.5)
    assert not found.registered


def test_a_row_without_a_counterexample_has_no_length() -> None:
    assert instance_row(at(3), result(Holds()), at(2)).length is None
    assert instance_row(at(3), result(violated(states=0)), at(2)).length is None


def test_the_registered_instance_is_marked() -> None:
    assert instance_row(at(2), result(Holds()), at(2)).registered


def growths(*rows: InstanceRow) -> list[float | None]:
    return [one.growth for one in with_growth(rows)]


def test_growth_is_the_ratio_to_the_row_before() -> None:
    assert growths(*(row(at(n), HOLDS, 10**n) for n in (1, 2, 3))) == [None, 10, 10]


@pytest.mark.parametrize("status", [BREAKS, InstanceStatus.UNDECIDED, InstanceStatus.EXCLUDED])
def test_counts_of_an_instance_that_was_not_explored_do_not_grow(status: InstanceStatus) -> None:
    rows = [row(at(1), HOLDS, 5), row(at(2), status, 9), row(at(3), HOLDS, 20)]
    assert growths(*rows) == [None, None, None]


def test_states_grow_with_the_last_constant_only() -> None:
    rows = [row(at(*sizes), HOLDS, 10) for sizes in ((1, 1), (1, 2), (2, 1), (2, 2))]
    assert growths(*rows) == [None, 1, None, 1]


@pytest.mark.parametrize(("before", "after"), [(None, 4), (4, None), (0, 4)])
def test_without_both_counts_there_is_no_growth(before: int | None, after: int | None) -> None:
    assert growths(row(at(1), HOLDS, before), row(at(2), HOLDS, after)) == [None, None]


def test_no_row_is_no_growth() -> None:
    assert growths() == []
