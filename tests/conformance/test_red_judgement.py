"""Whether the code has a red's fault, by what red, green and code answer to the same calls."""

import pytest

from moltverify.conformance.json_values import Json
from moltverify.conformance.protocol import CallAnswer, ScheduleOutcome
from moltverify.conformance.records import KnownDrift, Status, Vector
from moltverify.conformance.red_judgement import RedJudgement, judge_red, telling_calls
from tests.conformance.made import answered, vector

SHUT, AJAR, BROKEN = {"door": "shut"}, {"door": "ajar"}, {"door": "broken"}
GREEN = [vector(1, SHUT, "no"), vector(2, AJAR, "yes")]
RED = [vector(1, AJAR, "yes"), vector(2, SHUT, "yes"), vector(3, BROKEN, "yes")]


def judged(*answers: CallAnswer, ended: str = "") -> RedJudgement:
    return judge_red(RED, GREEN, answered(*answers, ended=ended))


def test_a_call_tells_red_and_green_apart_whatever_its_number() -> None:
    [call] = telling_calls(RED, GREEN)
    assert (call.red.id, call.green.id, call.red.state) == (2, 1, SHUT)


def test_code_that_answers_as_the_red_has_the_fault() -> None:
    found = judged(CallAnswer(1, "yes"), CallAnswer(2, "yes"), CallAnswer(3, "yes"))
    assert found.status is Status.HAS_FAULT
    assert found.reason == "seen in 1 of 1 call that the red and the green answer differently"
    [example] = found.faulty
    # The outcome that is right is the green's.
    assert (example.vector.allowed, example.observed, example.known) == (("no",), "yes", "")


def test_code_that_answers_as_the_green_has_it_not() -> None:
    found = judged(CallAnswer(1, "yes"), CallAnswer(2, "no"), CallAnswer(3, "no"))
    assert (found.status, found.faulty) == (Status.HAS_NOT, ())


def test_a_drift_in_another_call_is_not_the_red_s_fault() -> None:
    assert judged(CallAnswer(1, "no"), CallAnswer(2, "no")).status is Status.HAS_NOT


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (CallAnswer(2, "perhaps"), "the code does what neither model allows"),
        (CallAnswer(2, error="out of order"), "it fails: out of order"),
        (CallAnswer(2, absent="no lock"), "no lock"),
        (CallAnswer(1, "yes"), "it was not answered"),
    ],
)
def test_another_answer_tells_nothing(answer: CallAnswer, words: str) -> None:
    found = judged(answer)
    assert found.status is Status.CANNOT_TELL
    assert found.reason.endswith(f"show nothing: {words}")


def test_a_fault_that_was_seen_is_certain_though_the_replay_ended() -> None:
    assert judged(CallAnswer(2, "yes"), ended="it died").status is Status.HAS_FAULT
    found = judged(ended="it died")
    assert found.status is Status.CANNOT_TELL
    assert found.reason.endswith("it died")


@pytest.mark.parametrize("red", [GREEN, [], [vector(1, BROKEN, "yes")], [vector(9, SHUT)]])
def test_a_red_whose_fault_is_in_no_replayed_call_cannot_be_told(red: list[Vector]) -> None:
    found = judge_red(red, GREEN, answered(CallAnswer(1, "no"), CallAnswer(9, "no")))
    assert found.status is Status.CANNOT_TELL
    assert "allow the same outcomes of every call that both make" in found.reason


@pytest.mark.parametrize(("outcome", "status"), [("no", "HAS NOT"), ("yes", "HAS THE FAULT")])
def test_a_red_that_only_allows_more_is_shown_by_what_it_adds(outcome: Json, status: str) -> None:
    red = [vector(1, SHUT, "no", "yes")]
    assert judge_red(red, GREEN, answered(CallAnswer(1, outcome))).status.value == status


@pytest.mark.parametrize(("deterministic", "status"), [(True, "CANNOT TELL"), (False, "HAS NOT")])
def test_merged_calls_of_the_green_are_no_evidence_where_one_outcome_is_claimed(
    deterministic: bool, status: str
) -> None:
    green, red = [vector(1, SHUT, "no", "never")], [vector(1, SHUT, "yes")]
    found = judge_red(red, green, answered(CallAnswer(1, "no")), (), deterministic)
    assert found.status.value == status


def test_one_schedule_with_the_fault_is_enough() -> None:
    seen = (ScheduleOutcome("no", 8), ScheduleOutcome("yes", 2, ("a", "b")))
    [example] = judged(CallAnswer(2, outcomes=seen)).faulty
    assert (example.runs, example.of, example.schedule) == (2, 10, ("a", "b"))


def test_true_and_one_are_two_outcomes() -> None:
    found = judge_red([vector(1, SHUT, 1)], [vector(1, SHUT, True)], answered(CallAnswer(1, 1)))
    assert found.status is Status.HAS_FAULT


def test_a_fault_on_record_carries_its_reason() -> None:
    known = KnownDrift(models=("door:red",), reason="We know.", when=(("door", "shut"),))
    [example] = judge_red(RED, GREEN, answered(CallAnswer(2, "yes")), [known]).faulty
    assert example.known == "We know."
