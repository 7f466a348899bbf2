"""Workflow commands, read back by the rules of the runner."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moltverify.report.files.workflow_commands import (
    command,
    data,
    json_without_commands,
    property_value,
    without_commands,
)
from tests.report.runner_rules import Command, obeyed

HARD = st.text(alphabet=st.sampled_from("%:,\r\n;=#[] aA025D\u2028"), max_size=12)
quick = settings(deadline=None, derandomize=True, database=None, max_examples=150)


@given(HARD, HARD, HARD)
@quick
def test_a_command_is_read_as_it_was_written(file: str, title: str, message: str) -> None:
    # The runner drops empty values, and blanks at the end of the last one.
    properties = {"file": f"a{file}", "title": f"b{title}c"}
    line = command("error", properties, message)
    assert obeyed(line) == [Command("error", properties, message)]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("100%", "100%25"),
        ("a\r\nb", "a%0D%0Ab"),
        ("%0A", "%250A"),
        ("a: b, c", "a: b, c"),
        ("", ""),
    ],
)
def test_a_message_is_escaped_so_that_it_stays_one_line(text: str, escaped: str) -> None:
    assert data(text) == escaped


def test_a_property_is_also_escaped_where_it_would_end() -> None:
    assert property_value("a: 50%, b") == "a%3A 50%25%2C b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", ": :error::x"),
        ("  \t::error::x", "  \t: :error::x"),
        ("a\n::error::x\n", "a\n: :error::x\n"),
        ("a\r::error::x", "a\r: :error::x"),
        ("\u00a0::error::x", "\u00a0: :error::x"),
        ("::::", ": :::"),
        ("##[error]x", "## [error]x"),
        ("a ##[error]x", "a ## [error]x"),
        ("####[x]", "#### [x]"),
    ],
)
def test_a_mark_that_starts_a_command_gets_a_blank(text: str, shown: str) -> None:
    assert without_commands(text) == shown


@pytest.mark.parametrize("text", ["", "a :: b", "a::b", ": :", ":", "## [", "#[", "# #["])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_commands(text) == text


@given(HARD | st.text())
@quick
def test_no_text_is_obeyed_and_only_blanks_are_added(text: str) -> None:
    shown = without_commands(text)
    assert obeyed(shown) == []
    assert shown.replace(" ", "") == text.replace(" ", "")


@given(st.dictionaries(HARD, HARD | st.just("##[error]x"), max_size=3))
@quick
def test_json_means_the_same_and_is_not_obeyed(value: dict[str, str]) -> None:
    made = json_without_commands(json.dumps(value).encode())
    assert json.loads(made) == value
    assert obeyed(made.decode()) == []
