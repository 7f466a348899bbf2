"""Traces: headers, states and endings."""

from __future__ import annotations

import pytest

from moltverify.tla.value_diff import Change, How, VariableName
from moltverify.tla.values import Interval, ModelValue, SetValue, Unreadable, Value
from moltverify.tlc.messages import Message, Severity
from moltverify.tlc.outcome import Violated
from moltverify.tlc.trace import Action, LoopsBack, Place, Step, Stops, Stutters, Trace
from moltverify.tlc.trace_reader import (
    TraceSyntaxError,
    read_action,
    read_place,
    read_state,
    read_step,
    read_trace,
)
from tests.tlc.recorded import JARS, reading

_LOC = "line 7, col 12 to line 8, col 53 of module M"
_PLACE = Place("M", 7, 12, 8, 53)


def _trace(case: str, jar: str = "old") -> Trace:
    outcome = reading(case, jar).outcome
    assert isinstance(outcome, Violated)
    return outcome.trace


def _state(code: int, text: str) -> Message:
    return Message(code, Severity.STATE, text)


@pytest.mark.parametrize(
    ("header", "action"),
    [
        ("<Initial predicate>", None),
        ("", None),
        (f"<Take {_LOC}>", Action("Take", _PLACE)),
        (f"<Action {_LOC}>", Action("Action", _PLACE)),
        (f"<I!Step {_LOC}>", Action("I!Step", _PLACE)),
        (f"<Take(p1) {_LOC}>", Action("Take", _PLACE, "p1")),
        (f'<Drop(p1,"a, b)") {_LOC}>', Action("Drop", _PLACE, 'p1,"a, b)"')),
        (f'<Drop("> line 1, col 2 (") {_LOC}>', Action("Drop", _PLACE, '"> line 1, col 2 ("')),
        ("<Odd>", Action("Odd")),
    ],
)
def test_a_header_is_read_from_the_right(header: str, action: Action | None) -> None:
    """Arguments may hold anything, the place at the end may not."""
    assert read_action(header) == action


def test_actions_have_arguments_in_newer_versions_only() -> None:
    """The name is the same in all of them."""
    old = [step.action for step in _trace("action_params", "old").steps]
    new = [step.action for step in _trace("action_params", "nightly").steps]
    assert [action and action.name for action in old] == [None, "Take", "Drop2", "Take"]
    assert [action and action.name for action in new] == [None, "Take", "Drop2", "Take"]
    assert [action and action.arguments for action in new] == [None, "p1", 'p1,"a, b)"', "p1"]


def test_an_action_of_an_instance_stands_where_the_instance_does() -> None:
    """The place is that of the INSTANCE statement."""
    actions = [step.action for step in _trace("subdir_instance").steps]
    assert Action("I!Step", Place("M", 4, 1, 4, 31)) in actions


def test_a_state_of_one_variable_has_no_conjunction() -> None:
    """TLC omits the `/\\`."""
    assert read_state("x = {1,\n  2}\n") == (("x", SetValue((1, 2))),)


def test_a_state_under_a_view_is_a_bare_value() -> None:
    """Its variable has no name."""
    assert [step.state for step in _trace("view_flag").steps] == [
        (("", 0),),
        (("", 1),),
        (("", 2),),
    ]


def test_a_state_keeps_the_order_of_its_variables() -> None:
    """It is not the order of declaration, and the same in each state."""
    assert read_state('/\\ y = "/\\\\ z = 1"\n/\\ x = 1..2\n\n') == (
        ("y", "/\\ z = 1"),
        ("x", Interval(1, 2)),
    )


def test_a_variable_without_value_is_null() -> None:
    """TLC prints null for a variable that an action does not assign."""
    assert read_state("/\\ f = null\n/\\ x = 1\n") == (("f", ModelValue("null")), ("x", 1))


def test_a_value_that_cannot_be_read_leaves_the_others_readable() -> None:
    """The text is kept for the person who reads the trace."""
    assert read_state("/\\ x = {1\n/\\ y = 2\n") == (("x", Unreadable("{1")), ("y", 2))


@pytest.mark.parametrize("jar", JARS)
def test_a_trace_of_differences_is_completed(jar: str) -> None:
    """Under -difftrace a step names only what changed; a step of ours names all."""
    steps = _trace("difftrace_same", jar).steps
    names = {name for name, _ in steps[0].state}
    assert all({name for name, _ in step.state} == names for step in steps)


def test_a_fingerprint_after_a_state_is_not_part_of_it() -> None:
    """Some Java property makes TLC print it."""
    assert _trace("noDebug_prop") == _trace("inv_later")


