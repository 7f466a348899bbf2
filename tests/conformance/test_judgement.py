"""Each rule alone, and which of them decides."""

import pytest

from moltverify.conformance.judgement import Evidence, ReplayJudgement, judge_replay
from moltverify.conformance.protocol import AbsenceCause, CallAnswer
from moltverify.conformance.records import Direction, Status, VectorDifference
from moltverify.conformance.replay import Replay
from tests.conformance.made import answered, vector

SHUT, AJAR = vector(1, {"door": "shut"}, "no"), vector(2, {"door": "ajar"}, "yes")
EITHER = vector(3, {"door": "shut"}, "no", "yes")
DIFFERENCE = VectorDifference(SHUT, "yes")
BOTH = answered(CallAnswer(1, "no"), CallAnswer(2, "yes"))
NONE = answered(CallAnswer(1, absent="no door"), CallAnswer(2, absent="no window"))


def judged(ran: Replay = BOTH, **changed: object) -> ReplayJudgement:
    given: dict[str, object] = {
        "vectors": [SHUT, AJAR],
        "replay": ran,
        "differences": [],
        "deterministic": True,
    }
    return judge_replay(Evidence(**{**given, **changed}))  # type: ignore[arg-type] # the test's own


def test_answers_that_the_model_allows_conform() -> None:
    assert judged() == ReplayJudgement(Status.CONFORMS)


def test_a_difference_that_allows_more_is_the_worst() -> None:
    assert judged(differences=[DIFFERENCE]) == ReplayJudgement(Status.LAXER)


def test_a_replay_that_ended_early_is_none() -> None:
    ran = answered(CallAnswer(1, "no"), ended="1 of 2 calls answered")
    assert judged(ran) == ReplayJudgement(Status.NOT_RUN, "1 of 2 calls answered")


def test_without_calls_nothing_was_run() -> None:
    judgement = judged(answered(), vectors=[])
    assert judgement == ReplayJudgement(Status.NOT_RUN, "no step of the model is a call")


def test_several_outcomes_of_a_call_are_not_compared_by_equality() -> None:
    assert judged(vectors=[SHUT, EITHER]) == ReplayJudgement(
        Status.NOT_RUN, "1 calls have several outcomes in the model"
    )
    assert judged(vectors=[SHUT, EITHER], deterministic=False).status is Status.CONFORMS


def test_what_a_release_lacks_is_said_once_each() -> None:
    ran = answered(CallAnswer(1, "no"), CallAnswer(2, absent="no door"))
    assert judged(ran) == ReplayJudgement(Status.IN_PART, "no door")
    twice = answered(CallAnswer(1, absent="no door"), CallAnswer(2, absent="no door"))
    assert judged(twice).reason == "no door"


def test_an_action_without_any_call_is_named() -> None:
    knock = vector(2, {"door": "shut"}, "yes", action="knock")
    ran = answered(CallAnswer(1, "no"), CallAnswer(2, absent="no door"))
    assert judged(ran, vectors=[SHUT, knock]).reason == "no call of knock: no door"


def test_what_the_model_has_and_no_call_is_about_leaves_a_part() -> None:
    assert judged(omits="The bell.").status is Status.IN_PART


def test_a_difference_that_allows_less_is_good_news() -> None:
    stricter = VectorDifference(SHUT, "no", direction=Direction.STRICTER)
    assert judged(differences=[stricter]).status is Status.STRICTER
    assert judged(differences=[stricter, DIFFERENCE]).status is Status.LAXER


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (AbsenceCause.ABSENT, Status.NO_COUNTERPART),
        (AbsenceCause.MOVED, Status.SYMBOL_MOVED),
        (AbsenceCause.UNLOADABLE, Status.COULD_NOT_LOAD),
    ],
)
def test_the_cause_of_an_absence_is_told(cause: AbsenceCause, status: Status) -> None:
    ran = answered(CallAnswer(1, absent="a", cause=cause), CallAnswer(2, absent="b"))
    assert judged(ran).status is status


def test_a_release_that_lacks_everything_has_no_counterpart() -> None:
    assert judged(NONE) == ReplayJudgement(Status.NO_COUNTERPART, "no door; no window")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # A drift outweighs the doubts, which are still said.
        (
            {"differences": [DIFFERENCE], "ran": answered(CallAnswer(1, "yes"), ended="cut")},
            ReplayJudgement(Status.LAXER, "cut"),
        ),
        (
            {
                "differences": [DIFFERENCE],
                "ran": answered(CallAnswer(1, "yes"), CallAnswer(2, absent="no door")),
            },
            ReplayJudgement(Status.LAXER, "no door"),
        ),
        # That nothing can be concluded outweighs what is absent.
        (
            {"ran": NONE, "vectors": [SHUT, EITHER]},
            ReplayJudgement(Status.NOT_RUN, "1 calls have several outcomes in the model"),
        ),
        # Of two reasons for one status the first rule's is said.
        (
            {"ran": answered(CallAnswer(1, "no"), ended="cut"), "vectors": [SHUT, EITHER]},
            ReplayJudgement(Status.NOT_RUN, "1 calls have several outcomes in the model"),
        ),
    ],
)
def test_the_worst_status_decides(changed: dict[str, Replay], expected: ReplayJudgement) -> None:
    assert judged(**changed) == expected


def test_statuses_are_ordered_from_good_to_bad() -> None:
    assert sorted([Status.LAXER, Status.NOT_RUN, Status.CONFORMS, Status.NO_COUNTERPART]) == [
        Status.CONFORMS,
        Status.NO_COUNTERPART,
        Status.NOT_RUN,
        Status.LAXER,
    ]
