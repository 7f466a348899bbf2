"""What answers mean, without a model or an implementation."""

from moltverify.conformance.compare import disallowed_outcomes, on_record, simplest
from moltverify.conformance.json_values import Json
from moltverify.conformance.protocol import CallAnswer, Hello, ScheduleOutcome
from moltverify.conformance.records import KnownDrift, Vector
from moltverify.conformance.replay import Replay


def vector(number: int, state: Json, *allowed: Json) -> Vector:
    return Vector(
        id=number,
        claim="door",
        model="door",
        digest="",
        action="open",
        state=state,
        arguments={},
        clock=0,
        allowed=allowed,
    )


def replay(*answers: CallAnswer) -> Replay:
    return Replay(Hello(ready=True), {one.id: one for one in answers}, 0.1)


SHUT, AJAR = vector(1, {"door": "shut"}, "no"), vector(2, {"door": "ajar"}, "yes", "no")
KNOWN = KnownDrift(models=("door",), reason="It is known.", when=(("door", "shut"),))


def test_an_outcome_that_no_step_has_is_a_difference() -> None:
    found = list(
        disallowed_outcomes([SHUT, AJAR], replay(CallAnswer(1, "yes"), CallAnswer(2, "yes")), [])
    )
    assert [(one.vector, one.observed, one.known) for one in found] == [(SHUT, "yes", "")]


def test_an_error_is_a_difference_and_an_absence_is_none() -> None:
    ran = replay(CallAnswer(1, error="it burns"), CallAnswer(2, absent="no door"))
    assert [one.observed for one in disallowed_outcomes([SHUT, AJAR], ran, [])] == [
        {"error": "it burns"}
    ]


def test_of_many_schedules_the_wrong_ones_are_counted() -> None:
    seen = (
        ScheduleOutcome("no", 5),
        ScheduleOutcome("yes", 2, ("a", "b")),
        ScheduleOutcome("maybe", 1),
    )
    (one,) = disallowed_outcomes([SHUT], replay(CallAnswer(1, outcomes=seen)), [])
    assert (one.observed, one.runs, one.of, one.schedule) == ("yes", 3, 8, ("a", "b"))


def test_a_record_holds_where_its_values_are() -> None:
    ran = replay(CallAnswer(1, "yes"), CallAnswer(2, "never"))
    assert [one.known for one in disallowed_outcomes([SHUT, AJAR], ran, [KNOWN])] == [
        "It is known.",
        "",
    ]


def test_a_record_may_ask_for_the_answer_too() -> None:
    other = KnownDrift(models=("door",), reason="No.", code=(("error", "it burns"),))
    ran = replay(CallAnswer(1, "yes"), CallAnswer(2, error="it burns"))
    assert [one.known for one in disallowed_outcomes([SHUT, AJAR], ran, [other])] == ["", "No."]


def test_records_are_those_of_the_model() -> None:
    drifts = [KNOWN, KnownDrift(models=("gate",), reason="Another model.")]
    assert on_record(drifts, "door") == [KNOWN]


def test_the_shortest_call_of_each_reason_is_told_and_new_ones_first() -> None:
    long = vector(3, {"door": "shut", "weather": "bad"}, "no")
    ran = replay(CallAnswer(1, "yes"), CallAnswer(2, "never"), CallAnswer(3, "yes"))
    found = simplest(disallowed_outcomes([long, SHUT, AJAR], ran, [KNOWN]))
    assert [(one.vector.id, one.known) for one in found] == [(2, ""), (1, "It is known.")]
