"""The verdict for each outcome and expectation."""

import pytest
from msgspec import Struct

from moltverify.registry.expectation import (
    UNREACHED,
    Expectation,
    MustHold,
    MustReach,
    MustViolate,
)
from moltverify.suite.verdict import (
    Judgement,
    Verdict,
    judge,
    with_workers,
    without_route,
)
from moltverify.tlc import outcome as tlc
from moltverify.tlc.outcome import Outcome, Statistics
from moltverify.tlc.trace import Action, Place, Step, Trace

INVARIANT = tlc.ViolationKind.INVARIANT
TEMPORAL = tlc.ViolationKind.TEMPORAL_PROPERTY
RED = MustViolate("Cap", INVARIANT, length=3)


class Done(Struct, frozen=True):
    """What TLC did, and its counts."""

    outcome: Outcome
    statistics: Statistics = Statistics()


def trace(length: int) -> Trace:
    actions = [None, *(Action(f"Step{n}") for n in range(1, length))]
    return Trace(tuple(Step(n, a, (("x", n),)) for n, a in enumerate(actions, start=1)))


def held(distinct: int = 100) -> Done:
    return Done(tlc.Holds(), Statistics(distinct=distinct))


def violated(
    kind: tlc.ViolationKind = INVARIANT, name: str | None = "Cap", length: int = 3
) -> Done:
    return Done(tlc.Violated(kind, name, trace(length)), Statistics(distinct=9))


def without_trace(kind: tlc.ViolationKind, name: str | None) -> Done:
    return Done(tlc.Violated(kind, name))


def failed(reason: tlc.FailureReason) -> Done:
    return Done(tlc.Failed(reason, "what TLC said", Place("Door", 5, 3)))


def verdict(expectation: Expectation, done: Done) -> Verdict:
    return judged(expectation, done).verdict


def judged(expectation: Expectation, done: Done, has_properties: bool = True) -> Judgement:
    return judge(expectation, done.outcome, done.statistics, has_properties)


def test_verdicts_are_ordered_from_good_to_bad() -> None:
    assert sorted({*Verdict}) == [
        Verdict.AS_EXPECTED,
        Verdict.INCONCLUSIVE,
        Verdict.DISPUTED,
        Verdict.UNEXPECTED,
        Verdict.BROKEN,
    ]


def test_a_green_that_holds_is_as_expected() -> None:
    assert verdict(MustHold(), held()) is Verdict.AS_EXPECTED


def test_a_green_with_the_registered_count_is_as_expected() -> None:
    assert verdict(MustHold(100), held(100)) is Verdict.AS_EXPECTED


def test_a_green_with_another_count_is_unexpected_and_says_both_numbers() -> None:
    judgement = judged(MustHold(1000), held(1))
    assert judgement.verdict is Verdict.UNEXPECTED
    assert judgement.reason == "expected 1,000 distinct states, but TLC found 1"


def test_a_green_that_checks_nothing_is_broken() -> None:
    assert judged(MustHold(), held(), has_properties=False).verdict is Verdict.BROKEN


def test_a_green_that_is_violated_is_unexpected() -> None:
    assert verdict(MustHold(), violated()) is Verdict.UNEXPECTED


def test_a_red_that_violates_what_it_should_is_as_expected() -> None:
    judgement = judged(RED, violated())
    assert judgement.verdict is Verdict.AS_EXPECTED
    assert judgement.reason == "violates the invariant Cap in 3 states"


def test_a_red_that_holds_is_unexpected() -> None:
    judgement = judged(RED, held())
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "nothing was violated" in judgement.reason


def test_a_red_that_breaks_another_property_is_unexpected() -> None:
    judgement = judged(RED, violated(name="TypeOK"))
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "expected that the invariant Cap is violated" in judgement.reason
    assert "the invariant TypeOK is violated" in judgement.reason


@pytest.mark.parametrize("kind", [kind for kind in tlc.ViolationKind if kind is not INVARIANT])
def test_a_red_that_breaks_by_another_kind_is_unexpected(kind: tlc.ViolationKind) -> None:
    assert verdict(RED, violated(kind=kind)) is Verdict.UNEXPECTED


