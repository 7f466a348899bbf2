"""What changed between two states, as data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given

from moltverify.tla.value_diff import (
    Change,
    FunctionArgument,
    How,
    KeyedRecord,
    PathStep,
    RecordField,
    SequenceIndex,
    SetMember,
    VariableName,
    state_changes,
)
from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import (
    FunctionValue,
    ModelValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    parse_value,
    same,
)
from tests.calls import calls_of
from tests.tla.strategies import steady, values

X = VariableName("x")


def between(old: Value, new: Value) -> tuple[Change, ...]:
    return state_changes([("x", old)], [("x", new)])


def read(old: str, new: str) -> list[tuple[tuple[PathStep, ...], How]]:
    return [(change.path, change.how) for change in between(parse_value(old), parse_value(new))]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("1", "2", [((X,), How.CHANGED)]),
        ("TRUE", "1", [((X,), How.CHANGED)]),
        ("<<1>>", "<<1, 2>>", [((X, SequenceIndex(2)), How.ADDED)]),
        ("<<1, 2>>", "<<2>>", [((X, SequenceIndex(1)), How.REMOVED)]),
        ("<<1, 2>>", "<<1, 3>>", [((X, SequenceIndex(2)), How.CHANGED)]),
        ("<<1, 2>>", "<<3>>", [((X,), How.CHANGED)]),
        ("<<1>>", "<<>>", [((X, SequenceIndex(1)), How.REMOVED)]),
        ("{1}", "{2}", [((X, SetMember(1)), How.REMOVED), ((X, SetMember(2)), How.ADDED)]),
        ("[a |-> 1]", "[a |-> 2]", [((X, RecordField("a")), How.CHANGED)]),
        ("[a |-> 1, b |-> 1]", "[a |-> 1]", [((X, RecordField("b")), How.REMOVED)]),
        ("(1 :> 1)", "(1 :> 1 @@ 3 :> 1)", [((X, FunctionArgument(3)), How.ADDED)]),
        ("(1 :> 1)", "(2 :> 1)", [((X,), How.CHANGED)]),
        (
            '{[id |-> "a", n |-> <<1>>]}',
            '{[id |-> "a", n |-> <<2>>]}',
            [((X, KeyedRecord("id", "a"), RecordField("n"), SequenceIndex(1)), How.CHANGED)],
        ),
    ],
)
def test_a_path_leads_to_the_value_that_changed(
    old: str, new: str, found: list[tuple[tuple[PathStep, ...], How]]
) -> None:
    """Each kind of step is of a type of its own."""
    assert read(old, new) == found


def test_a_model_value_and_a_string_of_its_spelling_are_two_arguments() -> None:
    """Either may change alone, and both at once."""
    old = FunctionValue(((ModelValue("a"), 0), ("a", 0)))
    string, model = FunctionArgument("a"), FunctionArgument(ModelValue("a"))
    assert string != model
    one = between(old, FunctionValue(((ModelValue("a"), 0), ("a", 1))))
    assert [change.path for change in one] == [(X, string)]
    both = between(old, FunctionValue(((ModelValue("a"), 2), ("a", 1))))
    assert [(change.path, change.new) for change in both] == [((X, model), 2), ((X, string), 1)]
    assert [change.path[-1] for change in both if is_spelled_twice(change)] == [string]


def is_spelled_twice(change: Change) -> bool:
    return isinstance(change.path[-1], FunctionArgument) and change.path[-1].is_spelled_twice


def test_an_argument_printed_in_another_form_is_the_same_argument() -> None:
    """Steps compare as TLA+ does: 1..2 is {1, 2}, and TRUE is not 1."""
    assert between(parse_value("(1..2 :> 0)"), parse_value("({2, 1} :> 0)")) == ()
    assert FunctionArgument(parse_value("1..2")) == FunctionArgument(parse_value("{2, 1}"))
    assert hash(SetMember(parse_value("1..2"))) == hash(SetMember(parse_value("{1, 2}")))
    assert FunctionArgument(True) != FunctionArgument(1)
    assert SetMember(True) != SetMember(1)
    assert SetMember(1) != FunctionArgument(1)


def test_records_that_share_no_text_of_their_own_are_gone_and_new() -> None:
    """The text `a` names no record here, because two have it."""
    old = '{[id |-> "a", n |-> 1], [id |-> "a", n |-> 2]}'
    new = '{[id |-> "a", n |-> 1], [id |-> "a", n |-> 3]}'
    assert [how for _, how in read(old, new)] == [How.REMOVED, How.ADDED]


def test_two_records_cannot_become_the_same_one() -> None:
    """The second is gone, although a text of its own leads to the record that the first became."""
    old = '{[id |-> "a", by |-> "c"], [id |-> "b", by |-> "d"]}'
    new = '{[id |-> "a", by |-> "d"]}'
    assert read(old, new) == [
        ((X, KeyedRecord("id", "a"), RecordField("by")), How.CHANGED),
        ((X, SetMember(parse_value('[id |-> "b", by |-> "d"]'))), How.REMOVED),
    ]


def test_a_variable_that_was_not_there_is_added() -> None:
    """A state under a view may lack it."""
    assert state_changes([], [("x", 5)]) == (Change((X,), How.ADDED, None, 5),)


def test_variables_are_compared_in_the_order_of_the_new_state() -> None:
    """That is TLC's."""
    found = state_changes([("y", 1), ("x", 1)], [("x", 2), ("y", 2)])
    assert [change.path for change in found] == [(X,), (VariableName("y"),)]