def test_a_value_is_found_by_its_variable() -> None:
    """In TLA+ and in Python."""
    step = Step(1, None, (("x", SetValue((1,))), ("y", "a")))
    assert (step["y"], step["x"]) == ("a", SetValue((1,)))
    assert step.variables == ("x", "y")
    assert step.python() == {"x": frozenset({1}), "y": "a"}


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ((("rows", 1), ("lock", 2)), "did you mean 'rows'? it has rows, lock"),
        ((("lock", 2),), "did you mean 'lock'? it has lock"),
        ((), "it has none"),
    ],
)
def test_an_unknown_variable_is_a_key_error_that_names_the_nearest(
    state: tuple[tuple[str, Value], ...], message: str
) -> None:
    """And all that there are."""
    with pytest.raises(KeyError) as error:
        Step(3, None, state)["rws"]
    assert error.value.args == (f"no variable 'rws' in state 3: {message}",)


def three() -> Trace:
    """Return a trace of three states."""
    states = [(("x", 0), ("y", 0)), (("x", 1), ("y", 0)), (("x", 1), ("y", 2))]
    return Trace(tuple(Step(number, None, state) for number, state in enumerate(states, 1)))


def test_a_trace_is_a_sequence_of_its_steps() -> None:
    """Indices are Python's, numbers are TLC's."""
    trace = three()
    assert len(trace) == 3
    assert list(trace) == list(trace.steps)
    assert [trace[0].number, trace[2].number, trace[-1].number] == [1, 3, 3]
    assert trace[1:] == trace.steps[1:]
    assert trace[1]["x"] == 1
    with pytest.raises(IndexError):
        trace[3]


def test_the_difference_of_a_step_is_what_led_to_it() -> None:
    """The first step has none, and an index counts from the end if it is negative."""
    trace = three()
    assert trace.diff(0) == ()
    assert trace.diff(1) == (Change((VariableName("x"),), How.CHANGED, 0, 1),)
    assert trace.diff(2) == trace.diff(-1) == (Change((VariableName("y"),), How.CHANGED, 0, 2),)
    for outside in (3, -4):
        with pytest.raises(IndexError):
            trace.diff(outside)


def test_a_trace_without_steps_is_empty() -> None:
    """TLC printed none."""
    assert not Trace()
    with pytest.raises(IndexError):
        Trace().diff(0)


@pytest.mark.parametrize("jar", JARS)
def test_a_loop_goes_back_to_the_state_that_tlc_names(jar: str) -> None:
    """The number in `Back to state` is the target, and its header the closing action."""
    ending = _trace("live_lasso", jar).ending
    assert ending == LoopsBack(2, Action("Inc", Place("M", 5, 8, 7, 20)))


def test_a_loop_in_a_simulation_of_old_versions_has_no_action() -> None:
    """They print `Back to state` alone."""
    assert _trace("simulate_live", "old").ending == LoopsBack(2, None)


def test_a_stuttering_trace_ends_in_its_last_state() -> None:
    """The number in `Stuttering` is one more than the last state's."""
    trace = _trace("live_stutter")
    assert (len(trace.steps), trace.ending) == (2, Stutters())


def test_dfid_of_old_versions_prints_states_without_actions() -> None:
    """They have a code of their own."""
    assert all(step.action is None for step in _trace("dfid", "old").steps)


def test_no_states_make_a_trace_without_steps() -> None:
    """Other messages are skipped."""
    assert read_trace([Message(2110, Severity.ERROR, "x")]) == Trace((), Stops())


@pytest.mark.parametrize(
    "messages",
    [
        [(2217, "2: <Initial predicate>\nx = 1\n")],
        [(2217, "1: <Initial predicate>\nx = 1\n"), (2217, "3: \nx = 1\n")],
        [(2217, "1: <Initial predicate>\nx = 1\n"), (2217, "1: \nx = 1\n")],
        [(2217, "no number")],
        [(2217, "9999999999999999999999: \nx = 1")],
        [(2217, "1: \nx = 1"), (2218, "3: Stuttering")],
        [(2217, "1: \nx = 1"), (2218, "nonsense")],
        [(2217, "1: \nx = 1"), (2122, "2: Back to state")],
        [(2217, "1: \nx = 1"), (2122, "0: Back to state")],
        [(2217, "1: \nx = 1"), (2122, "1: Back to state"), (2218, "2: Stuttering")],
        [(2218, "1: Stuttering"), (2218, "1: Stuttering")],
    ],
)
def test_states_that_do_not_fit_together_are_no_trace(messages: list[tuple[int, str]]) -> None:
    """Numbers run from 1 and the end fits them."""
    with pytest.raises(TraceSyntaxError):
        read_trace(_state(code, text) for code, text in messages)


def test_a_step_has_its_number_action_and_state() -> None:
    """All three come from one message."""
    assert read_step(f"2: <Go {_LOC}>\nx = 1\n") == Step(2, Action("Go", _PLACE), (("x", 1),))


def test_a_place_is_found_within_a_sentence() -> None:
    """The result is None for a text without a place."""
    assert read_place(f"Assumption {_LOC} is false.") == _PLACE
    assert read_place("line 1, column 2") is None
