"""TLA+ scanned as text: what counts as comment and string, and the opening comment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tla.module_text import blank, blanked, header_comment
from tests.tla.strategies import steady

PIECES = ["(*", "*)", "\\*", '"', "\\", "\n", "A == 1", " ", "é"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A == 1", "A == 1"),
        ("A \\* B\nC", "A     \nC"),
        ("A (* B *) C", "A         C"),
        ("A (* (* B *) C *) D", "A                 D"),
        ("A (* B\nC *) D", "A     \n     D"),
        ('A "B" C', "A     C"),
        ('A "\\"B" C', "A       C"),
        ('"(*" A "*)"', "     A     "),
        ('(* " *) A', "        A"),
        ("\\* (*\nA", "     \nA"),
        ("(* never closed\nA", "               \n "),
        ('"never closed\nA', '"never closed\nA'),
        ("*) A", "*) A"),
        ("a \\ b", "a \\ b"),
        ("", ""),
    ],
)
def test_comments_and_strings_become_blanks(text: str, code: str) -> None:
    assert blanked(text) == code


def test_blanks_keep_the_lines() -> None:
    assert blank("ab\n\nc") == "  \n\n "


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
@steady
def test_every_character_keeps_its_place(text: str) -> None:
    code = blanked(text)
    assert len(code) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, code, strict=True))
    assert code.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("(* one line *)", "one line"),
        ("(* first\n   second\n     third *)", "first\nsecond\n  third"),
        ("(*\nfirst\n\nsecond\n*)", "first\n\nsecond"),
        ("\\* a\n\\*  b\n\\* c", "a\n b\nc"),
        ("\\* a\n\n\\* later", "a"),
        ("(* block *)\n\\* line", "block"),
        ("\\* line\n(* block *)", "line"),
        ("(* a *) (* b *)\n  (* c *)", "a\nb\nc"),
        ("(* a *)\r\n(* b *)\r\n\r\n(* c *)", "a\nb"),
        ("(* a (* b *) c *)", "a (* b *) c"),
        ("\\****** a\n\\* b", "a\nb"),
        ("EXTENDS Naturals\n(* after *)", "after"),
        ('A == "(* no *)"\n(* yes *)', "yes"),
        ("", ""),
        ("A == 1", ""),
        ("(* never closed", "never closed"),
        ("(**)", ""),
    ],
)
def test_the_opening_comment_is_the_first_one_without_its_frame(text: str, comment: str) -> None:
    """Adjacent comments of one kind are one; a blank line ends it."""
    assert header_comment(text) == comment


def test_a_boxed_comment_is_read_without_its_box() -> None:
    box = (
        "(***************************************************************************)\n"
        "(* The pairing store.                                                      *)\n"
        "(*                                                                         *)\n"
        "(*   - bounds: Foo == 1                                                    *)\n"
        "(***************************************************************************)\n"
    )
    assert header_comment(box) == "The pairing store.\n\n  - bounds: Foo == 1"


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
@steady
def test_any_text_has_an_opening_comment_or_none(text: str) -> None:
    comment = header_comment(text)
    assert comment == comment.strip("\n")
    if "(*" not in text and "\\*" not in text:
        assert comment == ""
