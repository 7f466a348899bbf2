"""Which values are equal in TLA+, for values that no reader has made too."""

import pytest
from hypothesis import given

from moltverify.tla.value_identity import ValueNumbers, identity, same
from moltverify.tla.values import (
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
    parse_value,
)
from tests.tla.strategies import steady, values

PAIRS: list[tuple[Value, Value, bool]] = [
    (SetValue((1, 2)), SetValue((2, 1)), True),
    (SetValue((1, 1, 2)), Interval(1, 2), True),
    (SetValue(()), Interval(5, 4), True),
    (SetValue(()), SequenceValue(()), False),
    (SetValue((True, 2)), Interval(1, 2), False),
    (FunctionValue(((1, "a"), (2, "b"))), SequenceValue(("a", "b")), True),
    (FunctionValue(((2, "b"), (1, "a"))), SequenceValue(("a", "b")), True),
    (FunctionValue(((0, "a"), (1, "b"))), SequenceValue(("a", "b")), False),
    (FunctionValue((("a", 1),)), RecordValue((("a", 1),)), True),
    (FunctionValue(((ModelValue("a"), 1),)), RecordValue((("a", 1),)), False),
    (FunctionValue(()), RecordValue(()), True),
    (FunctionValue(((True, 1),)), SequenceValue((1,)), False),
    (Symbolic("Nat"), Symbolic("Nat"), True),
    (Symbolic("Nat"), ModelValue("Nat"), False),
    (Unreadable("x"), Unreadable("x"), True),
    (Unreadable("x"), ModelValue("x"), False),
    (1, True, False),
    ("1", 1, False),
]


@pytest.mark.parametrize(("left", "right", "equal"), PAIRS)
def test_equality_is_that_of_tla(left: Value, right: Value, equal: bool) -> None:
    assert same(left, right) is equal
    assert same(right, left) is equal
    assert (identity(left) == identity(right)) is equal
    # And so it is inside other values.
    assert same(SetValue((left,)), SetValue((right,))) is equal
    assert same(FunctionValue(((left, 1),)), FunctionValue(((right, 1),))) is equal


def test_an_interval_is_never_expanded() -> None:
    huge = Interval(0, 10**9)
    assert same(huge, Interval(0, 10**9))
    assert not same(huge, Interval(0, 10**9 + 1))


def test_the_last_result_of_an_argument_counts() -> None:
    assert same(FunctionValue((("a", 1), ("a", 2))), RecordValue((("a", 2),)))


def test_values_deeper_than_pythons_stack_are_compared() -> None:
    deep: Value = 1
    other: Value = 2
    for _ in range(5000):
        deep, other = SequenceValue((deep,)), SequenceValue((other,))
    numbers = ValueNumbers()
    assert numbers.of(deep) == numbers.of(deep)
    assert numbers.of(deep) != numbers.of(other)


def test_equal_values_have_one_number_and_others_have_others() -> None:
    numbers = ValueNumbers()
    texts = ["1..3", "{3, 2, 1}", "<<1, 2>>", "(1 :> 1 @@ 2 :> 2)", "{1, 2}", "TRUE", "1"]
    found = [numbers.of(parse_value(text)) for text in texts]
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert len(set(found)) == 5


def test_a_value_that_is_gone_does_not_lend_its_number() -> None:
    """Python may give a new object the id of one that is gone."""
    numbers = ValueNumbers()
    found = {numbers.of(SequenceValue((number,))) for number in range(2000)}
    assert len(found) == 2000


@given(values, values)
@steady
def test_numbers_and_identities_agree(left: Value, right: Value) -> None:
    numbers = ValueNumbers()
    assert (numbers.of(left) == numbers.of(right)) is (identity(left) == identity(right))
    assert numbers.of(left) == numbers.of(left)
