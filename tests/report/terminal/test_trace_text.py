"""A story as lines of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.report.story.escaping import UNSAFE, display_width
from moltverify.report.story.story import story_of
from moltverify.report.terminal.trace_text import Line, trace_lines, wrapped
from moltverify.tla.values import RecordValue, SequenceValue, Value
from moltverify.tlc.trace import Action, Step
from tests import made


def lines(width: int = 80, full: bool = False, steps: tuple[Step, ...] = made.STEPS) -> list[str]:
    story = story_of(made.red(steps=steps), {})
    assert story is not None
    return [line.text for line in trace_lines(story, width, full)]


def test_a_step_shows_what_changed_and_the_first_one_its_state() -> None:
    assert lines() == [
        "1  The initial state",
        '     door    "shut"',
        "     inside  {}",
        "2  Open",
        '     door  "shut" -> "open"',
        "3  Enter",
        '     inside  + "thief"',
        "   Invariant OnlyWithKey is broken in state 3.",
    ]


def test_full_shows_every_state_whole() -> None:
    assert lines(full=True)[3:6] == ["2  Open", '     door    "open"', "     inside  {}"]


def test_a_step_that_changes_nothing_says_so() -> None:
    again = Step(2, Action("Wait"), made.STEPS[0].state)
    assert "     nothing changes" in lines(steps=(made.STEPS[0], again))


def test_lines_say_what_they_are() -> None:
    story = story_of(made.red(), {})
    assert story is not None
    styles = [line.style for line in trace_lines(story, 80)]
    assert styles == ["step", "state", "state", "step", "changed", "step", "added", "moral"]


def two(old: Value, new: Value) -> tuple[Step, ...]:
    return (Step(1, None, (("x", old),)), Step(2, Action("Go"), (("x", new),)))


LONG = SequenceValue(tuple(RecordValue((("name", f"n{n}"), ("age", n))) for n in range(40)))
WIDE = SequenceValue(tuple("日本語" for _ in range(40)))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("value", [LONG, WIDE])
@pytest.mark.parametrize("full", [True, False])
def test_no_line_is_wider_than_it_may_be(width: int, value: Value, full: bool) -> None:
    for line in lines(width, full, two(SequenceValue(()), value)):
        assert display_width(line) <= width


def test_below_a_limit_lines_get_no_narrower() -> None:
    assert lines(1) == lines(40)


def test_a_name_stays_with_what_it_maps_to() -> None:
    text = "\n".join(lines(40, steps=two(SequenceValue(()), LONG)))
    assert "|->\n" not in text
    assert "\u00a0" not in text


HOSTILE = "\x1b[31m\x07\r\u202e\nfake line"


def test_hostile_names_and_values_are_inert() -> None:
    steps = (Step(1, None, ((HOSTILE, 1),)), Step(2, Action(HOSTILE), ((HOSTILE, HOSTILE),)))
    for line in lines(steps=steps):
        assert not UNSAFE.search(line)
        assert "\n" not in line
        assert not line.startswith("fake")


@given(st.text(st.characters(exclude_characters="\u00a0"), max_size=100), st.integers(10, 60))
def test_wrapping_loses_no_word_and_adds_none(text: str, width: int) -> None:
    from moltverify.report.story.escaping import inert  # noqa: PLC0415 - next to its only use

    found = [line.text for line in wrapped(text, width, ">> ", "   ", "step")]
    words = " ".join(found).removeprefix(">> ").split(" ")
    expected = inert(text).replace("\n", " ").split(" ")
    assert [word for word in words if word] == [word for word in expected if word]


def test_only_a_word_that_is_too_long_goes_over_the_edge() -> None:
    assert list(wrapped("ab " + "c" * 50 + " de", 20, "", "  ", "step")) == [
        Line("ab", "step"),
        Line("  " + "c" * 50, "step"),
        Line("  de", "step"),
    ]