def test_an_invariant_without_a_name_is_never_the_expected_one() -> None:
    assert verdict(RED, violated(name=None)) is Verdict.UNEXPECTED


def test_a_temporal_property_without_a_name_is_the_one_that_there_is() -> None:
    kind = tlc.ViolationKind.TEMPORAL_PROPERTY
    assert verdict(MustViolate("Served", kind), violated(kind, None)) is Verdict.AS_EXPECTED


def test_a_red_that_breaks_before_any_step_is_unexpected() -> None:
    judgement = judged(MustViolate("Cap", INVARIANT), violated(length=1))
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "initial state" in judgement.reason


@pytest.mark.parametrize("workers", [1, 4])
def test_a_violation_in_the_initial_state_is_as_expected_if_the_length_says_so(
    workers: int,
) -> None:
    red = with_workers(MustViolate("Cap", INVARIANT, length=1), workers)
    judgement = judged(red, violated(length=1))
    assert judgement == Judgement(Verdict.AS_EXPECTED, "violates the invariant Cap in 1 state")
    assert verdict(red, violated(length=2)) is Verdict.UNEXPECTED


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (tlc.ViolationKind.ASSUMPTION, ""),
        (tlc.ViolationKind.ASSERTION, ""),
        (tlc.ViolationKind.CONSTANT_INVARIANT, "Cap"),
        (tlc.ViolationKind.POSTCONDITION, ""),
    ],
)
def test_a_violation_that_tlc_prints_no_states_for_needs_none(
    kind: tlc.ViolationKind, name: str
) -> None:
    judgement = judged(MustViolate(name, kind), without_trace(kind, name or None))
    assert judgement.verdict is Verdict.AS_EXPECTED
    assert judgement.reason == f"violates the {kind.value} {name}".rstrip()


def test_a_red_that_deadlocks_is_told_so() -> None:
    kind = tlc.ViolationKind.DEADLOCK
    reached = judged(MustViolate("", kind), violated(kind, None))
    assert reached == Judgement(Verdict.AS_EXPECTED, "reaches a deadlock in 3 states")
    other = judged(MustViolate("", kind), violated()).reason
    assert other.startswith("expected that a deadlock is reached, but the invariant Cap")


def test_a_constant_invariant_is_the_one_that_the_registry_names() -> None:
    kind = tlc.ViolationKind.CONSTANT_INVARIANT
    assert verdict(MustViolate("Cap", kind), without_trace(kind, "Other")) is Verdict.UNEXPECTED
    assert verdict(MustViolate("Cap", INVARIANT), without_trace(kind, "Cap")) is Verdict.UNEXPECTED


def test_an_assert_that_fails_in_an_initial_state_with_a_trace_needs_the_length() -> None:
    kind = tlc.ViolationKind.ASSERTION
    done = violated(kind, None, length=1)
    assert verdict(MustViolate("", kind), done) is Verdict.UNEXPECTED
    assert verdict(MustViolate("", kind, length=1), done) is Verdict.AS_EXPECTED


def test_a_counterexample_of_another_length_is_unexpected() -> None:
    judgement = judged(RED, violated(length=4))
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "of 3 states, but TLC found one of 4 states" in judgement.reason


def test_a_pinned_route_that_is_taken_is_as_expected() -> None:
    red = MustViolate("Cap", INVARIANT, route=("Step1", "Step2"))
    assert verdict(red, violated()) is Verdict.AS_EXPECTED


def test_another_route_than_the_pinned_one_is_unexpected() -> None:
    judgement = judged(MustViolate("Cap", INVARIANT, route=("Step2", "Step1")), violated())
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "Step1 -> Step2" in judgement.reason


def test_a_witness_that_is_reached_is_as_expected() -> None:
    assert verdict(MustReach("Full"), violated(name=UNREACHED)) is Verdict.AS_EXPECTED


def test_a_witness_may_be_an_initial_state() -> None:
    assert verdict(MustReach("Full"), violated(name=UNREACHED, length=1)) is Verdict.AS_EXPECTED


def test_a_witness_that_is_not_reached_is_unexpected() -> None:
    judgement = judged(MustReach("Full"), held())
    assert judgement.verdict is Verdict.UNEXPECTED
    assert "a state with Full is reached" in judgement.reason


