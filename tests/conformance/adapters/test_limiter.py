"""Projection of the limiter's model: attempts after sequences of attempts and waits."""

from adapters.limiter import PAGE_ORIGIN, WAIT, attempts_of, project_attempts
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

INTERNET: Fields = {"place": "internet", "exemptLoopback": True}
FIELD = "shared secret"


def state(
    counted: int, result: str = "", client: str = "the guesser", cfg: Fields = INTERNET
) -> Fields:
    answer: Json = {"client": client, "address": "203.0.113.9", "field": FIELD, "result": result}
    return {"cfg": cfg, "entries": counted, "answer": answer}


def test_an_attempt_is_heard_or_turned_away_as_the_model_does() -> None:
    graph = made_graph(
        {1: state(0), 2: state(1, "wrong"), 3: state(1, "turned away")},
        [(1, "Guess", 2), (2, "TurnAway", 3)],
    )
    first = {"address": "203.0.113.9", "origin": "", "field": FIELD, "secret": "wrong"}
    samples = list(project_attempts(graph))
    start: Json = {"exemptLoopback": True, "bothSent": False, "calls": []}
    assert samples[0] == Sample("attempt", start, first, {"heard": True, "in": False})
    after = [one for one in samples if len(one.state["calls"]) == 1]
    assert {one.outcome["heard"] for one in after} == {False}
    assert {one.arguments["secret"] for one in after} == {"wrong", "right"}


def test_a_wait_is_made_and_has_no_outcome() -> None:
    graph = made_graph(
        {1: state(0), 2: state(2), 3: state(1, "in")},
        [(1, "LetTimePass", 2), (2, "SignIn", 3)],
    )
    (only,) = project_attempts(graph)
    assert only.state["calls"] == [list(WAIT)]
    assert only.outcome == {"heard": True, "in": True}


def test_a_page_sends_its_origin_and_ann_sends_none() -> None:
    page: Fields = {"place": "browser page", "exemptLoopback": True}
    address = "203.0.113.9"
    guess = attempts_of("Guess", state(1, "wrong", cfg=page))
    assert guess == [(address, PAGE_ORIGIN, FIELD, "wrong")]
    assert attempts_of("SignIn", state(1, "in", "Ann", page)) == [(address, "", FIELD, "right")]


def test_a_request_with_two_secrets_gets_in_and_is_noted_for_the_calls_after_it() -> None:
    graph = made_graph(
        {1: state(0), 2: state(1, "wrong, but in"), 3: state(2, "wrong")},
        [(1, "GuessBeside", 2), (2, "Guess", 3)],
    )
    both, after = project_attempts(graph)
    assert both.arguments["field"] == "both"
    assert both.outcome == {"heard": True, "in": True}
    assert (both.state["bothSent"], after.state["bothSent"]) == (False, True)


def test_configurations_are_apart() -> None:
    other: Fields = {"place": "same host", "exemptLoopback": False}
    graph = made_graph(
        {1: state(0), 2: state(1, "wrong"), 3: state(0, cfg=other)}, [(1, "Guess", 2)], (1, 3)
    )
    assert [one.state["exemptLoopback"] for one in project_attempts(graph)] == [True]
