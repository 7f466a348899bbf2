"""The tables of foreign numbers are total and agree with each other."""

from __future__ import annotations

import pytest

from moltverify.tlc.codes import (
    AFTERWORDS,
    CRASH_STATUSES,
    EXIT_MEANINGS,
    HEADERS,
    INITIAL_STATES,
    STATES,
    Code,
    ExitStatus,
    describe_exit,
)
from moltverify.tlc.failures import reason_of_code
from moltverify.tlc.messages import Message, Severity, read_messages
from moltverify.tlc.outcome import FailureReason, ViolationKind
from moltverify.tlc.violations import ASSERT_CARRIERS, RULES
from tests.tlc.recorded import recorded_runs


def _recorded_codes() -> set[tuple[int, Severity]]:
    parts = (part for run in recorded_runs().values() for part in read_messages(run.out))
    return {(part.code, part.severity) for part in parts if isinstance(part, Message)}


def test_every_exit_status_has_a_meaning() -> None:
    """Every status has a phrase."""
    assert set(EXIT_MEANINGS) == set(ExitStatus)


@pytest.mark.parametrize("status", [-9, -15, -2, 130, 137, 143, *CRASH_STATUSES, *ExitStatus])
def test_every_status_of_tlc_is_described(status: int) -> None:
    """The statuses are those of signals and those of TLC."""
    assert "no such" not in describe_exit(status)


def test_every_other_status_is_described_as_unknown() -> None:
    """The function is total."""
    known = {int(status) for status in ExitStatus} | {130, 137, 143, *CRASH_STATUSES}
    for status in set(range(256)) - known:
        assert describe_exit(status) == "TLC has no such exit status"


def test_every_recorded_exit_code_is_known() -> None:
    """The table has every status in the recorded runs."""
    for run in recorded_runs().values():
        assert "no such" not in describe_exit(run.rc), (run.case, run.jar)


def test_every_code_that_the_tables_use_is_named() -> None:
    """They contain members of the enum only, and no plain number."""
    for table in (RULES, ASSERT_CARRIERS, HEADERS, STATES, INITIAL_STATES, AFTERWORDS):
        assert all(isinstance(code, Code) for code in table)


def test_no_header_and_no_state_is_a_violation() -> None:
    """A code has one meaning."""
    assert not set(RULES) & (HEADERS | STATES | INITIAL_STATES | AFTERWORDS)


def test_every_kind_of_violation_has_a_code() -> None:
    """The reader can produce every member of the enum."""
    assert {rule.kind for rule in RULES.values()} == set(ViolationKind)


def test_every_violation_has_a_known_exit_status_other_than_success() -> None:
    """A violation can never agree with exit code 0."""
    for rule in (*RULES.values(), *ASSERT_CARRIERS.values()):
        assert rule.exits
        assert rule.exits <= set(ExitStatus) - {ExitStatus.SUCCESS}


def test_every_code_has_a_reason_for_failure() -> None:
    """The function is total, also for codes that no version has."""
    for code in (*range(-1, 8000), 20000):
        assert isinstance(reason_of_code(code), FailureReason)


def test_every_recorded_error_and_state_is_a_code_we_name() -> None:
    """Every error code in the recorded runs is in the table or in one of its ranges."""
    named = set(Code)
    for code, severity in _recorded_codes():
        if severity in (Severity.ERROR, Severity.BUG, Severity.STATE):
            assert code in named or 2222 <= code <= 2248, code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (1001, FailureReason.OUT_OF_MEMORY),
        (1005, FailureReason.STACK_OVERFLOW),
        (1102, FailureReason.COMMAND_LINE),
        (2102, FailureReason.EVALUATION),
        (2118, FailureReason.NO_INITIAL_STATES),
        (2128, FailureReason.TLC),
        (2161, FailureReason.TLC),
        (2162, FailureReason.TLC),
        (2214, FailureReason.SEMANTICS),
        (2222, FailureReason.CONFIGURATION),
        (2244, FailureReason.SEMANTICS),
        (3114, FailureReason.COMMAND_LINE),
        (5006, FailureReason.CONFIGURATION),
    ],
)
def test_a_code_fails_for_its_reason(code: int, reason: FailureReason) -> None:
    """One example of each part of the table."""
    assert reason_of_code(code) is reason
