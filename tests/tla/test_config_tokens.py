"""The tokens of configuration files: where they are, and where TLC stops to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.config_tokens import ConfigSyntaxError, Token, read_config_tokens
from tests.tla.strategies import steady

PIECES = ["INVARIANT", "x", "1", '"a"', "<-", "=", "{", "}", "(*", "*)", "\\*", "\n", " ", ";", "é"]


def kinds(text: str) -> list[tuple[str, str]]:
    """Return the kind and text of each token but the end."""
    tokens, _ = read_config_tokens(text)
    return [(token.kind, token.text) for token in tokens[:-1]]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("SPECIFICATION Spec", [("word", "SPECIFICATION"), ("word", "Spec")]),
        ("N = 3", [("word", "N"), ("mark", "="), ("number", "3")]),
        ("2b 12 a_1 _x", [("word", "2b"), ("number", "12"), ("word", "a_1"), ("word", "_x")]),
        ('"a b" "\\"" ""', [("string", '"a b"'), ("string", '"\\""'), ("string", '""')]),
        ("A<-B", [("word", "A"), ("mark", "<-"), ("word", "B")]),
        ("A <= -B", [("word", "A"), ("mark", "<"), ("mark", "="), ("mark", "-"), ("word", "B")]),
        ("{a,b}", [("mark", "{"), ("word", "a"), ("mark", ","), ("word", "b"), ("mark", "}")]),
        ("I!Inv", [("word", "I"), ("mark", "!"), ("word", "Inv")]),
        ("a \\* b\nc", [("word", "a"), ("word", "c")]),
        ("a (* b (* c *) d *) e", [("word", "a"), ("word", "e")]),
        ("a(**)b", [("word", "a"), ("word", "b")]),
        ("a\t\r\nb", [("word", "a"), ("word", "b")]),
        ("a \\* b\rc \\* d\r\ne", [("word", "a"), ("word", "c"), ("word", "e")]),
        ("", []),
    ],
)
def test_tokens_are_those_of_tla(text: str, tokens: list[tuple[str, str]]) -> None:
    assert kinds(text) == tokens


def test_lines_and_columns_count_from_one() -> None:
    tokens, unread = read_config_tokens("A\n  B (* c\n *) D")
    assert unread is None
    assert tokens == [
        Token("word", "A", 1, 1),
        Token("word", "B", 2, 3),
        Token("word", "D", 3, 5),
        Token("end", "", 3, 6),
    ]


@pytest.mark.parametrize("character", [";", "\0", "é", "`", "?", '"', "\f", "\v"])
def test_reading_stops_at_what_is_no_token(character: str) -> None:
    tokens, unread = read_config_tokens(f"A\n B {character} C")
    assert [token.text for token in tokens] == ["A", "B", ""]
    assert unread == Token("unread", character, 2, 4)


@pytest.mark.parametrize(
    ("text", "line", "column"), [("(*", 1, 1), ("A\n  (* (* *)", 2, 3), ("A (* \\* *\n", 1, 3)]
)
def test_a_comment_that_is_never_closed_is_a_mistake_where_it_begins(
    text: str, line: int, column: int
) -> None:
    with pytest.raises(ConfigSyntaxError, match="this comment is never closed") as caught:
        read_config_tokens(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


def test_an_error_message_shows_a_token_in_short() -> None:
    assert Token("word", "x" * 100, 1, 1).shown == repr("x" * 40)
    assert Token("end", "", 1, 1).shown == "the end of the file"


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@steady
def test_every_token_is_in_its_place(text: str) -> None:
    try:
        tokens, unread = read_config_tokens(text)
    except ConfigSyntaxError:
        assert "(*" in text
        return
    lines = text.split("\n")
    for token in [*tokens, *([unread] if unread else [])]:
        assert lines[token.line - 1][token.column - 1 :].startswith(token.text)
