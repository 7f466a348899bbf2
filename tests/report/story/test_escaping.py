"""Text from elsewhere does nothing to a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.report.story.escaping import UNSAFE, display_width, inert, inert_line

CONTROLS = [chr(n) for n in (*range(32), *range(127, 160)) if chr(n) != "\n"]


@pytest.mark.parametrize("character", CONTROLS)
def test_a_control_character_becomes_visible(character: str) -> None:
    shown = inert(character)
    assert shown.isprintable()
    assert shown.startswith("\\")


@pytest.mark.parametrize("code", [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2066, 0x2069])
def test_a_mark_that_turns_text_around_becomes_visible(code: int) -> None:
    assert inert(f"a{chr(code)}b") == f"a\\u{code:04x}b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("over\rwritten", "over\\rwritten"),
        ("a\tb", "a\\tb"),
        ("two\nlines", "two\nlines"),
        ("日本 Zoë →", "日本 Zoë →"),
    ],
)
def test_only_what_acts_is_changed(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_a_line_stays_a_line() -> None:
    assert inert_line("a\nb\u2028c\u2029d") == "a\\nb\\u2028c\\u2029d"


@given(st.text())
def test_no_text_keeps_anything_unsafe(text: str) -> None:
    assert not UNSAFE.search(inert(text))
    assert len(inert_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("door", 4), ("日本", 4), ("\uff37", 2), ("Zoë", 3), ("Zoe\u0308", 3), ("→", 1)],
)
def test_width_is_counted_in_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns
