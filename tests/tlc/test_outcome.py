"""Outcomes in one line, and as records that keep their kind."""

from __future__ import annotations

import msgspec
import pytest

from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
    first_message_line,
    outcome_text,
    was_interrupted,
)
from tests.tlc.recorded import reading, recorded_runs


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (Holds(), "nothing was found wrong"),
        (Stopped(StopReason.TIMEOUT), "stopped: timeout"),
        (
            Violated(ViolationKind.INVARIANT, "I", message="Invariant I is violated."),
            "Invariant I is violated.",
        ),
        (Violated(ViolationKind.DEADLOCK, None), "the deadlock breaks"),
        (
            Failed(FailureReason.EVALUATION, "Attempted to apply function:\n<<20, 20>>\nto 3"),
            "evaluation: Attempted to apply function",
        ),
        (Failed(FailureReason.NO_OUTPUT, ""), "no output: "),
    ],
)
def test_an_outcome_is_one_line_with_the_first_words_of_tlc(outcome: Outcome, text: str) -> None:
    """The lines after the first are the terms of the model."""
    assert outcome_text(outcome) == text


def test_every_recorded_outcome_is_one_line_that_is_not_empty() -> None:
    """Whatever TLC printed."""
    # One jar of the four: all of them would take a second.
    for case, jar in [key for key in recorded_runs() if key[1] == "new"]:
        text = outcome_text(reading(case, jar).outcome)
        assert text.strip(), (case, jar)
        assert "\n" not in text, (case, jar)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("\n\n  ", ""),
        ("one", "one"),
        ("\none:\ntwo:\n", "one"),
        ("In evaluation: 3", "In evaluation: 3"),
        ("one::", "one"),
    ],
)
def test_the_first_line_loses_the_colon_that_announces_the_next(text: str, line: str) -> None:
    """A colon inside the line stays."""
    assert first_message_line(text) == line


@pytest.mark.parametrize("reason", StopReason)
def test_a_stop_names_its_reason(reason: StopReason) -> None:
    """Each reason has words of its own."""
    assert outcome_text(Stopped(reason)) == f"stopped: {reason.value}"


def test_an_outcome_is_read_back_as_the_kind_that_was_written() -> None:
    """The tag tells apart what has the same fields."""
    for outcome in (
        Holds(),
        Violated(ViolationKind.ASSERTION, None, candidates=("A", "B")),
        Failed(FailureReason.PARSE, "odd"),
        Stopped(StopReason.KILLED),
    ):
        written = msgspec.json.encode(outcome)
        assert msgspec.json.decode(written, type=Outcome) == outcome


@pytest.mark.parametrize(
    "text", [b"{}", b'{"type": "won"}', b'{"type": "failed", "reason": "odd"}']
)
def test_a_record_of_no_known_outcome_is_refused(text: bytes) -> None:
    """No outcome is made of what another version may mean."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(text, type=Outcome)


@pytest.mark.parametrize(
    ("outcome", "is_one"),
    [
        (Stopped(StopReason.INTERRUPTED), True),
        (Stopped(StopReason.KILLED), True),
        (Stopped(StopReason.TIMEOUT), False),
        (Holds(), False),
    ],
)
def test_only_a_run_that_was_ended_before_its_time_limit_was_interrupted(
    outcome: Outcome, is_one: bool
) -> None:
    assert was_interrupted(outcome) is is_one
