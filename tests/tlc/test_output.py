"""Outcomes: the evidence that each needs, and what happens when it is missing or contradicts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.output import read_output
from moltverify.tlc.trace import Place

from .recorded import JARS, reading, recorded, recorded_runs
from .strategies import message_like, steady


def _outcome(stdout: str, exit_code: int, stderr: str = "") -> Outcome:
    return read_output(stdout, exit_code, stderr).outcome


def _failed(case: str, jar: str = "old") -> Failed:
    outcome = reading(case, jar).outcome
    assert isinstance(outcome, Failed), outcome
    return outcome


def _violated(case: str, jar: str = "old") -> Violated:
    outcome = reading(case, jar).outcome
    assert isinstance(outcome, Violated), outcome
    return outcome


def _reason(outcome: Outcome) -> FailureReason:
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


def _frame(code: int) -> re.Pattern[str]:
    return re.compile(
        rf"^@!@!@STARTMSG {code}:.*?^@!@!@ENDMSG {code} @!@!@\n", re.DOTALL | re.MULTILINE
    )


# --- success -------------------------------------------------------------------------------------


@pytest.mark.parametrize("jar", JARS)
@pytest.mark.parametrize("code", [2187, 2190, 2193, 2199, 2200, 2186])
def test_a_success_without_one_of_its_messages_is_none(jar: str, code: int) -> None:
    """Mode, initial states, success, both counts and closing banner must all be there."""
    run = recorded("pass", jar)
    assert _outcome(run.out, 0) == Holds()
    without, count = _frame(code).subn("", run.out)
    assert count == 1
    assert _outcome(without, 0) != Holds()


@pytest.mark.parametrize("exit_code", [1, 3, 10, 11, 12, 13, 14, 75, 150, 255, -9, 130, 77])
def test_a_success_with_another_exit_code_is_a_contradiction(exit_code: int) -> None:
    """The exit code cannot make a success, but it can unmake one."""
    assert _reason(_outcome(recorded("pass").out, exit_code)) is FailureReason.CONTRADICTION


def test_states_left_on_the_queue_make_a_success_incomplete() -> None:
    """TLCSet("exit", TRUE) ends a search early, and TLC calls it a success."""
    assert _failed("hidden_quit").message == "1 states were left unexplored."


def test_counts_that_differ_make_a_success_a_contradiction() -> None:
    """TLC prints its counts twice."""
    out = recorded("hidden_quit").out.replace("found, 1 states left", "found, 0 states left")
    assert _reason(_outcome(out, 0)) is FailureReason.CONTRADICTION


def test_a_success_over_no_states_is_none() -> None:
    """A model without initial states satisfies everything."""
    assert _failed("no_init_states").reason is FailureReason.NO_INITIAL_STATES


@pytest.mark.parametrize("code", [2107, 2110, 2112, 2114, 2116])
@pytest.mark.parametrize("severity", range(5))
def test_a_violation_beside_a_success_forbids_it(code: int, severity: int) -> None:
    """Even with a wrong class digit a violation's code counts (-continue says both)."""
    extra = f"@!@!@STARTMSG {code}:{severity} @!@!@\nx\n@!@!@ENDMSG {code} @!@!@\n"
    out = recorded("pass").out.replace("@!@!@STARTMSG 2193:0", extra + "@!@!@STARTMSG 2193:0")
    assert _reason(_outcome(out, 0)) is FailureReason.CONTRADICTION


@pytest.mark.parametrize("code", [1000, 2102, 2128, 9999])
@pytest.mark.parametrize("severity", [1, 2, 9])
def test_any_error_beside_a_success_forbids_it(code: int, severity: int) -> None:
    """Classes 1 and 2 are errors whatever their code; unknown classes are taken for bugs."""
    extra = f"@!@!@STARTMSG {code}:{severity} @!@!@\nx\n@!@!@ENDMSG {code} @!@!@\n"
    out = recorded("pass").out.replace("@!@!@STARTMSG 2193:0", extra + "@!@!@STARTMSG 2193:0")
    assert _reason(_outcome(out, 0)) is FailureReason.CONTRADICTION


