"""Projection of the pairing models: each step is one call on the rows of the store."""

import pytest

from adapters.pairing import (
    call_with_new_code,
    project_codes,
    project_life,
    project_places,
    project_queue,
)
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import ProjectedStep, Sample
from moltverify.conformance.state_graph import StateGraph
from tests.conformance.graphs import made_graph

ALICE: Json = {"sender": "alice", "code": "K7", "age": 1, "seen": 1}
BOB: Json = {"sender": "bob", "code": "M2", "age": 0, "seen": 0}
NOTE: Json = {"sender": "alice", "code": "K7"}


def life(rows: list[Json], screen: Json = ()) -> Fields:
    return {"rows": rows, "note": NOTE, "approving": NOTE, "screen": list(screen)}


def graph(action: str, before: Fields, after: Fields) -> StateGraph:
    return made_graph({1: before, 2: after}, [(1, action, 2)])


def test_a_first_request_makes_a_row_with_a_code_that_is_called_new() -> None:
    (only,) = project_life(graph("Ask", life([ALICE]), life([ALICE, BOB])))
    assert only == Sample(
        "ask",
        {"rows": [ALICE]},
        {"sender": "bob"},
        {
            "answer": {"code": "new", "created": True},
            # A set is in the order of its members' text, which begins with the age.
            "rows": [{**BOB, "code": "new"}, ALICE],
        },
    )


def test_a_code_that_another_row_has_keeps_its_name() -> None:
    twin = {**BOB, "code": "K7"}
    step = ProjectedStep({"rows": [ALICE]}, "Ask", {"rows": [ALICE, twin]})
    outcome = call_with_new_code(step, "bob", "K7").outcome
    assert outcome["answer"] == {"code": "K7", "created": True}
    assert twin in outcome["rows"]


def test_a_repeated_request_refreshes_the_row_that_changed() -> None:
    seen = {**ALICE, "seen": 0}
    (only,) = project_life(graph("AskAgain", life([ALICE, BOB]), life([seen, BOB])))
    assert (only.action, only.arguments) == ("ask", {"sender": "alice"})
    assert only.outcome == {"answer": {"code": "K7", "created": False}, "rows": [seen, BOB]}


def test_a_refresh_that_changes_nothing_is_of_any_row_that_was_just_seen() -> None:
    fresh = {**ALICE, "seen": 0}
    both = life([fresh, BOB])
    senders = [one.arguments["sender"] for one in project_life(graph("AskAgain", both, both))]
    assert senders == ["alice", "bob"]


def test_the_list_is_what_the_owner_sees_on_the_screen() -> None:
    (only,) = project_life(graph("List", life([ALICE]), life([ALICE], screen=["K7"])))
    assert (only.action, only.arguments) == ("list", {})
    assert only.outcome == {"answer": ["K7"], "rows": [ALICE]}


@pytest.mark.parametrize(
    ("action", "answer"), [("FinishApproval", "alice"), ("FindNoRequest", "nobody")]
)
def test_an_approval_answers_who_is_approved_by_its_last_write(action: str, answer: str) -> None:
    (only,) = project_life(graph(action, life([ALICE]), life([])))
    assert only == Sample(
        "approve", {"rows": [ALICE]}, {"code": "K7"}, {"answer": answer, "rows": []}
    )


def test_what_only_time_or_the_owner_does_is_no_call() -> None:
    for action in ("PassTime", "NoteCode", "Approve", "Crash"):
        assert list(project_life(graph(action, life([ALICE]), life([ALICE])))) == []


def answered(rows: list[Json], answer: Json) -> Fields:
    return {"rows": rows, "answer": answer}


def test_the_cap_is_asked_per_channel() -> None:
    row = {"channel": "c1", "sender": "alice", "age": 0}
    answer = {"channel": "c1", "sender": "alice", "outcome": "created"}
    (only,) = project_places(graph("Ask", answered([], {}), answered([row], answer)))
    assert only == Sample(
        "ask",
        {"rows": []},
        {"channel": "c1", "sender": "alice"},
        {"answer": "created", "rows": [row]},
    )


def test_a_refused_request_leaves_the_rows() -> None:
    row = {"sender": "alice", "age": 0}
    answer = {"sender": "bob", "outcome": "refused"}
    (only,) = project_queue(graph("Refuse", answered([row], {}), answered([row], answer)))
    assert only.arguments == {"sender": "bob"}
    assert only.outcome == {"answer": "refused", "rows": [row]}


def test_a_request_in_line_is_not_served() -> None:
    waiting = graph("Enqueue", answered([], {}), answered([], {"sender": "bob", "outcome": "none"}))
    assert list(project_queue(waiting)) == []


def codes(rows: list[Json], shown: Json, answer: Json) -> Fields:
    return {"rows": rows, "shown": shown, "answer": answer}


K7: Json = {"id": "alice", "code": "K7", "age": 0}
NOTHING: Json = {"id": "none", "code": "none"}


def test_a_retry_is_answered_with_the_code_of_the_row() -> None:
    before = codes([K7], {"alice": "none"}, NOTHING)
    after = codes([K7], {"alice": "none"}, {"id": "alice", "code": "K7"})
    (created,) = project_codes(graph("Create", codes([], {}, NOTHING), after))
    assert created.outcome["answer"] == {"code": "new", "created": True}
    (refreshed,) = project_codes(graph("Refresh", before, after))
    assert refreshed.outcome["answer"] == {"code": "K7", "created": False}


def test_an_approval_is_of_the_code_that_was_shown_for_the_person() -> None:
    before = codes([K7], {"alice": "K7", "bob": "none"}, NOTHING)
    after = codes([], {"alice": "none", "bob": "none"}, NOTHING)
    (only,) = project_codes(graph("Approve", before, after))
    assert (only.arguments, only.outcome["answer"]) == ({"code": "K7"}, "alice")
