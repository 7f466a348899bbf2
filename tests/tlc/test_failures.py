"""Failures and stopped runs: the message and the place."""

from __future__ import annotations

import re

import pytest

from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Stopped,
    StopReason,
)
from moltverify.tlc.output import read_output
from moltverify.tlc.trace import Place
from tests.tlc.readings import failure_of, outcome_of, reason_of
from tests.tlc.recorded import JARS, recorded


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
    failed = failure_of(case)
    assert failed.place == place
    assert words in failed.message
    assert "unexpected exception" not in failed.message
    assert "\tat " not in failed.message


def test_a_comment_without_an_end_is_a_syntax_error_where_it_begins() -> None:
    """TLC 2.15 has a brace in the message; what follows is an abort, as of a wrong definition."""
    run = recorded("parse_error")
    for words in ("Lexical {error", "Lexical error"):
        said = f"{words}: EOF reached, possibly open comment starting around line 4\n"
        out = re.sub(r"\*\*\*Parse Error.*?(?=Fatal errors)", said, run.out, flags=re.DOTALL)
        assert said in out
        outcome = outcome_of(out, run.rc)
        assert isinstance(outcome, Failed)
        assert (outcome.reason, outcome.place) == (FailureReason.PARSE, Place("M", 4))


def test_a_failed_evaluation_has_the_states_before_it() -> None:
    """The states are not a counterexample, but they lead to the failure."""
    assert [step["x"] for step in failure_of("eval_error").trace.steps] == [1, 2]
    assert failure_of("parse_error").trace.steps == ()
    run = recorded("eval_error")
    outcome = outcome_of(run.out.replace("1: <Initial", "7: <Initial"), run.rc)
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.trace.steps) == (FailureReason.EVALUATION, ())


def test_a_value_of_a_name_other_than_false_is_no_violation() -> None:
    """The code of a constant invariant reports mistakes of other identifiers as well."""
    run = recorded("inv_const_false")
    for words in ("invariant of ConstFalse is equal to 3", "spec of S is equal to FALSE"):
        out = run.out.replace("invariant of ConstFalse is equal to FALSE", words)
        assert reason_of(outcome_of(out, run.rc)) is FailureReason.CONFIGURATION


def test_a_violation_by_an_initial_state_needs_that_state() -> None:
    """The state is part of the message, so only damage removes it."""
    run = recorded("inv_init")
    out = run.out.replace('/\\ x = 0\n/\\ y = "idle"\n', "")
    assert reason_of(outcome_of(out, run.rc)) is FailureReason.TRUNCATED


def test_a_parse_error_without_its_last_words_is_in_the_file_read_last() -> None:
    """SANY names the module of a mistake only at the end."""
    run = recorded("parse_error")
    outcome = outcome_of(run.out.replace("Could not parse module M from file M.tla", ""), run.rc)
    assert isinstance(outcome, Failed)
    assert outcome.place == Place("M", 5, 18)


@pytest.mark.parametrize("exit_code", [-11, -6, 134, 139])
def test_a_java_that_crashes_is_no_evidence(exit_code: int) -> None:
    """The output has no end, and no signal caused that."""
    out = recorded("timeout_term").out
    assert reason_of(outcome_of(out, exit_code)) is FailureReason.TLC


def test_all_semantic_errors_are_told_once() -> None:
    """Newer versions print some of them twice."""
    assert failure_of("sem_two_errors").message.count("\n") == 1
    assert failure_of("missing_module", "nightly").message.count("NoSuchModule") == 1


@pytest.mark.parametrize("jar", JARS)
def test_an_exception_in_an_initial_state_is_no_success_though_tlc_exits_with_0(jar: str) -> None:
    """The liveness predicate could not be evaluated, and the exit code hides it."""
    assert recorded("live_eval_error", jar).rc == 0
    assert failure_of("live_eval_error", jar).reason is FailureReason.EVALUATION


def test_an_empty_output_has_the_words_of_standard_error() -> None:
    """A run whose working directory is in use reports that on standard error only."""
    trace = (
        "Exception in thread main java.lang.RuntimeException: @!@!@STARTMSG 2162:0 @!@!@\n"
        "TLC writes its files to a directory that exists: meta.\n@!@!@ENDMSG 2162 @!@!@\n"
        "\tat tlc2.TLC.main(TLC.java:1)\n"
    )
    outcome = outcome_of("", 1, trace)
    assert reason_of(outcome) is FailureReason.NO_OUTPUT
    assert isinstance(outcome, Failed)
    assert "a directory that exists: meta." in outcome.message
    assert "@!@!@" not in outcome.message


def test_a_java_that_cannot_start_is_no_output() -> None:
    """The message contains Java's error."""
    outcome = outcome_of("", 1, "Error: Could not find or load main class tlc2.TLC\n")
    assert isinstance(outcome, Failed)
    assert "Could not find or load main class" in outcome.message


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
    assert outcome_of(recorded("timeout_term").out, exit_code) == Stopped(reason)