def test_two_runs_in_one_output_are_no_success() -> None:
    """The closing banner must come once."""
    assert _outcome(recorded("pass").out * 2, 0) != Holds()


# --- violation -----------------------------------------------------------------------------------

_VIOLATIONS = {"inv_later": 12, "inv_init": 12, "deadlock": 11, "action_prop": 13, "live_lasso": 13}
_VIOLATIONS |= {"assume_false": 10, "inv_const_false": 151, "prop_init": 13}


@pytest.mark.parametrize("case", _VIOLATIONS)
@pytest.mark.parametrize("exit_code", [0, 1, 10, 11, 12, 13, 14, 75, 76, 150, 151, 255])
def test_a_violation_needs_its_own_exit_code(case: str, exit_code: int) -> None:
    """With any other one the run is a contradiction, never a violation and never a success."""
    run = recorded(case)
    outcome = _outcome(run.out, exit_code)
    if exit_code == _VIOLATIONS[case]:
        assert isinstance(outcome, Violated)
    else:
        assert _reason(outcome) is FailureReason.CONTRADICTION


@pytest.mark.parametrize("case", [*_VIOLATIONS, "live_stutter", "dfid", "pluscal"])
def test_a_violation_cut_off_anywhere_is_none(case: str) -> None:
    """Without the closing banner the trace may go on."""
    run = recorded(case)
    lines = run.out.split("\n")
    end = lines.index("@!@!@ENDMSG 2186 @!@!@")
    for count in range(end):
        outcome = _outcome("\n".join(lines[:count]), run.rc)
        assert not isinstance(outcome, Holds | Violated), count


@pytest.mark.parametrize("case", ["inv_later", "action_prop", "live_lasso", "live_stutter"])
def test_a_violation_that_lacks_a_state_in_the_middle_is_none(case: str) -> None:
    """The states are numbered, and the loop or the stuttering fits their number."""
    run = recorded(case)
    states = _frame(2217).findall(run.out)
    for state in states[:-1]:
        assert _reason(_outcome(run.out.replace(state, ""), run.rc)) is FailureReason.TRUNCATED


@pytest.mark.parametrize("code", [2217, 2122])
def test_a_liveness_violation_needs_states_and_an_ending(code: int) -> None:
    """A behaviour that neither loops nor stutters shows nothing about liveness."""
    run = recorded("live_lasso")
    assert _reason(_outcome(_frame(code).sub("", run.out), 13)) is FailureReason.TRUNCATED


def test_a_second_error_makes_a_violation_a_contradiction() -> None:
    """Under -continue TLC reports several, and its exit code is that of one."""
    assert _failed("continue_deadlock").reason is FailureReason.CONTRADICTION


def test_the_false_alarm_of_nightly_is_no_violation() -> None:
    """TLC 2.20 reports a liveness violation with the exit code of an invariant (issue 1037)."""
    assert _failed("issue1037", "nightly").reason is FailureReason.CONTRADICTION


@pytest.mark.parametrize("jar", JARS)
def test_a_violation_by_an_initial_state_has_that_state_as_its_trace(jar: str) -> None:
    """The state stands inside the message."""
    trace = _violated("inv_init", jar).trace
    assert [(step.number, step.action, step.state) for step in trace.steps] == [
        (1, None, (("x", 0), ("y", "idle")))
    ]


def test_a_named_temporal_property_is_named_by_head_only() -> None:
    """Older versions say that some property was violated; several names are candidates."""
    assert _violated("live_lasso", "old").property is None
    assert _violated("live_lasso", "head").property == "Eventually5"
    several = _violated("live_two_props", "head")
    assert several.property is None
    assert several.candidates == ("Eventually5", "Ev6")


def test_three_named_properties_are_three_candidates() -> None:
    """Names are split at commas and at the last `and`."""
    run = recorded("live_two_props", "head")
    for names in ("A, B and C", "A, B, and C"):
        outcome = _outcome(run.out.replace("Eventually5 and Ev6", names), run.rc)
        assert isinstance(outcome, Violated)
        assert outcome.candidates == ("A", "B", "C")


