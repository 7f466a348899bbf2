"""Values as HTML: the value stays readable as TLA+, and what changed is marked in its place."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from markupsafe import Markup

from moltverify.report.html.value_html import change_tree, marked
from moltverify.report.story.escaping import inert_line
from moltverify.tla.value_diff import state_changes
from moltverify.tla.value_reader import MAX_DEPTH
from moltverify.tla.values import (
    FunctionValue,
    RecordValue,
    SequenceValue,
    SetValue,
    Value,
    format_value,
    parse_value,
)
from tests.calls import calls_of
from tests.report.elements import Element, read_html
from tests.tla.strategies import steady, values


def show(old: Value, new: Value) -> Markup:
    return marked("x", new, change_tree(state_changes([("x", old)], [("x", new)])))


def without_struck(element: Element) -> str:
    return "".join(
        one if isinstance(one, str) else without_struck(one)
        for one in element.inside
        if isinstance(one, str) or one.name != "del"
    )


@given(values, values)
@steady
def test_what_is_not_struck_out_is_the_value_in_tla(old: Value, new: Value) -> None:
    tree = read_html(show(old, new).encode())
    assert without_struck(tree) == inert_line(format_value(new))


@given(values)
@steady
def test_a_value_that_stays_has_no_marks(value: Value) -> None:
    assert not re.search("<(ins|del)>", show(value, value))


@pytest.mark.parametrize(
    ("old", "new", "gone", "there"),
    [
        ("1", "2", ["1"], ["2"]),
        ("{1, 2}", "{2, 3}", ["1"], ["3"]),
        ("{}", '{"a"}', [], ['"a"']),
        ("<<1, 2>>", "<<1, 2, 2>>", [], ["2"]),
        ("<<1, 2>>", "<<2>>", ["1"], []),
        ("<<1, {5}>>", "<<1, {5, 6}>>", [], ["6"]),
        ("[a |-> 1, b |-> 2]", "[a |-> 1, b |-> 3]", ["2"], ["3"]),
        ("[a |-> 1, b |-> 2]", "[a |-> 1]", ["b |-> 2"], []),
        ("[a |-> {p}]", "[a |-> {p}, b |-> {q}]", [], ["{q}"]),
        ("[a |-> [b |-> {1}]]", "[a |-> [b |-> {2}]]", ["1"], ["2"]),
        ("(1 :> {p} @@ 2 :> {})", "(1 :> {} @@ 2 :> {p})", ["p"], ["p"]),
        ("(1 :> p @@ q :> p)", "(q :> p)", ["1 :> p"], []),
        ("[a |-> 1]", "<<>>", ["[a |-> 1]"], ["<<>>"]),
        ("1..3", "{1, 2}", ["1..3"], ["{1, 2}"]),
        ('("a b" :> 1 @@ q :> p)', "(q :> p)", ['"a b" :> 1'], []),
        ('(a :> 0 @@ "a" :> 0)', '(a :> 0 @@ "a" :> 2)', ["0"], ["2"]),
        ('{[id |-> "a", n |-> 1]}', '{[id |-> "a", n |-> 2]}', ["1"], ["2"]),
        ('{[id |-> "a", n |-> {1}]}', '{[id |-> "a", n |-> {2}], 5}', ["1"], ["2", "5"]),
    ],
)
def test_only_what_changed_is_marked(old: str, new: str, gone: list[str], there: list[str]) -> None:
    tree = read_html(show(parse_value(old), parse_value(new)).encode())
    assert [one.text for one in tree.all("del")] == gone
    assert [one.text for one in tree.all("ins")] == there


def test_a_change_is_marked_at_its_own_argument() -> None:
    shown = show(parse_value('(a :> 0 @@ "a" :> 0)'), parse_value('(a :> 0 @@ "a" :> 2)'))
    assert read_html(shown.encode()).text == '(a :> 0 @@ "a" :> 02)'


@pytest.mark.parametrize("levels", [MAX_DEPTH, 5000])
def test_nesting_too_deep_for_a_browser_is_text(levels: int) -> None:
    old, new = nested(levels, 1), nested(levels, 2)
    tree = read_html(show(old, new).encode())
    assert len(list(tree.all("span"))) <= 2 * MAX_DEPTH
    assert "(cut: " in tree.text if levels > MAX_DEPTH else tree.one("ins").text == "2"


def nested(levels: int, innermost: Value) -> Value:
    value = innermost
    for _ in range(levels):
        value = SequenceValue((value,))
    return value


def records(count: int, hop: int) -> Value:
    return SetValue(tuple(RecordValue((("id", n), ("hop", hop))) for n in range(count)))


def function(count: int, result: int) -> Value:
    return FunctionValue(tuple((SequenceValue((n, "a")), result) for n in range(count)))


@pytest.mark.parametrize("made", [records, function])
def test_marking_takes_work_linear_in_the_size_of_the_states(
    made: Callable[[int, int], Value],
) -> None:
    small = calls_of(lambda: show(made(100, 0), made(100, 1)))
    large = calls_of(lambda: show(made(400, 0), made(400, 1)))
    assert large < 8 * small


def test_a_string_with_html_and_control_characters_is_text() -> None:
    tree = read_html(show("", '<img src=x>\x1b[0m"').encode())
    assert not list(tree.all("img"))
    assert tree.one("ins").text == '"<img src=x>\\x1b[0m\\""'