def test_another_violation_does_not_count_as_reaching_a_witness() -> None:
    assert verdict(MustReach("Full"), violated(name="Cap")) is Verdict.UNEXPECTED


@pytest.mark.parametrize("expectation", [MustHold(), RED, MustReach("Full")])
@pytest.mark.parametrize("reason", list(tlc.FailureReason))
def test_a_run_without_conclusion_is_broken_and_says_where(
    expectation: Expectation, reason: tlc.FailureReason
) -> None:
    judgement = judged(expectation, failed(reason))
    assert judgement.verdict is Verdict.BROKEN
    assert "line 5, column 3 of module Door: what TLC said" in judgement.reason


@pytest.mark.parametrize("expectation", [MustHold(), RED, MustReach("Full")])
@pytest.mark.parametrize("reason", list(tlc.StopReason))
def test_a_stopped_run_is_inconclusive(expectation: Expectation, reason: tlc.StopReason) -> None:
    assert verdict(expectation, Done(tlc.Stopped(reason))) is Verdict.INCONCLUSIVE


def test_several_threads_may_find_a_longer_counterexample_by_another_route() -> None:
    red = MustViolate("Cap", INVARIANT, length=3, route=("Step1", "Step2"))
    assert verdict(without_route(red), violated(length=5)) is Verdict.AS_EXPECTED
    assert verdict(without_route(red), violated(name="TypeOK")) is Verdict.UNEXPECTED


@pytest.mark.parametrize("expectation", [MustHold(7), MustReach("Full")])
def test_only_reds_have_a_route_to_ignore(expectation: Expectation) -> None:
    assert without_route(expectation) == expectation


@pytest.mark.parametrize("workers", [2, 8])
def test_several_threads_may_find_any_counterexample(workers: int) -> None:
    pinned = MustViolate("Cap", INVARIANT, length=3, route=("Step1", "Step2"))
    assert with_workers(pinned, workers) == MustViolate("Cap", INVARIANT)
    assert with_workers(MustHold(7), workers) == MustHold(7)


def test_one_thread_finds_the_pinned_counterexample() -> None:
    assert with_workers(RED, 1) == RED


def test_what_a_green_depends_on_is_part_of_its_reason() -> None:
    found = judge(MustHold(), tlc.Holds(), Statistics(distinct=6), conditions=["under VIEW v"])
    assert found == Judgement(Verdict.AS_EXPECTED, "holds in 6 distinct states, under VIEW v")


@pytest.mark.parametrize(
    ("doubts", "words"),
    [
        (["tlaplus#1 (M.tla:5)"], "unless tlaplus#1 (M.tla:5) applies"),
        (["tlaplus#1 (M.tla:5)", "tlaplus#2"], "unless tlaplus#1 (M.tla:5) or tlaplus#2 apply"),
    ],
)
def test_a_green_that_may_be_false_is_no_green(doubts: list[str], words: str) -> None:
    found = judge(MustHold(), tlc.Holds(), Statistics(distinct=6), doubts=doubts)
    assert found == Judgement(Verdict.INCONCLUSIVE, f"holds in 6 distinct states, {words}")


def test_a_wrong_count_stays_unexpected_whatever_the_doubts() -> None:
    found = judge(MustHold(7), tlc.Holds(), Statistics(distinct=6), doubts=["tlaplus#1"])
    assert found.verdict is Verdict.UNEXPECTED


@pytest.mark.parametrize("expectation", [MustHold(), MustViolate("P", TEMPORAL)])
def test_a_violation_that_may_be_none_is_no_verdict(expectation: Expectation) -> None:
    violated = tlc.Violated(TEMPORAL, None, trace(3))
    plain = judge(expectation, violated, Statistics())
    doubted = judge(expectation, violated, Statistics(), doubts=["tlaplus#1 (M.tla:5)"])
    assert plain.verdict is not Verdict.INCONCLUSIVE
    reason = f"{plain.reason}, unless tlaplus#1 (M.tla:5) applies"
    assert doubted == Judgement(Verdict.INCONCLUSIVE, reason)