def test_a_violation_that_has_a_place_for_a_name_has_a_place() -> None:
    """Refinements and assumptions are reported by where they stand."""
    refinement = _violated("refine_viol")
    assert refinement.property is None
    assert refinement.place == Place("Abs", 6, 17, 6, 26)
    assert _violated("assume_false").place == Place("M", 5, 17, 5, 21)


def test_an_assertion_is_one_whichever_exit_code_the_version_has() -> None:
    """2.15 reports it as an exception with exit code 75 and without trace."""
    assert recorded("assert_fail", "old").rc == 75
    assert recorded("assert_fail", "new").rc == 14
    for jar in JARS:
        violated = _violated("assert_fail", jar)
        assert violated.kind is ViolationKind.ASSERTION
        assert violated.message.endswith('<<"x too big", 2>>')
        assert violated.place == Place("M", 5, 9, 7, 44)


def test_a_false_postcondition_is_not_an_assumption() -> None:
    """2.20 uses the message for assumptions, but says it after the search."""
    assert _violated("postcondition", "nightly").kind is ViolationKind.POSTCONDITION
    assert _violated("postcondition", "head").property == "Post"


def test_a_box_property_is_reported_as_the_invariant_it_is() -> None:
    """`PROPERTY P` with `P == []Q` comes as a violated invariant named P."""
    violated = _violated("live_box_state")
    assert (violated.kind, violated.property) == (ViolationKind.INVARIANT, "Eventually5")


def test_what_is_printed_between_states_is_no_state() -> None:
    """Print's lines are repeated while TLC rebuilds the trace."""
    assert len(_violated("print_mix").trace.steps) == 3
    assert reading("print_mix").printed[:2] == (
        '"init"',
        '<<"step", 0, [a |-> "b\\nc", d |-> {1, 2}]>>',
    )


# --- failures ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "place", "words"),
    [
        ("parse_error", Place("M", 5, 18), 'Encountered ")" at line 5, column 18'),
        ("sem_error", Place("M", 5, 23, 5, 25), "Unknown operator: `Foo'."),
        ("sem_two_errors", Place("M", 5, 23, 5, 25), "Unknown operator: `Bar'."),
        ("missing_module", None, "Cannot find source file for module NoSuchModule"),
        ("module_name_mismatch", None, "File name 'M' does not match the name 'Other'"),
        ("unicode_ops", Place("M", 4, 6), "Lexical error at line 4, column 6."),
        ("cfg_unknown_kw", Place(None, 2), "It was expecting a keyword"),
        ("missing_cfg", None, "configuration file M.cfg:\nFile not found."),
        ("eval_error", Place("M", 5, 9, 6, 42), "Attempted to apply function:\n<<20, 20>>"),
        ("assume_error", Place("M", 4, 8, 4, 14), "Evaluating assumption"),
        ("val_subsetint", None, "Overflow when computing the number of elements"),
        ("sym_small", None, "java.lang.IllegalArgumentException"),
    ],
)
def test_a_failure_says_what_and_where(case: str, place: Place | None, words: str) -> None:
    """The message is TLC's without its preamble, and the place is the one it gives."""
    failed = _failed(case)
    assert failed.place == place
    assert words in failed.message
    assert "unexpected exception" not in failed.message
    assert "\tat " not in failed.message


def test_a_failed_evaluation_has_the_states_before_it() -> None:
    """They are no counterexample, but they show how to get there."""
    assert [step.value("x") for step in _failed("eval_error").trace.steps] == [1, 2]
    assert _failed("parse_error").trace.steps == ()
    run = recorded("eval_error")
    outcome = _outcome(run.out.replace("1: <Initial", "7: <Initial"), run.rc)
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.trace.steps) == (FailureReason.EVALUATION, ())


