"""States near given ones: new, the same each time, and made of what was seen."""

from random import Random

import pytest

from moltverify.audit.experiments.perturbation import (
    MAX_INTERVAL,
    Pools,
    ValuePath,
    changed_value,
    functions_of_varying_domain,
    named_parts,
    novel_paths,
    perturbed_states,
    pools_of,
    resized_collection,
    union_of_functions,
    value_parts,
    with_parts,
)
from moltverify.audit.experiments.state_sample import State
from moltverify.tla.values import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
)

IDLE = RecordValue((("status", "idle"),))
BUSY = RecordValue((("status", "busy"), ("by", "ann")))
DONE = RecordValue((("status", "done"), ("by", "bob")))
STATES: list[State] = [
    (0, IDLE, SetValue(())),
    (1, BUSY, SetValue(("ann",))),
    (2, DONE, SetValue(("ann", "bob"))),
]
NAMES = ["count", "job", "seen"]
ONE, TWO = FunctionValue((("a", 1),)), FunctionValue((("a", 1), ("b", 2)))


def test_made_states_are_new_and_the_same_each_time() -> None:
    made = perturbed_states(NAMES, STATES, [], 40)
    assert len(made) == 40 == len(set(made))
    assert not set(made) & set(STATES)
    assert made == perturbed_states(NAMES, STATES, [], 40)
    assert made != perturbed_states(NAMES, STATES, [], 40, seed=1)


def test_there_are_fewer_states_than_wanted_where_there_is_little_to_change() -> None:
    assert perturbed_states(["x"], [(True,)], [], 40) == [(False,)]
    assert perturbed_states(["x"], [(ModelValue("a"),)], [], 40) == []


def test_without_a_given_state_there_is_none() -> None:
    assert perturbed_states(NAMES, [], ["x"], 40) == []


def test_records_keep_their_shape_and_numbers_exceed_the_largest_by_one() -> None:
    made = perturbed_states(NAMES, STATES, [], 200)
    shapes = {
        tuple(name for name, _ in job.fields) for _, job, _ in made if isinstance(job, RecordValue)
    }
    assert shapes == {("status",), ("status", "by")}
    assert {count for count, _, _ in made} == {0, 1, 2, 3}
    assert RecordValue((("status", "busy"), ("by", "bob"))) in {job for _, job, _ in made}


def test_functions_of_varying_domains_are_joined() -> None:
    states: list[State] = [(FunctionValue(((one, 1),)),) for one in ("a-1", "a-2", "a-3")]
    made = perturbed_states(["cache"], states, [], 100)
    sizes = {len(one.pairs) for (one,) in made if isinstance(one, FunctionValue)}
    assert max(sizes) >= 2


def test_a_string_of_a_property_may_stand_in_any_strings_place() -> None:
    made = perturbed_states(["x", "n"], [("a", 1), ("b", 1)], ["stolen"], 40)
    assert "stolen" in {x for x, _ in made}
    assert {n for _, n in made} <= {1, 2}


def test_the_values_of_a_place_are_those_seen_there() -> None:
    pools = pools_of(["x", "f"], [(1, "a"), (3, "b")], [])
    assert pools.values[("x",)] == [1, 3, 4]
    assert pools.values[("f",)] == ["a", "b"]


def test_both_booleans_may_stand_where_one_was_seen() -> None:
    assert pools_of(["x"], [(True,)], []).values[("x",)] == [True, False]


def test_fields_of_records_of_another_shape_are_other_places() -> None:
    paths = {path for path, _ in value_parts(SetValue((IDLE, BUSY)), ("jobs",))}
    assert ("jobs", "*", "status of status") in paths
    assert ("jobs", "*", "status of status by") in paths


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (BUSY, [("status of status by", "busy"), ("by of status by", "ann")]),
        (TWO, [("@", 1), ("@", 2)]),
        (SequenceValue((1, 2)), [("*", 1), ("*", 2)]),
        (SetValue(("a",)), [("*", "a")]),
        (Interval(1, 2), [("*", 1), ("*", 2)]),
        (Interval(0, MAX_INTERVAL), []),
        (7, []),
        ("a", []),
    ],
)
def test_the_parts_of_a_value_have_names(value: Value, parts: list[tuple[str, Value]]) -> None:
    assert named_parts(value) == parts


@pytest.mark.parametrize(
    "value", [BUSY, TWO, SequenceValue((1, 2)), SetValue(("a", "b")), SetValue(())]
)
def test_a_value_rebuilt_of_its_own_parts_is_the_same(value: Value) -> None:
    assert with_parts(value, [part for _, part in named_parts(value)]) == value


def test_a_set_rebuilt_has_each_member_once() -> None:
    assert with_parts(SetValue((1, 2)), [2, 2]) == SetValue((2,))
    assert with_parts(Interval(1, 2), [1]) == SetValue((1,))


@pytest.mark.parametrize(
    ("pool", "found"),
    [
        ([ONE, TWO], [ONE.pairs, TWO.pairs]),
        ([ONE, SequenceValue(())], [ONE.pairs]),
        ([ONE, FunctionValue((("a", 9),))], []),
        ([BUSY, IDLE], []),
        ([SequenceValue((1,)), SequenceValue((1, 2))], []),
    ],
)
def test_functions_vary_if_their_domains_differ(
    pool: list[Value], found: list[tuple[tuple[Value, Value], ...]]
) -> None:
    assert list(functions_of_varying_domain(pool)) == found


def test_a_joined_function_keeps_its_own_results() -> None:
    joined = union_of_functions(FunctionValue((("a", 9),)), TWO.pairs)
    assert isinstance(joined, FunctionValue)
    assert dict(joined.pairs) == {"a": 9, "b": 2}
    assert union_of_functions(7, ONE.pairs) == ONE


@pytest.mark.parametrize("value", [SetValue((1, 2)), SequenceValue((1, 2)), Interval(1, 2)])
def test_a_collection_loses_or_gains_one_element(
    value: SetValue | SequenceValue | Interval,
) -> None:
    sizes = {
        len(named_parts(resized_collection(value, [8, 9], Random(seed)))) for seed in range(20)
    }
    assert sizes == {1, 3}


def test_an_empty_collection_without_elements_to_add_stays_empty() -> None:
    assert resized_collection(SetValue(()), [], Random(0)) == SetValue(())


def test_a_value_without_parts_is_exchanged_for_one_seen_in_its_place() -> None:
    path: ValuePath = ("x", "by of by")
    pools = Pools({path: ["ann", "bob"]}, {path: []}, [])
    made = {format_value(changed_value("ann", path, pools, Random(seed))) for seed in range(20)}
    assert made == {'"ann"', '"bob"'}


def test_what_no_given_state_has_is_a_novelty() -> None:
    strange: State = (7, IDLE, SetValue(()))
    found = novel_paths(NAMES, STATES, [strange, STATES[1]])
    assert found == [frozenset({("count",)}), frozenset()]


def test_a_value_that_was_seen_in_another_place_is_a_novelty() -> None:
    found = novel_paths(["x", "y"], [(1, "a")], [("a", "a")])
    assert found == [frozenset({("x",)})]
