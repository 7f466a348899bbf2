"""Changes of one value: which places it has, and what may stand there."""

from random import Random

import pytest

from moltverify.audit.experiments.perturbation import (
    MAX_INTERVAL,
    Pools,
    ValuePath,
    changed_value,
    functions_of_varying_domain,
    named_parts,
    resized_collection,
    union_of_functions,
    value_parts,
    with_parts,
)
from moltverify.tla.values import (
    FunctionValue,
    Interval,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
)

IDLE = RecordValue((("status", "idle"),))
BUSY = RecordValue((("status", "busy"), ("by", "ann")))
DONE = RecordValue((("status", "done"), ("by", "bob")))
ONE, TWO = FunctionValue((("a", 1),)), FunctionValue((("a", 1), ("b", 2)))


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
    pools = Pools({path: ["ann", "bob"]}, {path: []})
    made = {format_value(changed_value("ann", path, pools, [], Random(seed))) for seed in range(20)}
    assert made == {'"ann"', '"bob"'}