def test_a_value_of_a_name_other_than_false_is_no_violation() -> None:
    """The code of a constant invariant says other things of other identifiers."""
    run = recorded("inv_const_false")
    for words in ("invariant of ConstFalse is equal to 3", "spec of S is equal to FALSE"):
        out = run.out.replace("invariant of ConstFalse is equal to FALSE", words)
        assert _reason(_outcome(out, run.rc)) is FailureReason.CONFIGURATION


def test_a_violation_by_an_initial_state_needs_that_state() -> None:
    """It stands in the message, so only damage removes it."""
    run = recorded("inv_init")
    out = run.out.replace('/\\ x = 0\n/\\ y = "idle"\n', "")
    assert _reason(_outcome(out, run.rc)) is FailureReason.TRUNCATED


def test_a_parse_error_without_its_last_words_is_in_the_file_read_last() -> None:
    """SANY names the module of a mistake only at the end."""
    run = recorded("parse_error")
    outcome = _outcome(run.out.replace("Could not parse module M from file M.tla", ""), run.rc)
    assert isinstance(outcome, Failed)
    assert outcome.place == Place("M", 5, 18)


@pytest.mark.parametrize("exit_code", [-11, -6, 134, 139])
def test_a_java_that_crashes_is_no_evidence(exit_code: int) -> None:
    """It neither stopped nor was it stopped."""
    out = recorded("timeout_term").out
    assert _reason(_outcome(out, exit_code)) is FailureReason.TLC


def test_all_semantic_errors_are_told_once() -> None:
    """Newer versions print some of them twice."""
    assert _failed("sem_two_errors").message.count("\n") == 1
    assert _failed("missing_module", "nightly").message.count("NoSuchModule") == 1


@pytest.mark.parametrize("jar", JARS)
def test_an_exception_in_an_initial_state_is_no_success_though_tlc_exits_with_0(jar: str) -> None:
    """The liveness predicate could not be evaluated, and the exit code hides it."""
    assert recorded("live_eval_error", jar).rc == 0
    assert _failed("live_eval_error", jar).reason is FailureReason.EVALUATION


def test_an_empty_output_has_the_words_of_standard_error() -> None:
    """A run that finds its working directory taken says so there only."""
    trace = (
        "Exception in thread main java.lang.RuntimeException: @!@!@STARTMSG 2162:0 @!@!@\n"
        "TLC writes its files to a directory that exists: meta.\n@!@!@ENDMSG 2162 @!@!@\n"
        "\tat tlc2.TLC.main(TLC.java:1)\n"
    )
    outcome = _outcome("", 1, trace)
    assert _reason(outcome) is FailureReason.NO_OUTPUT
    assert isinstance(outcome, Failed)
    assert "a directory that exists: meta." in outcome.message
    assert "@!@!@" not in outcome.message


def test_a_java_that_cannot_start_is_no_output() -> None:
    """Its complaint is kept."""
    outcome = _outcome("", 1, "Error: Could not find or load main class tlc2.TLC\n")
    assert isinstance(outcome, Failed)
    assert "Could not find or load main class" in outcome.message


# --- stopped -------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", StopReason)
def test_a_run_that_the_caller_stopped_is_stopped_whatever_it_said(reason: StopReason) -> None:
    """A violation already printed may lack its trace."""
    for case in ("pass", "inv_later", "percent_only3"):
        run = recorded(case)
        assert read_output(run.out, -9, stopped=reason).outcome == Stopped(reason)


@pytest.mark.parametrize(
    ("exit_code", "reason"),
    [
        (130, StopReason.INTERRUPTED),
        (-2, StopReason.INTERRUPTED),
        (143, StopReason.KILLED),
        (-15, StopReason.KILLED),
        (137, StopReason.KILLED),
        (-9, StopReason.KILLED),
    ],
)
def test_a_run_that_a_signal_ended_is_stopped(exit_code: int, reason: StopReason) -> None:
    """The shell's form of a signal and Python's mean the same."""
    assert _outcome(recorded("timeout_term").out, exit_code) == Stopped(reason)


