"""Projection of the race models: two processes, every interleaving, each outcome once."""

from adapters.overlap import (
    OverlappingRuns,
    RunPosition,
    code_state,
    is_idle,
    operation_calls,
    overlapping_operations,
    project_race,
    project_refresh_race,
    step_results,
)
from moltverify.conformance.json_values import Fields
from moltverify.conformance.projection import merge_samples
from tests.conformance.graphs import made_graph

ONE = {"worker1": "idle", "worker2": "idle", "cli": "idle"}


def state(pc: Fields, rows: tuple[str, ...] = (), store: str = "file", **more: object) -> Fields:
    return {
        "pc": {**ONE, **pc},
        "sender": {"worker1": "ann", "worker2": "ann", "cli": "none"},
        "rows": list(rows),
        "store": store,
        "exists": True,
        "promise": {"ann": False},
        **more,
    }


# Worker 1 writes, worker 2 comes after it or loses its write.
RACE = made_graph(
    {
        1: state({}),
        2: state({"worker1": "write"}),
        3: state({}, ("ann",)),
        4: state({"worker2": "write"}, ("ann",)),
        5: state({"worker2": "check"}, ("ann",)),
    },
    [
        (1, "Begin", 2),
        (2, "Write", 3),
        (3, "Begin", 4),
        (3, "Begin", 5),
        (4, "Write", 3),
        (5, "Refuse", 3),
    ],
)


def test_two_requests_are_one_case_and_an_approval_is_another() -> None:
    assert list(overlapping_operations(["ann", "bob"])) == [
        {"worker1": "ann", "worker2": "ann"},
        {"worker1": "ann", "worker2": "bob"},
        {"worker1": "bob", "worker2": "bob"},
    ]
    assert {"worker1": "bob", "cli": "ann"} in list(overlapping_operations(["ann", "bob"], "cli"))


def test_the_owner_approves_and_handlers_ask() -> None:
    assert operation_calls({"worker1": "ann", "cli": "bob"}) == {
        "worker1": {"ask": "ann"},
        "cli": {"approve": "bob"},
    }


def test_a_process_that_works_is_seen() -> None:
    assert is_idle(state({}))
    assert not is_idle(state({"cli": "read"}))


def test_a_write_results_in_the_code_or_in_having_been_made() -> None:
    writing = state({"worker1": "write"})
    assert step_results("worker1", writing, state({})) == {("worker1", "done")}
    coded = state({}, code={"worker1": "K7"})
    assert step_results("worker1", writing, coded) == {("worker1", "K7")}
    assert step_results("worker1", state({"worker1": "read"}), state({})) == frozenset()


def test_each_process_works_on_one_request_of_its_sender() -> None:
    runs = OverlappingRuns(RACE)
    both = {"worker1": "ann", "worker2": "ann"}
    started = RunPosition(3, frozenset({"worker1"}), frozenset({("worker1", "done")}))
    assert {one.state for one in runs.moves(started, both)} == {4, 5}
    # One that has had its turn begins no second one, and nobody works for another sender.
    done = RunPosition(3, frozenset({"worker1", "worker2"}))
    assert list(runs.moves(done, both)) == []
    assert list(runs.moves(started, {"worker1": "ann", "worker2": "bob"})) == []


def test_the_ends_are_where_all_have_worked_and_none_works() -> None:
    ends = list(OverlappingRuns(RACE).ends(1, {"worker1": "ann", "worker2": "ann"}))
    assert sorted(results.get("worker2", "none") for _, results in ends) == ["done", "none"]
    assert all(end["rows"] == ["ann"] for end, _ in ends)


def test_a_store_that_is_no_file_is_left_out() -> None:
    graph = made_graph({1: state({}, store="database"), 2: state({})}, [], initial=(1, 2))
    assert [number for number, _ in OverlappingRuns(graph).file_states()] == [2]


def test_a_call_has_every_outcome_that_some_interleaving_has() -> None:
    merged = merge_samples(project_race(RACE))
    (requests,) = [
        one for one in merged if set(one.sample.arguments["operations"]) == {"worker1", "worker2"}
    ]
    assert requests.sample.state == {"exists": True, "rows": []}
    assert sorted(one["answers"]["worker2"] for one in requests.allowed) == ["done", "refused"]
    assert all(one["answers"]["worker1"] == "done" for one in requests.allowed)


def test_additions_to_the_allow_list_overlap_by_twos() -> None:
    graph = made_graph(
        {
            1: state({}, store="allow list"),
            2: state({"worker1": "write"}, store="allow list"),
            3: state({}, ("ann",), store="allow list"),
            4: state({"worker2": "write"}, ("ann",), store="allow list"),
        },
        [(1, "Begin", 2), (2, "Write", 3), (3, "Begin", 4), (4, "Write", 3)],
    )
    (only,) = project_race(graph)
    assert only.state == {"exists": True, "allowList": []}
    assert only.arguments == {"operations": {"worker1": {"add": "ann"}, "worker2": {"add": "ann"}}}
    assert only.outcome == {
        "answers": {"worker1": "done", "worker2": "done"},
        "allowList": ["ann"],
    }


def test_a_code_that_is_in_no_row_is_lost() -> None:
    end = {"rows": [{"sender": "ann", "code": "K7"}]}
    assert code_state(end, "ann", "K7") == "its code works"
    assert code_state(end, "ann", "M2") == "its code is lost"
    assert code_state(end, "bob", "K7") == "its code is lost"


def test_a_refresh_race_is_judged_by_the_codes_that_work_in_the_end() -> None:
    row = {"sender": "ann", "code": "M2"}
    common = {"told": {"ann": []}, "rows": [row]}
    graph = made_graph(
        {
            1: {**state({}), "told": {"ann": []}},
            2: {**state({"worker1": "write"}), **common},
            3: {**state({}, code={"worker1": "K7"}), **common},
            4: {**state({"worker2": "write"}), **common},
            5: {**state({}, code={"worker2": "M2"}), **common},
        },
        [(1, "Begin", 2), (2, "Write", 3), (3, "Begin", 4), (4, "Write", 5)],
    )
    (only,) = project_refresh_race(graph)
    assert only.outcome == {
        "answers": {"worker1": "its code is lost", "worker2": "its code works"},
        "rows": ["ann"],
    }
