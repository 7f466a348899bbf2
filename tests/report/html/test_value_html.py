"""Values as HTML: the value stays readable as TLA+, and what changed is marked in its place."""

import re

import pytest
from hypothesis import given
from markupsafe import Markup

from moltverify.report.html.value_html import marked
from moltverify.report.story.changes import changes
from moltverify.report.story.escaping import inert_line
from moltverify.tla.values import Value, format_value, parse_value
from moltverify.tlc.trace import Step
from tests.report.elements import Element, read_html
from tests.tla.strategies import steady, values


def show(old: Value, new: Value) -> Markup:
    before, after = (Step(number, None, (("x", one),)) for number, one in ((1, old), (2, new)))
    return marked("x", new, changes(before, after))


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
    ],
)
def test_only_what_changed_is_marked(old: str, new: str, gone: list[str], there: list[str]) -> None:
    tree = read_html(show(parse_value(old), parse_value(new)).encode())
    assert [one.text for one in tree.all("del")] == gone
    assert [one.text for one in tree.all("ins")] == there


def test_a_string_with_html_and_control_characters_is_text() -> None:
    tree = read_html(show("", '<img src=x>\x1b[0m"').encode())
    assert not list(tree.all("img"))
    assert tree.one("ins").text == '"<img src=x>\\x1b[0m\\""'
