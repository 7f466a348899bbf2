"""What changed between two states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.report.story.changes import Change, How, changes
from moltverify.tla.value_reader import read_value
from moltverify.tla.values import Value
from moltverify.tlc.trace import Step


def between(old: str, new: str) -> list[str]:
    return shown(changes(state(read_value(old)), state(read_value(new))))


def state(value: Value) -> Step:
    return Step(1, None, (("x", value),))


def shown(found: tuple[Change, ...]) -> list[str]:
    return [f"{change.path}: {change.text}" for change in found]


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
        ("(3 :> 1)", "(3 :> 1 @@ 5 :> 1)", ["x[5]: + 1"]),
        ('[a |-> [b |-> <<"c">>]]', '[a |-> [b |-> <<"d">>]]', ['x.a.b[1]: "c" -> "d"']),
        ("<<1>>", "[a |-> 1]", ["x: <<1>> -> [a |-> 1]"]),
        ("0..3", "0..4", ["x: 0..3 -> 0..4"]),
    ],
)
def test_a_change_is_shown_as_deep_as_both_values_are_alike(
    old: str, new: str, change: list[str]
) -> None:
    assert between(old, new) == change


def test_a_record_in_a_set_is_followed_by_a_text_of_its_own() -> None:
    old = '{[id |-> "a", n |-> 1], [id |-> "b", n |-> 1]}'
    new = '{[id |-> "a", n |-> 2], [id |-> "b", n |-> 1]}'
    assert between(old, new) == ["x{a}.n: 1 -> 2"]


def test_a_record_without_a_text_of_its_own_is_gone_and_another_is_new() -> None:
    old = '{[id |-> "a", n |-> 1], [id |-> "a", n |-> 2]}'
    new = '{[id |-> "a", n |-> 1], [id |-> "a", n |-> 3]}'
    assert between(old, new) == ['x: - [id |-> "a", n |-> 2]', 'x: + [id |-> "a", n |-> 3]']


def test_a_variable_that_was_not_there_is_added() -> None:
    before = Step(1, None, ())
    assert changes(before, state(5)) == (Change("x", How.ADDED, None, 5),)


VALUES = st.recursive(
    st.sampled_from(["0", "1", "TRUE", '"a"', '"b"', "v", "1..3"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"<<{', '.join(items)}>>")
        | st.lists(inner, max_size=3).map(lambda items: f"{{{', '.join(items)}}}")
        | st.tuples(inner, inner).map(lambda two: f"[a |-> {two[0]}, b |-> {two[1]}]")
        | st.tuples(inner, inner).map(lambda two: f"(1 :> {two[0]} @@ 5 :> {two[1]})")
    ),
    max_leaves=6,
)


@given(VALUES)
def test_nothing_changes_from_a_value_to_itself(value: str) -> None:
    assert between(value, value) == []


@given(VALUES, VALUES)
def test_two_values_differ_exactly_if_a_change_is_shown(old: str, new: str) -> None:
    forth, back = between(old, new), between(new, old)
    assert bool(forth) == bool(back)