@given(values)
@steady
def test_nothing_changes_from_a_value_to_itself(value: Value) -> None:
    """However it is printed."""
    assert between(value, value) == ()


@given(values, values)
@steady
def test_a_change_is_found_exactly_if_two_values_differ(old: Value, new: Value) -> None:
    """Sameness is TLA+'s."""
    assert bool(between(old, new)) == (not same(old, new))


@given(values, values)
@steady
def test_each_change_has_what_was_and_what_is(old: Value, new: Value) -> None:
    """Only what came or went has one side."""
    for change in between(old, new):
        assert (change.old is None) == (change.how is How.ADDED)
        assert (change.new is None) == (change.how is How.REMOVED)


def nested(levels: int, innermost: Value, kind: str) -> Value:
    value = innermost
    for _ in range(levels):
        around: dict[str, Value] = {
            "sequence": SequenceValue((0, value)),
            "set": SetValue((value,)),
            "record": RecordValue((("a", 0), ("b", value))),
            "function": FunctionValue(((ModelValue("m"), value),)),
            "argument": FunctionValue(((value, 0),)),
        }
        value = around[kind]
    return value


@pytest.mark.parametrize("kind", ["sequence", "set", "record", "function", "argument"])
def test_values_thousands_of_levels_deep_are_compared(kind: str) -> None:
    """Python's recursion limit is no limit, and no path is longer than what the reader reads."""
    found = between(nested(5000, 1, kind), nested(5000, 2, kind))
    assert found
    assert all(len(change.path) <= MAX_DEPTH + 1 for change in found)
    assert between(nested(5000, 1, kind), nested(5000, 1, kind)) == ()


def records(count: int, hop: int) -> Value:
    return SetValue(tuple(record(number, hop) for number in range(count)))


def record(number: int, hop: int) -> RecordValue:
    return RecordValue((("id", number), ("sender", "node"), ("hop", hop)))


def keyed(count: int, hop: int) -> Value:
    return SetValue(tuple(RecordValue((("id", f"m{n}"), ("hop", hop))) for n in range(count)))


def function(count: int, result: int) -> Value:
    return FunctionValue(tuple((SequenceValue((n, "a")), result) for n in range(count)))


def sets(count: int, more: int) -> Value:
    return SetValue(tuple(SetValue((n, -n - more)) for n in range(count)))


def queue(count: int, first: int) -> Value:
    return SequenceValue(tuple(range(first, first + count)))


@pytest.mark.parametrize("made", [records, keyed, function, sets, queue])
def test_comparing_takes_work_linear_in_the_size_of_the_states(
    made: Callable[[int, int], Value],
) -> None:
    """Four times the size takes less than eight times the calls; a quadratic way takes sixteen."""
    small = calls_of(lambda: between(made(100, 0), made(100, 1)))
    large = calls_of(lambda: between(made(400, 0), made(400, 1)))
    assert large < 8 * small
