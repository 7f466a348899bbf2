"""Success: the evidence that it needs, and the evidence against it."""

from __future__ import annotations

import pytest

from moltverify.tlc.outcome import (
    FailureReason,
    Holds,
)
from tests.tlc.readings import failure_of, frame, outcome_of, reason_of
from tests.tlc.recorded import JARS, recorded


@pytest.mark.parametrize("jar", JARS)
@pytest.mark.parametrize("code", [2187, 2190, 2193, 2199, 2200, 2186])
def test_a_success_without_one_of_its_messages_is_none(jar: str, code: int) -> None:
    """Mode, initial states, success, both counts and closing banner are all required."""
    run = recorded("pass", jar)
    assert outcome_of(run.out, 0) == Holds()
    without, count = frame(code).subn("", run.out)
    assert count == 1
    assert outcome_of(without, 0) != Holds()


@pytest.mark.parametrize("exit_code", [1, 3, 10, 11, 12, 13, 14, 75, 150, 255, -9, 130, 77])
def test_a_success_with_another_exit_code_is_a_contradiction(exit_code: int) -> None:
    """An exit code of 0 is not sufficient for a success, but it is necessary."""
    assert reason_of(outcome_of(recorded("pass").out, exit_code)) is FailureReason.CONTRADICTION


def test_states_left_on_the_queue_make_a_success_incomplete() -> None:
    """TLCSet("exit", TRUE) ends a search early, and TLC calls it a success."""
    assert failure_of("hidden_quit").message == "1 states were left unexplored."


def test_counts_that_differ_make_a_success_a_contradiction() -> None:
    """TLC prints its counts twice."""
    out = recorded("hidden_quit").out.replace("found, 1 states left", "found, 0 states left")
    assert reason_of(outcome_of(out, 0)) is FailureReason.CONTRADICTION


def test_a_success_over_no_states_is_none() -> None:
    """A model without initial states satisfies everything."""
    assert failure_of("no_init_states").reason is FailureReason.NO_INITIAL_STATES


@pytest.mark.parametrize("code", [2107, 2110, 2112, 2114, 2116])
@pytest.mark.parametrize("severity", range(5))
def test_a_violation_beside_a_success_forbids_it(code: int, severity: int) -> None:
    """A violation's code counts also with a wrong class digit (-continue prints both)."""
    extra = f"@!@!@STARTMSG {code}:{severity} @!@!@\nx\n@!@!@ENDMSG {code} @!@!@\n"
    out = recorded("pass").out.replace("@!@!@STARTMSG 2193:0", extra + "@!@!@STARTMSG 2193:0")
    assert reason_of(outcome_of(out, 0)) is FailureReason.CONTRADICTION


@pytest.mark.parametrize("code", [1000, 2102, 2128, 9999])
@pytest.mark.parametrize("severity", [1, 2, 9])
def test_any_error_beside_a_success_forbids_it(code: int, severity: int) -> None:
    """Classes 1 and 2 are errors with any code; unknown classes count as bugs."""
    extra = f"@!@!@STARTMSG {code}:{severity} @!@!@\nx\n@!@!@ENDMSG {code} @!@!@\n"
    out = recorded("pass").out.replace("@!@!@STARTMSG 2193:0", extra + "@!@!@STARTMSG 2193:0")
    assert reason_of(outcome_of(out, 0)) is FailureReason.CONTRADICTION


def test_two_runs_in_one_output_are_no_success() -> None:
    """The closing banner must come once."""
    assert outcome_of(recorded("pass").out * 2, 0) != Holds()