# --- the rest of a reading -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "statistics"),
    [
        ("many_inits", Statistics(180000, 90000, 0, 1, 90000)),
        ("locale_de", Statistics(180000, 90000, 0, 1, 90000)),
        ("inv_later", Statistics(3, 3, 0, 3, 1)),
        ("dfid", Statistics(4, 3, None, None, 1)),
        ("simulate_viol", Statistics(21, None, None, None, None)),
        ("assume_false", Statistics()),
    ],
)
def test_the_counts_are_those_of_the_last_messages(case: str, statistics: Statistics) -> None:
    """Numbers are read whatever the locale, and -1 is unknown."""
    assert reading(case).statistics == statistics


def test_the_version_is_the_line_that_tlc_prints() -> None:
    """Neither a number nor a revision is required of it."""
    assert str(reading("pass", "new").version).startswith("TLC2 Version 2.19 ")
    assert str(reading("pass", "head").version).startswith("TLC2 Version 2026.")


def test_warnings_are_kept() -> None:
    """Symmetry with liveness is unsound, which TLC only warns of."""
    (warning,) = reading("sym_live").warnings
    assert "symmetry" in warning.lower()
    assert reading("pass").warnings == ()


# --- damage --------------------------------------------------------------------------------------

_NO_SUCCESS = sorted(key for key in recorded_runs() if reading(*key).outcome != Holds())
# Only with exit code 0 could damage turn a run into a success.
_LIARS = [key for key in _NO_SUCCESS if recorded(*key).rc == 0]
_SUCCESSES = sorted(key for key in recorded_runs() if reading(*key).outcome == Holds())


def _damaged(data: st.DataObject, text: str) -> str:
    lines = text.split("\n")
    at = st.integers(0, len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        place = min(data.draw(at), len(lines) - 1)
        match data.draw(st.sampled_from(["remove", "double", "swap", "characters"])):
            case "remove" if len(lines) > 1:
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                lines[place - 1], lines[place] = lines[place], lines[place - 1]
            case _:
                column = data.draw(st.integers(0, len(lines[place])))
                noise = data.draw(st.text(max_size=3))
                lines[place] = lines[place][:column] + noise + lines[place][column + 1 :]
    whole = "\n".join(lines)
    cut = data.draw(st.integers(0, 2))
    return whole[: data.draw(st.integers(0, len(whole)))] if cut == 0 else whole


@pytest.mark.parametrize("keys", [_NO_SUCCESS, _LIARS], ids=["all", "those that exit with 0"])
def test_damage_never_makes_a_success(keys: list[tuple[str, str]]) -> None:
    """However output is cut, doubled or garbled, what was no success becomes none."""

    @given(st.data())
    @steady
    def check(data: st.DataObject) -> None:
        run = recorded(*data.draw(st.sampled_from(keys)))
        assert _outcome(_damaged(data, run.out), run.rc) != Holds()

    check()


@given(st.data())
@steady
def test_a_success_cut_off_is_none(data: st.DataObject) -> None:
    """Only the whole output, to the end of the closing banner, is a success."""
    run = recorded(*data.draw(st.sampled_from(_SUCCESSES)))
    end = run.out.index("@!@!@ENDMSG 2186 @!@!@") + len("@!@!@ENDMSG 2186 @!@!@")
    assert _outcome(run.out[: data.draw(st.integers(0, end - 1))], run.rc) != Holds()
    assert _outcome(run.out[:end], run.rc) == Holds()


@given(st.one_of(st.text(), message_like), st.integers(-20, 260), st.text())
@steady
def test_any_output_is_read(stdout: str, exit_code: int, stderr: str) -> None:
    """Reading never raises, and noise is no success."""
    assert _outcome(stdout, exit_code, stderr) != Holds()


def test_numbers_of_any_length_are_read() -> None:
    """Python refuses to convert thousands of digits; such output is damaged, not fatal."""
    for case in ("pass", "inv_later", "live_lasso", "parse_error", "cfg_unknown_kw", "eval_error"):
        run = recorded(case)
        read_output(re.sub(r"(?<![:G] )\b[1-9]\b(?!:)", "9" * 5000, run.out), run.rc)
