"""Frames: where a message of TLC begins and ends, and what is embedded in it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from moltverify.tlc.messages import MAX_NESTING, Message, Severity, Unframed, read_messages
from tests.tla.strategies import message_like, steady
from tests.tlc.recorded import recorded, recorded_runs

_START_LINE = re.compile(r"^(?:.*: )?@!@!@STARTMSG \d+:\d @!@!@$", re.MULTILINE)


def _frame(code: int, severity: int, text: str) -> str:
    return f"@!@!@STARTMSG {code}:{severity} @!@!@\n{text}\n@!@!@ENDMSG {code} @!@!@\n"


def _messages(text: str) -> list[Message]:
    return [part for part in read_messages(text) if isinstance(part, Message)]


def test_a_framed_text_is_a_message() -> None:
    """Code, class and text are those of the frame."""
    assert read_messages(_frame(2110, 1, "Invariant I is violated.")) == (
        Message(2110, Severity.ERROR, "Invariant I is violated."),
    )


def test_text_between_frames_is_kept_in_order() -> None:
    """The lines of SANY and Print keep their position between the messages."""
    text = "before\n" + _frame(2220, 0, "a") + "between\nthem\n" + _frame(2219, 0, "b") + "after"
    parts = [part.text for part in read_messages(text)]
    assert parts == ["before", "a", "between\nthem", "b", "after"]


def test_an_embedded_message_in_mid_line_is_the_cause() -> None:
    """The frame after `: ` belongs to the exception around it."""
    (message,) = _messages(recorded("assert_fail").out)[-5:-4]
    assert message.code == 1000
    assert list(message.codes()) == [1000, 2132]
    assert message.cause().text.endswith('<<"x too big", 2>>')
    assert ": The first argument of Assert evaluated to FALSE" in message.text


def test_an_embedded_message_may_be_followed_by_text() -> None:
    """What follows the inner end still belongs to the outer message."""
    text = _frame(
        2102, 1, _frame(2215, 0, "No boolean. 42") + "While working on the initial state:"
    )
    (message,) = _messages(text)
    assert message.cause().code == 2215
    assert message.text == "No boolean. 42\nWhile working on the initial state:"


def test_a_printed_start_in_mid_line_is_no_message() -> None:
    """A string that Print shows begins with a quote, so its line cannot begin a frame."""
    printed = '"@!@!@STARTMSG 2110:1 @!@!@"\n"x: @!@!@STARTMSG 2193:0 @!@!@"\n'
    assert read_messages(printed) == (Unframed(printed.removesuffix("\n") + "\n"),)
    assert not Unframed(printed).is_torn()


def test_a_state_that_shows_an_end_does_not_close_its_frame() -> None:
    """Only a whole line is a mark."""
    states = [each for each in _messages(recorded("spoof", "nightly").out) if each.code == 2217]
    assert len(states) == 3
    assert all('/\\ s = "@!@!@ENDMSG 2217 @!@!@"' in state.text for state in states)


def test_a_line_end_inside_a_message_is_a_line_feed_only() -> None:
    """Characters that other tools take for line ends are part of a string."""
    text = '1: <Initial predicate>\ns = "a\x85b\x0bc\u2028@!@!@ENDMSG 2217 @!@!@\u2028d"'
    assert _messages(_frame(2217, 4, text)) == [Message(2217, Severity.STATE, text)]


def test_frames_with_carriage_returns_are_frames() -> None:
    """Java on Windows ends lines with both characters."""
    assert [m.code for m in _messages(_frame(2193, 0, "ok").replace("\n", "\r\n"))] == [2193]


def test_a_message_cut_off_is_torn_text() -> None:
    """A message without its end is no evidence, for every position of the cut."""
    whole = _frame(2193, 0, "Model checking completed. No error has been found.").rstrip("\n")
    for length in range(1, len(whole)):
        (part,) = read_messages(whole[:length])
        assert isinstance(part, Unframed)
    assert isinstance(read_messages(whole)[0], Message)


def test_a_lost_end_does_not_swallow_the_next_message() -> None:
    """The rest of the output is still read, and the loss is visible."""
    torn = _frame(2110, 1, "x").replace("@!@!@ENDMSG 2110 @!@!@\n", "") + _frame(2121, 1, "y")
    first, second = read_messages(torn)
    assert isinstance(first, Unframed)
    assert first.is_torn()
    assert second == Message(2121, Severity.ERROR, "y")


def test_an_information_is_never_embedded_in_another() -> None:
    """Only errors, bugs and warnings carry an exception's message."""
    torn = "@!@!@STARTMSG 2185:0 @!@!@\nStarting...\n" + _frame(2193, 0, "done")
    first, second = read_messages(torn)
    assert isinstance(first, Unframed)
    assert isinstance(second, Message)


def test_a_stray_end_is_torn_text() -> None:
    """A lost line can leave an end without a start."""
    (part,) = read_messages("@!@!@ENDMSG 2110 @!@!@")
    assert isinstance(part, Unframed)
    assert part.is_torn()


def test_a_thousand_starts_do_not_exhaust_the_stack() -> None:
    """Nesting deeper than TLC's is text."""
    deep = "@!@!@STARTMSG 1000:1 @!@!@\n" + ": @!@!@STARTMSG 5:0 @!@!@\n" * 5000
    deep += "@!@!@ENDMSG 1000 @!@!@"
    (message,) = _messages(deep)
    assert len(list(message.codes())) == MAX_NESTING


@given(st.one_of(st.text(), message_like))
@steady
def test_any_text_is_read_and_nothing_invented(text: str) -> None:
    """Reading never raises, and every part's lines come from the text."""
    for part in read_messages(text):
        for line in part.text.split("\n"):
            assert line in text or line.startswith(": ")


def test_every_recorded_run_is_whole() -> None:
    """No recorded output has a torn frame: the framing rules are TLC's."""
    for run in recorded_runs().values():
        parts = read_messages(run.out)
        assert not any(isinstance(p, Unframed) and p.is_torn() for p in parts), (run.case, run.jar)
        starts = _START_LINE.findall(run.out)
        found = sum(len(list(p.codes())) for p in parts if isinstance(p, Message))
        assert found == len(starts), (run.case, run.jar)
