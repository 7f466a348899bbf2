"""The kinds of value: their parts, walking them, and their form in Python."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from moltverify.tla.value_types import LISTED, TlaValue
from moltverify.tla.values import (
    FrozenDict,
    FunctionValue,
    Interval,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Symbolic,
    Unreadable,
    Value,
    children,
    depth,
    folded,
    format_value,
    parse_value,
    python_value,
    rebuilt,
)
from tests.tla.strategies import steady, values


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1", []),
        ('"a"', []),
        ("p1", []),
        ("1..3", []),
        ("SUBSET {1}", []),
        ("{1, {2}}", ["1", "{2}"]),
        ("<<1, <<>>>>", ["1", "<<>>"]),
        ("[a |-> 1, b |-> p]", ["1", "p"]),
        ("(1 :> p @@ q :> 2)", ["1", "p", "q", "2"]),
    ],
)
def test_the_children_of_a_value_are_what_it_directly_consists_of(
    text: str, parts: list[str]
) -> None:
    """Those of a function are its arguments too, each before its result."""
    assert [format_value(part) for part in children(parse_value(text))] == parts


@given(values)
@steady
def test_a_value_rebuilt_from_its_children_is_the_same(value: Value) -> None:
    """`rebuilt` is the inverse of `children`."""
    assert rebuilt(value, children(value)) == value


@given(values)
@steady
def test_a_value_can_be_made_again_from_the_bottom(value: Value) -> None:
    """A fold sees every value once, with what came of its children in their order."""
    assert folded(value, rebuilt) == value


@pytest.mark.parametrize(
    ("text", "levels"), [("1", 1), ("{}", 1), ("{1}", 2), ("[a |-> <<1, {2}>>]", 4)]
)
def test_the_depth_is_the_number_of_levels(text: str, levels: int) -> None:
    """A value without children has one."""
    assert depth(parse_value(text)) == levels


def test_a_value_thousands_of_levels_deep_is_walked() -> None:
    """No level takes a call of Python's."""
    value: Value = 1
    for _ in range(5000):
        value = SequenceValue((value,))
    assert depth(value) == 5001
    assert format_value(value) == "<<" * 5000 + "1" + ">>" * 5000


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("5", 5),
        ("TRUE", True),
        ('"a"', "a"),
        ("p1", ModelValue("p1")),
        ("{}", frozenset()),
        ("{1, 2}", frozenset({1, 2})),
        ("1..3", frozenset({1, 2, 3})),
        ("3..1", frozenset()),
        ("{{1}, 2..3}", frozenset({frozenset({1}), frozenset({2, 3})})),
        ("<<>>", ()),
        ('<<1, "a", {2}>>', (1, "a", frozenset({2}))),
        ("[a |-> 1, b |-> <<2>>]", {"a": 1, "b": (2,)}),
        ("(p1 :> 1 @@ <<1, 2>> :> 2)", {ModelValue("p1"): 1, (1, 2): 2}),
        ("{[id |-> 1]}", frozenset({FrozenDict(id=1)})),
        ("([a |-> 1] :> 2)", {FrozenDict(a=1): 2}),
        ("SUBSET (1..8)", Symbolic("SUBSET (1..8)")),
    ],
)
def test_each_kind_of_value_has_its_form_in_python(text: str, python: object) -> None:
    """The type is right too: a tuple is no list, and True is not 1."""
    found = python_value(parse_value(text))
    assert found == python
    assert isinstance(found, type(python))


def test_every_type_of_value_has_the_method() -> None:
    """Those that Python has no type of its own for."""
    made: list[TlaValue] = [
        *(ModelValue("a"), Interval(1, 2), SetValue(()), SequenceValue(()), RecordValue(())),
        *(FunctionValue(()), Symbolic("Nat"), Unreadable("?")),
    ]
    assert {type(one) for one in made} == set(TlaValue.__subclasses__())
    assert [one.python() for one in made] == [
        *(ModelValue("a"), frozenset({1, 2}), frozenset(), (), {}),
        *((), Symbolic("Nat"), Unreadable("?")),
    ]


def test_a_model_value_is_not_the_string_of_its_spelling_and_is_written_like_it() -> None:
    """Both may be arguments of one function."""
    both: Any = parse_value('(a :> 0 @@ "a" :> 1)')
    found = both.python()
    assert found == {ModelValue("a"): 0, "a": 1}
    assert str(ModelValue("a")) == "a"
    assert ModelValue("a").python() != "a"


def test_a_long_interval_is_a_range_that_takes_no_memory() -> None:
    """It is asked as a set is."""
    found = Interval(1, 1_000_000_000).python()
    assert isinstance(found, range)
    assert 999_999_999 in found
    assert len(Interval(1, LISTED).python()) == LISTED
    assert isinstance(Interval(1, LISTED).python(), frozenset)
    assert isinstance(Interval(1, LISTED + 1).python(), range)


def test_python_takes_true_and_one_for_the_same_member() -> None:
    """TLC has no such set: it cannot compare the two."""
    assert SetValue((True, 1)).python() == frozenset({1})


@given(values)
@steady
def test_every_value_in_python_can_be_a_member_of_a_set(value: Value) -> None:
    """Whatever is inside it."""
    assert python_value(value) in {python_value(value)}
