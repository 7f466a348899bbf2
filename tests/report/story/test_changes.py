"""A change as text: where it is, and what became of what."""

import pytest

from moltverify.report.story.changes import change_text, path_text, shown_path, step_text
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
from moltverify.tla.value_reader import read_value
from moltverify.tla.values import ModelValue, SequenceValue


def between(old: str, new: str) -> list[str]:
    found = state_changes([("x", read_value(old))], [("x", read_value(new))])
    return [f"{path_text(change)}: {change_text(change)}" for change in found]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("1", "2", ["x: 1 -> 2"]),
        ('"a"', '"b"', ['x: "a" -> "b"']),
        ("1", "TRUE", ["x: 1 -> TRUE"]),
        ("1", "1", []),
        ("{1, 2}", "{2, 1}", []),
        ("1..2", "{1, 2}", []),
        ("<<>>", "<<1>>", ["x: + 1"]),
        ("<<1, 2>>", "<<1, 2, 3>>", ["x: + 3"]),
        ("<<1, 2, 3>>", "<<2, 3>>", ["x: - 1"]),
        ("<<1, 2>>", "<<1, 5>>", ["x[2]: 2 -> 5"]),
        ("<<1, 2>>", "<<3>>", ["x: <<1, 2>> -> <<3>>"]),
        ("{1}", "{1, 2}", ["x: + 2"]),
        ("{1, 2}", "{3, 2}", ["x: - 1", "x: + 3"]),
        ("[a |-> 1, b |-> 2]", "[a |-> 1, b |-> 3]", ["x.b: 2 -> 3"]),
        ("[a |-> {1}]", "[a |-> {1, 2}]", ["x.a: + 2"]),
        ("[a |-> 1]", "[b |-> 1]", ["x: [a |-> 1] -> [b |-> 1]"]),
        ("[a |-> 1, b |-> 1]", "[a |-> 1]", ["x.b: - 1"]),
        ("(1 :> 2 @@ 3 :> 4)", "(1 :> 2 @@ 3 :> 5)", ["x[3]: 4 -> 5"]),
        ('("a b" :> 1)', '("a b" :> 2)', ["x[a b]: 1 -> 2"]),
        ("(<<1, p>> :> 1)", "(<<1, p>> :> 2)", ["x[<<1, p>>]: 1 -> 2"]),
        ("(3 :> 1)", "(3 :> 1 @@ 5 :> 1)", ["x[5]: + 1"]),
        ('[a |-> [b |-> <<"c">>]]', '[a |-> [b |-> <<"d">>]]', ['x.a.b[1]: "c" -> "d"']),
        ("<<1>>", "[a |-> 1]", ["x: <<1>> -> [a |-> 1]"]),
        ("0..3", "0..4", ["x: 0..3 -> 0..4"]),
        (
            '{[id |-> "a", n |-> 1], [id |-> "b", n |-> 1]}',
            '{[id |-> "a", n |-> 2], [id |-> "b", n |-> 1]}',
            ["x{a}.n: 1 -> 2"],
        ),
    ],
)
def test_a_change_is_shown_as_deep_as_both_values_are_alike(
    old: str, new: str, change: list[str]
) -> None:
    assert between(old, new) == change


def test_a_string_has_quotes_where_a_model_value_of_its_spelling_could_be_meant() -> None:
    assert between('(a :> 0 @@ "a" :> 0)', '(a :> 1 @@ "a" :> 2)') == [
        "x[a]: 0 -> 1",
        'x["a"]: 0 -> 2',
    ]
    assert between('(a :> 0 @@ "b" :> 0)', '(a :> 0 @@ "b" :> 2)') == ["x[b]: 0 -> 2"]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (VariableName("rows"), "rows"),
        (RecordField("status"), "status"),
        (SequenceIndex(3), "3"),
        (FunctionArgument("worker1"), "worker1"),
        (FunctionArgument(ModelValue("w1")), "w1"),
        (FunctionArgument("w1", is_spelled_twice=True), '"w1"'),
        (FunctionArgument(SequenceValue((1, "b"))), '<<1, "b">>'),
        (KeyedRecord("code", "A1"), "A1"),
        (SetMember("thief"), '"thief"'),
    ],
)
def test_each_kind_of_step_has_its_text(step: PathStep, text: str) -> None:
    assert step_text(step) == text


@pytest.mark.parametrize("last", [SetMember("a"), SequenceIndex(2)])
def test_a_part_gained_or_lost_is_shown_at_what_it_is_part_of(last: PathStep) -> None:
    path = (VariableName("x"), RecordField("f"), last)
    assert path_text(Change(path, How.ADDED, None, 1)) == "x.f"
    assert path_text(Change(path, How.REMOVED, 1, None)) == "x.f"


def test_an_item_that_changes_and_a_field_that_comes_are_shown_themselves() -> None:
    item = (VariableName("x"), SequenceIndex(2))
    field = (VariableName("x"), RecordField("f"))
    assert shown_path(Change(item, How.CHANGED, 1, 2)) == item
    assert shown_path(Change(field, How.ADDED, None, 2)) == field
