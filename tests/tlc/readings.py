"""Functions that take a reading's parts for tests."""

from __future__ import annotations

import re

from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Outcome,
    Violated,
)
from moltverify.tlc.output import read_output
from tests.tlc.recorded import reading


def outcome_of(stdout: str, exit_code: int, stderr: str = "") -> Outcome:
    return read_output(stdout, exit_code, stderr).outcome


def failure_of(case: str, jar: str = "old") -> Failed:
    outcome = reading(case, jar).outcome
    assert isinstance(outcome, Failed), outcome
    return outcome


def violation_of(case: str, jar: str = "old") -> Violated:
    outcome = reading(case, jar).outcome
    assert isinstance(outcome, Violated), outcome
    return outcome


def reason_of(outcome: Outcome) -> FailureReason:
    assert isinstance(outcome, Failed), outcome
    return outcome.reason


def frame(code: int) -> re.Pattern[str]:
    return re.compile(
        rf"^@!@!@STARTMSG {code}:.*?^@!@!@ENDMSG {code} @!@!@\n", re.DOTALL | re.MULTILINE
    )
