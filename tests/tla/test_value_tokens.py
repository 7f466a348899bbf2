"""The tokens of a value's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.value_format import format_string
from moltverify.tla.value_tokens import read_value_tokens, unescaped
from tests.tla.strategies import steady, value_like


def texts(text: str) -> list[str]:
    return [token for _, token, _ in read_value_tokens(text)[:-1]]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("<<1, a>>", ["<<", "1", ",", "a", ">>"]),
        ("[a |-> 1]", ["[", "a", "|->", "1", "]"]),
        ("(1 :> 2@@3 :> 4)", ["(", "1", ":>", "2", "@@", "3", ":>", "4", ")"]),
        ("1..3", ["1", "..", "3"]),
        ("-3..-1", ["-", "3", "..", "-", "1"]),
        ("[S -> T]", ["[", "S", "->", "T", "]"]),
        ("[a: S]", ["[", "a", ":", "S", "]"]),
        (r"S \X T", ["S", r"\X", "T"]),
        ('"a, {b}" c', ['"a, {b}"', "c"]),
        (r'"a\"b"', [r'"a\"b"']),
        ('"two\nlines"', ['"two\nlines"']),
        ("{ \t\r\n}", ["{", "}"]),
        ("", []),
    ],
)
def test_white_space_separates_tokens_and_is_none(text: str, tokens: list[str]) -> None:
    assert texts(text) == tokens


def test_the_last_token_is_the_end_of_the_text() -> None:
    assert read_value_tokens("a ") == [("word", "a", 0), ("end", "", 2)]


def test_what_is_no_token_is_one_of_another_kind() -> None:
    kinds = [kind for kind, _, _ in read_value_tokens('@ " ; a')]
    assert kinds == ["other", "other", "other", "word", "end"]


@given(st.text() | value_like)
@steady
def test_every_character_but_white_space_is_in_a_token(text: str) -> None:
    tokens = read_value_tokens(text)
    rest = list(text)
    for _, token, start in tokens:
        assert text[start:].startswith(token)
        rest[start : start + len(token)] = " " * len(token)
    assert set(rest) <= set(" \t\r\n\f")


@given(st.text())
@steady
def test_a_string_survives_its_escapes(text: str) -> None:
    assert unescaped(format_string(text)) == text


@pytest.mark.parametrize("quoted", [r'"\q"', r'"\u0041"', r'"\0"', r'"a\'"'])
def test_an_escape_that_tlc_does_not_write_is_no_string(quoted: str) -> None:
    with pytest.raises(KeyError):
        unescaped(quoted)
