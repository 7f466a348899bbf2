"""Violations: the evidence that each needs, and contradictions."""

from __future__ import annotations

import pytest

from moltverify.tlc.outcome import (
    FailureReason,
    Holds,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Place, Stops
from tests.tlc.readings import failure_of, frame, outcome_of, reason_of, violation_of
from tests.tlc.recorded import JARS, reading, recorded

_VIOLATIONS = {"inv_later": 12, "inv_init": 12, "deadlock": 11, "action_prop": 13, "live_lasso": 13}
_VIOLATIONS |= {"assume_false": 10, "inv_const_false": 151, "prop_init": 13}


@pytest.mark.parametrize("case", _VIOLATIONS)
@pytest.mark.parametrize("exit_code", [0, 1, 10, 11, 12, 13, 14, 75, 76, 150, 151, 255])
def test_a_violation_needs_its_own_exit_code(case: str, exit_code: int) -> None:
    """With another exit code the run is a contradiction, neither a violation nor a success."""
    run = recorded(case)
    outcome = outcome_of(run.out, exit_code)
    if exit_code == _VIOLATIONS[case]:
        assert isinstance(outcome, Violated)
    else:
        assert reason_of(outcome) is FailureReason.CONTRADICTION


@pytest.mark.parametrize("case", [*_VIOLATIONS, "live_stutter", "dfid", "pluscal"])
def test_a_violation_cut_off_anywhere_is_none(case: str) -> None:
    """Without the closing banner the trace may go on."""
    run = recorded(case)
    lines = run.out.split("\n")
    end = lines.index("@!@!@ENDMSG 2186 @!@!@")
    for count in range(end):
        outcome = outcome_of("\n".join(lines[:count]), run.rc)
        assert not isinstance(outcome, Holds | Violated), count


@pytest.mark.parametrize("case", ["inv_later", "action_prop", "live_lasso", "live_stutter"])
def test_a_violation_that_lacks_a_state_in_the_middle_is_none(case: str) -> None:
    """The states are numbered, and the loop or the stuttering fits their number."""
    run = recorded(case)
    states = frame(2217).findall(run.out)
    for state in states[:-1]:
        assert reason_of(outcome_of(run.out.replace(state, ""), run.rc)) is FailureReason.TRUNCATED


@pytest.mark.parametrize("code", [2217, 2122])
def test_a_liveness_violation_needs_states_and_an_ending(code: int) -> None:
    """A behaviour that neither loops nor stutters shows nothing about liveness."""
    run = recorded("live_lasso")
    assert reason_of(outcome_of(frame(code).sub("", run.out), 13)) is FailureReason.TRUNCATED


def test_a_second_error_makes_a_violation_a_contradiction() -> None:
    """Under -continue TLC reports several, and its exit code is that of one."""
    assert failure_of("continue_deadlock").reason is FailureReason.CONTRADICTION


def test_a_prefix_that_violates_a_temporal_property_ends_with_the_code_of_safety() -> None:
    """TLC 2.20 stops there; the verdict doubts it where the property has another shape."""
    violated = violation_of("issue1037", "nightly")
    assert (violated.kind, violated.property) == (ViolationKind.TEMPORAL_PROPERTY, None)
    assert (len(violated.trace.steps), violated.trace.ending) == (1, Stops())


def test_a_longer_prefix_has_all_its_states() -> None:
    """The second state is printed as in other traces."""
    run = recorded("issue1037", "nightly")
    [first] = frame(2217).findall(run.out)
    second = first.replace("1: <Initial predicate>\nx = 1", "2: <Next line 5, col 3>\nx = 2")
    outcome = outcome_of(run.out.replace(first, first + second), 12)
    assert isinstance(outcome, Violated)
    assert [step.state for step in outcome.trace.steps] == [(("x", 1),), (("x", 2),)]
    assert reason_of(outcome_of(run.out.replace(first, second), 12)) is FailureReason.TRUNCATED


@pytest.mark.parametrize("exit_code", [0, 11, 14, 75, 255])
def test_a_prefix_with_any_other_code_is_a_contradiction(exit_code: int) -> None:
    """Only the statuses of safety and of liveness violations belong to the message."""
    run = recorded("issue1037", "nightly")
    assert reason_of(outcome_of(run.out, exit_code)) is FailureReason.CONTRADICTION


def test_a_finite_trace_with_the_code_of_liveness_is_cut_off() -> None:
    """A trace that shows a violation of liveness loops or stutters."""
    run = recorded("issue1037", "nightly")
    assert reason_of(outcome_of(run.out, 13)) is FailureReason.TRUNCATED
    assert reason_of(outcome_of(frame(2217).sub("", run.out), 12)) is FailureReason.TRUNCATED


@pytest.mark.parametrize("jar", JARS)
def test_a_violation_by_an_initial_state_has_that_state_as_its_trace(jar: str) -> None:
    """The state is part of the message."""
    trace = violation_of("inv_init", jar).trace
    assert [(step.number, step.action, step.state) for step in trace.steps] == [
        (1, None, (("x", 0), ("y", "idle")))
    ]


def test_a_named_temporal_property_is_named_by_head_only() -> None:
    """Older versions name no violated property; several names are candidates."""
    assert violation_of("live_lasso", "old").property is None
    assert violation_of("live_lasso", "head").property == "Eventually5"
    several = violation_of("live_two_props", "head")
    assert several.property is None
    assert several.candidates == ("Eventually5", "Ev6")


def test_three_named_properties_are_three_candidates() -> None:
    """Names are split at commas and at the last `and`."""
    run = recorded("live_two_props", "head")
    for names in ("A, B and C", "A, B, and C"):
        outcome = outcome_of(run.out.replace("Eventually5 and Ev6", names), run.rc)
        assert isinstance(outcome, Violated)
        assert outcome.candidates == ("A", "B", "C")


def test_a_violation_that_has_a_place_for_a_name_has_a_place() -> None:
    """TLC reports refinements and assumptions by their place."""
    refinement = violation_of("refine_viol")
    assert refinement.property is None
    assert refinement.place == Place("Abs", 6, 17, 6, 26)
    assert violation_of("assume_false").place == Place("M", 5, 17, 5, 21)


def test_an_assertion_is_one_whichever_exit_code_the_version_has() -> None:
    """2.15 reports it as an exception with exit code 75 and without trace."""
    assert recorded("assert_fail", "old").rc == 75
    assert recorded("assert_fail", "new").rc == 14
    for jar in JARS:
        violated = violation_of("assert_fail", jar)
        assert violated.kind is ViolationKind.ASSERTION
        assert violated.message.endswith('<<"x too big", 2>>')
        assert violated.place == Place("M", 5, 9, 7, 44)


def test_a_false_postcondition_is_not_an_assumption() -> None:
    """2.20 uses the message for assumptions, but says it after the search."""
    assert violation_of("postcondition", "nightly").kind is ViolationKind.POSTCONDITION
    assert violation_of("postcondition", "head").property == "Post"


def test_a_box_property_is_reported_as_the_invariant_it_is() -> None:
    """`PROPERTY P` with `P == []Q` comes as a violated invariant named P."""
    violated = violation_of("live_box_state")
    assert (violated.kind, violated.property) == (ViolationKind.INVARIANT, "Eventually5")


def test_what_is_printed_between_states_is_no_state() -> None:
    """Print's lines are repeated while TLC rebuilds the trace."""
    assert len(violation_of("print_mix").trace.steps) == 3
    assert reading("print_mix").printed[:2] == (
        '"init"',
        '<<"step", 0, [a |-> "b\\nc", d |-> {1, 2}]>>',
    )
