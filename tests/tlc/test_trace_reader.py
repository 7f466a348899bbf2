"""Details of traces that a recorded run rarely shows: damage, doubt, and odd layouts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tlc.codes import Code
from moltverify.tlc.messages import Message, Severity
from moltverify.tlc.trace import Action, LoopsBack, Place, Stops, Stutters
from moltverify.tlc.trace_reader import (
    TraceSyntaxError,
    read_action,
    read_place,
    read_state,
    read_step,
    read_trace,
)
from tests.tla.strategies import steady

_LOC = "line 7, col 12 to line 8, col 53 of module M"


def _state(number: int, body: str, code: int = Code.TLC_STATE_PRINT2) -> Message:
    return Message(code, Severity.STATE, f"{number}: <Go {_LOC}>\n{body}\n")


def _end(code: int, text: str) -> Message:
    return Message(code, Severity.STATE, text)


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("", ()),
        ("\n\r\n", ()),
        ("x = 1", (("x", 1),)),
        ("x = 1\r\n", (("x", 1),)),
        ("/\\ x = 1\n/\\ y = 2\nfp: -42\n", (("x", 1), ("y", 2))),
        ("42", (("", 42),)),
    ],
)
def test_a_state_has_the_variables_that_are_printed(
    body: str, state: tuple[tuple[str, object], ...]
) -> None:
    """Neither line ends nor a fingerprint belong to them."""
    assert read_state(body) == state


def test_a_conjunct_inside_a_value_begins_no_variable() -> None:
    """TLC indents the lines that continue a value."""
    state = dict(read_state('/\\ x = "a"\n/\\ y = [ f |-> "b",\n  /\\ z = 3 ]'))
    assert list(state) == ["x", "y"]


@pytest.mark.parametrize("text", ["", "no number", "x: y", "1", "-1: <Go>", "1:<Go>"])
def test_a_state_without_a_number_is_refused_with_its_first_words(text: str) -> None:
    """A step must have its position in the trace."""
    with pytest.raises(TraceSyntaxError, match="a state without a number") as caught:
        read_step(text)
    assert repr(text) in str(caught.value)


def test_a_long_line_is_quoted_in_part() -> None:
    """The error stays one short line."""
    with pytest.raises(TraceSyntaxError) as caught:
        read_step("x" * 5000)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("header", "action"),
    [
        ("  <Initial predicate>  ", None),
        ("<Go>", Action("Go")),
        ("<Go(1, 2)>", Action("Go", None, "1, 2")),
        ("<Go(1>", Action("Go(1")),
        (f"<Go() {_LOC}>", Action("Go", Place("M", 7, 12, 8, 53))),
    ],
)
def test_an_action_without_a_place_keeps_its_name(header: str, action: Action | None) -> None:
    """Arguments need both of their brackets."""
    assert read_action(header) == action


@pytest.mark.parametrize(
    "text", ["", "line 1", _LOC.replace("col", "column"), _LOC.replace("7", "7" * 10)]
)
def test_text_that_only_resembles_a_place_is_none(text: str) -> None:
    """Every part is needed, and numbers have a limit."""
    assert read_place(text) is None


def test_the_first_of_two_places_counts() -> None:
    """A message can name the place of a definition behind it."""
    assert read_place(f"{_LOC} and {_LOC.replace('7', '9')}") == Place("M", 7, 12, 8, 53)


def test_a_difference_keeps_the_values_that_it_leaves_out() -> None:
    """The order of the variables is that of the first state."""
    trace = read_trace(
        [_state(1, "/\\ x = 1\n/\\ y = 2"), _state(2, "y = 3"), _state(3, "/\\ z = 4\n/\\ x = 5")]
    )
    assert [step.python() for step in trace] == [
        {"x": 1, "y": 2},
        {"x": 1, "y": 3},
        {"x": 5, "y": 3, "z": 4},
    ]


def test_both_codes_of_a_state_count_and_no_other() -> None:
    """Depth-first search of old versions uses another code."""
    first = Message(Code.TLC_STATE_PRINT1, Severity.STATE, "1: <Initial predicate>\nx = 1\n")
    other = Message(Code.GENERAL, Severity.ERROR, "7: <Go>\nx = 9\n")
    assert len(read_trace([first, other, _state(2, "x = 2")])) == 2


@pytest.mark.parametrize(
    ("code", "text", "ending"),
    [
        (Code.TLC_STATE_PRINT3, "3: Stuttering", Stutters()),
        (Code.TLC_BACK_TO_STATE, "1: Back to state", LoopsBack(1)),
        (
            Code.TLC_BACK_TO_STATE,
            f"2: Back to state: <Go {_LOC}>",
            LoopsBack(2, Action("Go", Place("M", 7, 12, 8, 53))),
        ),
    ],
)
def test_an_ending_fits_the_number_of_states(code: int, text: str, ending: object) -> None:
    """A loop goes back to one of them, and stuttering is the state after the last."""
    states = [_state(1, "x = 1"), _state(2, "x = 2")]
    assert read_trace([*states, _end(code, text)]).ending == ending


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (Code.TLC_STATE_PRINT3, "3: Stuttering"),
        (Code.TLC_BACK_TO_STATE, "2: Back to state"),
        (Code.TLC_STATE_PRINT3, "1: Back to state"),
        (Code.TLC_BACK_TO_STATE, "2: Stuttering"),
    ],
)
def test_an_ending_that_does_not_fit_is_refused_with_the_number_of_states(
    code: int, text: str
) -> None:
    """A state before it is lost, or the code is that of the other ending."""
    assert read_trace([_state(1, "x = 1")]).ending == Stops()
    with pytest.raises(TraceSyntaxError, match="does not fit a trace of 1 states"):
        read_trace([_state(1, "x = 1"), _end(code, text)])


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (1, 1), (2, 1), (0, 1)])
def test_numbers_that_do_not_count_from_one_are_named(numbers: tuple[int, ...]) -> None:
    """A trace that lost a state would be another counterexample."""
    with pytest.raises(TraceSyntaxError, match="the states are numbered") as caught:
        read_trace(_state(number, "x = 1") for number in numbers)
    assert str(list(numbers)) in str(caught.value)


@given(st.lists(st.tuples(st.sampled_from([2216, 2217, 2218, 2122, 2110]), st.text()), max_size=4))
@steady
def test_messages_of_any_text_are_a_trace_or_are_refused(messages: list[tuple[int, str]]) -> None:
    """No other exception gets out."""
    try:
        trace = read_trace(_end(code, text) for code, text in messages)
    except TraceSyntaxError:
        return
    assert [step.number for step in trace] == list(range(1, len(trace) + 1))
