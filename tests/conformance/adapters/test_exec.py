"""Projection of what runs: the owner's text, and the check that decides about each request."""

from adapters.exec import project_commands
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import Sample
from tests.conformance.graphs import made_graph

NOBODY: Fields = {"status": "none", "argv": "none", "context": "as usual"}


def state(argv: str, raw: str = "none", ask: str = "on-miss", approval: Json = NOBODY) -> Fields:
    request = {"argv": argv, "rawCommand": raw, "context": "as usual"}
    fields = {"ask": ask, "allowlist": ["head"], "approval": approval}
    return {**fields, "request": request, "stage": "at the node"}


def samples(before: Fields, action: str) -> list[Sample]:
    after = {**before, "stage": "ran" if action == "RunCommand" else "idle"}
    return list(project_commands(made_graph({1: before, 2: after}, [(1, action, 2)])))


def test_the_owner_reads_what_a_question_shows() -> None:
    asked = {"status": "pending", "argv": '"rm "', "context": "as usual", "shown": "rm"}
    graph = made_graph({1: state("none"), 2: state("none", approval=asked)}, [(1, "AskOwner", 2)])
    assert list(project_commands(graph)) == [Sample("show", {"argv": '"rm "'}, {}, {"text": "rm"})]


def test_a_line_that_nobody_was_asked_about_is_judged_by_the_list() -> None:
    line = {"argv": "sh -c rm", "allowlist": ["head"]}
    assert samples(state("sh -c rm"), "Refuse") == [Sample("judge", line, {}, {"satisfied": False})]


def test_a_program_without_a_shell_is_no_line() -> None:
    assert samples(state("rm"), "Refuse") == []


def test_a_text_that_is_not_the_line_decides_before_the_list() -> None:
    assert samples(state("sh -c rm", raw="head"), "Refuse") == []


def test_an_approval_is_matched_where_the_list_cannot_allow_the_command() -> None:
    approval = {"status": "allow-once", "argv": "head", "context": "as usual"}
    assert [one.action for one in samples(state("rm", approval=approval), "Refuse")] == ["match"]
    assert samples(state("sh -c head", approval=approval), "RunCommand") == []


def test_an_approval_of_the_same_command_leaves_the_comparison_of_the_text() -> None:
    approval = {"status": "allow-once", "argv": "rm", "context": "as usual"}
    raw = {"argv": "rm", "rawCommand": "head"}
    expected = Sample("resolve", raw, {}, {"accepted": False})
    assert samples(state("rm", raw="head", approval=approval), "Refuse") == [expected]


def test_an_approval_is_matched_where_the_owner_is_always_asked() -> None:
    approval = {"status": "allow-once", "argv": "head", "context": "as usual"}
    sent, approved = ({"argv": one, "context": "as usual"} for one in ("rm", "head"))
    expected = Sample("match", {"approved": approved, "sent": sent}, {}, {"matches": False})
    assert samples(state("rm", ask="always", approval=approval), "Refuse") == [expected]
