"""Projection of the dedupe models: which calls lead a cache, and what a second event comes to."""

from adapters.dedupe import cache_calls, cached_ages, project_cache, project_key
from moltverify.conformance.json_values import Fields, Json
from moltverify.conformance.projection import ProjectedStep, Sample
from tests.conformance.graphs import made_graph


def cache(**ages: int) -> Fields:
    return {"cache": ages or [], "sent": [], "waited": 0}


def step(action: str, before: Fields, after: Fields) -> ProjectedStep:
    return ProjectedStep(before, action, after)


def test_an_empty_cache_is_printed_as_a_sequence() -> None:
    assert cached_ages([]) == frozenset()
    assert cached_ages({"a": 1}) == {("a", 1)}


def test_a_look_up_is_of_the_key_that_it_made_new() -> None:
    taken = step("TakeIn", cache(a=0), cache(a=0, b=0))
    assert cache_calls(taken) == [("check", "b")]
    renewed = step("SkipDuplicate", cache(a=1, b=0), cache(a=0, b=0))
    assert cache_calls(renewed) == [("check", "a")]


def test_a_look_up_that_changes_nothing_may_be_of_any_fresh_key() -> None:
    skipped = step("SkipDuplicate", cache(a=0, b=0, c=1), cache(a=0, b=0, c=1))
    assert sorted(cache_calls(skipped)) == [("check", "a"), ("check", "b")]


def test_time_and_a_restart_are_operations_without_an_event() -> None:
    assert cache_calls(step("LetTimePass", cache(a=0), cache(a=1))) == [("wait", "")]
    assert cache_calls(step("Crash", cache(a=0), cache())) == [("restart", "")]


def test_a_look_up_is_made_after_each_sequence_that_leads_to_another_cache() -> None:
    graph = made_graph(
        {1: cache(), 2: cache(a=0), 3: cache(a=1)},
        [
            (1, "TakeIn", 2),
            (2, "SkipDuplicate", 2),
            (2, "LetTimePass", 3),
            (3, "SkipDuplicate", 2),
            (3, "Fail", 1),
        ],
    )
    first, *others = project_cache(graph)
    assert first == Sample("check", {"calls": []}, {"event": "a"}, {"told": "new"})
    # The second look-up answers the same at once; a wait shows whether it renewed the key.
    sequences = [one.state["calls"] for one in others]
    assert [["check", "a"]] in sequences
    assert [["check", "a"], ["check", "a"], ["wait", ""]] in sequences
    assert {one.outcome["told"] for one in others} == {"duplicate"}
    # Of a failure no implementation is told.
    assert all(operation in {"check", "wait"} for calls in sequences for operation, _ in calls)


def second(runs: int, dropped: list[str], sid: str = "42") -> Fields:
    event = {"account": "", "thread": "", "sid": sid}
    return {
        "event": {"first": event, "second": {**event, "sid": "43"}},
        "seen": [],
        "runs": {"first": 1, "second": runs},
        "dropped": dropped,
    }


def fates(*after: Fields, action: str = "Process", sid: str = "42") -> list[Json]:
    states = {1: second(0, [], sid), **dict(enumerate(after, start=2))}
    graph = made_graph(states, [(1, action, number) for number in range(2, len(states) + 1)])
    return [one.outcome["fate"] for one in project_key(graph)]


def test_a_second_event_is_processed_or_dropped() -> None:
    assert fates(second(1, [])) == ["processed"]
    assert fates(second(0, ["second"]), action="Drop") == ["dropped"]


def test_what_happens_to_the_first_event_again_is_no_call() -> None:
    assert fates(second(0, ["first"]), action="Drop") == []


def test_an_event_without_a_providers_id_has_no_counterpart() -> None:
    assert fates(second(1, [], ""), sid="") == []
