"""What a reason says that a user can change."""

import pytest

from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.suite.advice import stopped_text
from moltverify.suite.verdict import judge
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Step, Trace

TIMEOUT = Stopped(StopReason.TIMEOUT)
STUCK = Violated(ViolationKind.DEADLOCK, None, Trace((Step(1, None, (("x", 1),)),)))


def test_a_timeout_tells_the_counts_the_limit_and_two_ways_out() -> None:
    counts = Statistics(generated=1_200, distinct=1_000, queue=70)
    assert stopped_text(TIMEOUT, counts, 5.0) == (
        "stopped: timeout after 5 s; TLC had last counted 1,000 distinct states of 1,200 generated"
        " states, with 70 in the queue; `timeout: 10s` in the registry, or --timeout, allows more;"
        " smaller constants make fewer states"
    )


def test_a_timeout_before_the_first_count_says_so() -> None:
    words = stopped_text(TIMEOUT, Statistics(initial_distinct=2), 0.5)
    assert "0 states after 2 initial ones: it first does so after 3 s of search" in words


def test_a_timeout_among_the_initial_states_says_so() -> None:
    words = stopped_text(TIMEOUT, Statistics(), 0.5)
    assert "0 states: it was still computing the initial ones" in words


def test_counts_that_tlc_does_not_print_are_left_out() -> None:
    words = stopped_text(TIMEOUT, Statistics(generated=12), 1.0)
    assert "last counted 12 generated states; " in words


def test_the_limit_of_a_run_is_in_its_reason() -> None:
    judged = judge(MustHold(), TIMEOUT, Statistics(), limit=2.5)
    assert "timeout after 2.5 s" in judged.reason
    assert "`timeout: 5s`" in judged.reason


@pytest.mark.parametrize("reason", [StopReason.INTERRUPTED, StopReason.KILLED])
def test_a_run_that_something_else_ended_gets_no_advice_about_time(reason: StopReason) -> None:
    assert stopped_text(Stopped(reason), Statistics(), 5.0) == f"stopped: {reason.value}"


@pytest.mark.parametrize(
    "expectation",
    [MustHold(), MustReach("Goal"), MustViolate("Inv", ViolationKind.INVARIANT)],
)
def test_an_unexpected_deadlock_names_the_key_that_allows_it(
    expectation: MustHold | MustReach | MustViolate,
) -> None:
    assert "`deadlock: allowed`" in judge(expectation, STUCK, Statistics()).reason


def test_another_violation_says_nothing_about_deadlocks() -> None:
    broken = Violated(ViolationKind.INVARIANT, "Inv", STUCK.trace)
    assert "deadlock" not in judge(MustHold(), broken, Statistics()).reason


def test_a_full_heap_names_the_key_that_enlarges_it() -> None:
    full = Failed(FailureReason.OUT_OF_MEMORY, "Java ran out of memory.")
    assert "`heap: 2g`" in judge(MustHold(), full, Statistics()).reason
