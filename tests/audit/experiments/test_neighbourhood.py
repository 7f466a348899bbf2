"""States near given ones: new, the same each time, and made of what was seen."""

from moltverify.audit.experiments.neighbourhood import Neighbourhood
from moltverify.audit.experiments.state_sample import State
from moltverify.tla.values import FunctionValue, ModelValue, RecordValue, SetValue

IDLE = RecordValue((("status", "idle"),))
BUSY = RecordValue((("status", "busy"), ("by", "ann")))
DONE = RecordValue((("status", "done"), ("by", "bob")))
STATES: list[State] = [
    (0, IDLE, SetValue(())),
    (1, BUSY, SetValue(("ann",))),
    (2, DONE, SetValue(("ann", "bob"))),
]
NAMES = ["count", "job", "seen"]


def test_made_states_are_new_and_the_same_each_time() -> None:
    made = Neighbourhood(NAMES, STATES).perturbed_states([], 40)
    assert len(made) == 40 == len(set(made))
    assert not set(made) & set(STATES)
    assert made == Neighbourhood(NAMES, STATES).perturbed_states([], 40)
    assert made != Neighbourhood(NAMES, STATES).perturbed_states([], 40, seed=1)


def test_there_are_fewer_states_than_wanted_where_there_is_little_to_change() -> None:
    assert Neighbourhood(["x"], [(True,)]).perturbed_states([], 40) == [(False,)]
    assert Neighbourhood(["x"], [(ModelValue("a"),)]).perturbed_states([], 40) == []


def test_without_a_given_state_there_is_none() -> None:
    assert Neighbourhood(NAMES, []).perturbed_states(["x"], 40) == []


def test_records_keep_their_shape_and_numbers_exceed_the_largest_by_one() -> None:
    made = Neighbourhood(NAMES, STATES).perturbed_states([], 200)
    shapes = {
        tuple(name for name, _ in job.fields) for _, job, _ in made if isinstance(job, RecordValue)
    }
    assert shapes == {("status",), ("status", "by")}
    assert {count for count, _, _ in made} == {0, 1, 2, 3}
    assert RecordValue((("status", "busy"), ("by", "bob"))) in {job for _, job, _ in made}


def test_functions_of_varying_domains_are_joined() -> None:
    states: list[State] = [(FunctionValue(((one, 1),)),) for one in ("a-1", "a-2", "a-3")]
    made = Neighbourhood(["cache"], states).perturbed_states([], 100)
    sizes = {len(one.pairs) for (one,) in made if isinstance(one, FunctionValue)}
    assert max(sizes) >= 2


def test_a_string_of_a_property_may_stand_in_any_strings_place() -> None:
    made = Neighbourhood(["x", "n"], [("a", 1), ("b", 1)]).perturbed_states(["stolen"], 40)
    assert "stolen" in {x for x, _ in made}
    assert {n for _, n in made} <= {1, 2}


def test_the_values_of_a_place_are_those_seen_there() -> None:
    pools = Neighbourhood(["x", "f"], [(1, "a"), (3, "b")]).pools
    assert pools.values[("x",)] == [1, 3, 4]
    assert pools.values[("f",)] == ["a", "b"]


def test_both_booleans_may_stand_where_one_was_seen() -> None:
    assert Neighbourhood(["x"], [(True,)]).pools.values[("x",)] == [True, False]


def test_what_no_given_state_has_is_a_novelty() -> None:
    strange: State = (7, IDLE, SetValue(()))
    found = Neighbourhood(NAMES, STATES).novel_paths([strange, STATES[1]])
    assert found == [frozenset({("count",)}), frozenset()]


def test_a_value_that_was_seen_in_another_place_is_a_novelty() -> None:
    found = Neighbourhood(["x", "y"], [(1, "a")]).novel_paths([("a", "a")])
    assert found == [frozenset({("x",)})]


def test_equal_values_of_the_sample_are_one_object() -> None:
    sample: list[State] = [(SetValue(("ann",)), 1), (SetValue(("ann",)), 2)]
    (first, _), (second, _) = Neighbourhood(["seen", "count"], sample).sample
    assert first is second


def test_a_boolean_and_a_number_that_python_takes_for_equal_stay_apart() -> None:
    around = Neighbourhood(["x"], [(True,), (1,)])
    assert [type(x) for (x,) in around.sample] == [bool, int]
    assert around.novel_paths([(False,), (1,), (True,)]) == [
        frozenset({("x",)}),
        frozenset(),
        frozenset(),
    ]
