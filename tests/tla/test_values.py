"""Values: reading, writing and comparing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.value_tokens import read_value_tokens
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
    ValueSyntaxError,
    format_value,
    parse_value,
    read_value,
    same,
)
from tests.tla.strategies import steady, value_like, values

_COMPREHENSION = "{x \\in Nat : < expression line 1 , { 2 } >}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("-3", -3),
        ("TRUE", True),
        ("FALSE", False),
        ('""', ""),
        (r'"a\"b\\c\td\ne\ff\rg"', 'a"b\\c\td\ne\ff\rg'),
        ('"{<<1, 2>>} |-> [x] @@ :>"', "{<<1, 2>>} |-> [x] @@ :>"),
        ("p1", ModelValue("p1")),
        ("2b", ModelValue("2b")),
        ("null", ModelValue("null")),
        ("1..5", Interval(1, 5)),
        ("-3..-1", Interval(-3, -1)),
        ("{}", SetValue(())),
        ("{1, {2}}", SetValue((1, SetValue((2,))))),
        ("<<>>", SequenceValue(())),
        ("<< >>", SequenceValue(())),
        ("<<1, p1>>", SequenceValue((1, ModelValue("p1")))),
        ("[a |-> 1, b |-> {}]", RecordValue((("a", 1), ("b", SetValue(()))))),
        ("[TRUE |-> 1, 1a |-> 2]", RecordValue((("TRUE", 1), ("1a", 2)))),
        ("(1 :> p1)", FunctionValue(((1, ModelValue("p1")),))),
        (
            "( <<1, 2>> :> 0 @@\n  TRUE :> 1 )",
            FunctionValue(((SequenceValue((1, 2)), 0), (True, 1))),
        ),
        ("SUBSET 1..8", Symbolic("SUBSET (1..8)")),
        ("SUBSET (1..8)", Symbolic("SUBSET (1..8)")),
        ('SUBSET { "e",\n  "f" } ', Symbolic('SUBSET {"e", "f"}')),
        ("[1..3 -> {a}]", Symbolic("[1..3 -> {a}]")),
        ("[u: 1..2, v : {}]", Symbolic("[u: 1..2, v: {}]")),
        (r"(1..100 \X 1..100)", Symbolic(r"(1..100 \X 1..100)")),
        ("{x \\in Nat : <expression line 1, {2}> }", Symbolic(_COMPREHENSION)),
        ("Nat", Symbolic("Nat")),
        ("Seq({1, 2})", Symbolic("Seq({1, 2})")),
    ],
)
def test_text_is_read_as_the_value_it_denotes(text: str, value: Value) -> None:
    """Each form that TLC prints has its kind of value."""
    assert parse_value(text) == value
    assert type(parse_value(text)) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "{", "{1,}", "<<1 2>>", "[a |->]", "(1 :> )", "1..", "1 2", '"open', r'"\q"'),
        *("-", "x y", "@", "_", "1..p", "[1 |-> 2]", "9" * 50, "{x \\in S : y", "{1}}", "---1"),
    ],
)
def test_what_is_no_value_is_refused_or_kept_as_text(text: str) -> None:
    """The strict reader raises and the lenient one keeps the text."""
    with pytest.raises(ValueSyntaxError):
        parse_value(text)
    assert read_value(text) == Unreadable(text)


@pytest.mark.parametrize("opening", ["{", "<<", "[a |-> ", "(1 :> ", "(", "SUBSET ", "[", "Seq("])
def test_nesting_too_deep_to_read_is_unreadable(opening: str) -> None:
    """A hostile or broken text cannot exhaust Python's stack."""
    assert isinstance(read_value(opening * 100_000), Unreadable)


def test_functions_as_keys_of_functions_are_read_in_no_time() -> None:
    """Nothing is read twice, or fifty levels would take for ever."""
    text = "(" * 50 + "1" + " :> 1)" * 50
    assert format_value(parse_value(text)) == text


def test_values_as_deep_as_the_limit_are_read_and_written() -> None:
    """Reading, writing and comparing all work at the depth that is allowed."""
    text = "{" * 99 + "}" * 99
    value = parse_value(text)
    assert format_value(value) == text
    assert same(value, value)


@given(values)
@steady
def test_a_value_survives_being_written_and_read(value: Value) -> None:
    """Writing is the inverse of reading."""
    assert parse_value(format_value(value)) == value


@given(values)
@steady
def test_white_space_between_tokens_means_nothing(value: Value) -> None:
    """A value that TLC has wrapped over lines is the same value."""
    tokens = [text for _, text, _ in read_value_tokens(format_value(value))]
    assert parse_value("\n  ".join(tokens)) == value


@given(st.one_of(st.text(), value_like))
@steady
def test_reading_any_text_as_a_value_never_raises(text: str) -> None:
    """What is read can be written and read again, unless it is unreadable."""
    value = read_value(text)
    if not isinstance(value, Unreadable):
        assert same(parse_value(format_value(value)), value)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("{1, 2, 3}", "{3, 1, 2}"),
        ("{1, 1}", "{1}"),
        ("1..3", "{2, 3, 1}"),
        ("3..1", "{}"),
        ("5..1", "2..1"),
        ("4..4", "{4}"),
        ("(1 :> a @@ 2 :> b)", "<<a, b>>"),
        ('("x" :> 1)', "[x |-> 1]"),
        ("[a |-> 1, b |-> 2]", "[b |-> 2, a |-> 1]"),
        ("{{1, 2}, {3}}", "{3..3, 1..2}"),
        ("<< >>", "<<>>"),
        ("SUBSET 1..8", "SUBSET (1..8)"),
        ("0..1000000000", "0..1000000000"),
    ],
)
def test_equal_values_are_the_same_in_whatever_form(left: str, right: str) -> None:
    """Equality is TLA+'s: of sets and functions, not of texts."""
    assert same(parse_value(left), parse_value(right))
    assert same(parse_value(right), parse_value(left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("TRUE", "1"),
        ("FALSE", "0"),
        ("{TRUE}", "{1}"),
        ("{TRUE, 2}", "1..2"),
        ('"a"', "a"),
        ("<<1>>", "{1}"),
        ("<<>>", "{}"),
        ("{1, 3}", "1..3"),
        ("(0 :> 1)", "<<1>>"),
        ("<<1, 2>>", "<<2, 1>>"),
        ("[a |-> 1]", "[a |-> 2]"),
        ("1..3", "1..4"),
        ("{1, p}", "1..2"),
    ],
)
def test_different_values_are_not_the_same(left: str, right: str) -> None:
    """Values of different types differ even where Python finds them equal."""
    assert not same(parse_value(left), parse_value(right))


@given(values)
@steady
def test_a_value_is_the_same_as_itself(value: Value) -> None:
    """Sameness is reflexive on everything that can be read."""
    assert same(value, parse_value(format_value(value)))


def test_a_function_without_arguments_is_written_as_the_empty_sequence() -> None:
    """TLC does so too: they are the same value."""
    assert format_value(FunctionValue(())) == "<<>>"
    assert same(FunctionValue(()), SequenceValue(()))
    assert same(FunctionValue(()), RecordValue(()))


def test_an_error_says_where_and_what() -> None:
    """The message has the character and what was expected."""
    with pytest.raises(ValueSyntaxError, match=r"at character 3: expected '}', found '\]'"):
        parse_value("{1 ]")
