"""The outcome of a search of random traces: from its own messages, never from silence."""

import pytest

from moltverify.tlc.outcome import Failed, Searched, Stopped, StopReason
from moltverify.tlc.output import read_output


def message(code: int, text: str, severity: int = 0) -> str:
    head = f"@!@!@STARTMSG {code}:{severity} @!@!@\n"
    return f"{head}{text}\n@!@!@ENDMSG {code} @!@!@\n"


MODE = message(2188, "Running Random Simulation with seed 0 with 1 worker on 2 cores.")
INITIAL = message(2269, "Computed 1 initial states...")
COUNTS = message(
    2209,
    "Progress(-1) at 2026-11-28 23:58:43: 10001 states generated, -1 distinct states found, -1 "
    "states left on queue.",
)
END = message(2186, "Finished in 5764ms at (2026-11-28 23:58:43)")
BROKEN = message(2110, "Invariant Small is violated.", 1)
WHOLE = MODE + INITIAL + COUNTS + END
TRACES, TIME = Searched(50, 0, traces=200), Searched(50, 0, seconds=5)


def test_a_finished_search_without_a_violation_is_searched() -> None:
    reading = read_output(WHOLE, 0, searched=TRACES)
    assert (reading.outcome, reading.statistics.generated) == (TRACES, 10001)


@pytest.mark.parametrize(
    ("output", "code"),
    [
        (WHOLE, 1),
        (MODE + INITIAL + END, 0),
        (MODE + COUNTS + END, 0),
        (INITIAL + COUNTS + END, 0),
        (MODE + INITIAL + COUNTS, 0),
        (WHOLE.replace("10001", "0"), 0),
        (MODE + INITIAL + BROKEN + COUNTS + END, 0),
    ],
)
def test_a_search_that_lacks_a_piece_of_evidence_is_a_failure(output: str, code: int) -> None:
    assert isinstance(read_output(output, code, searched=TRACES).outcome, Failed)


def test_a_search_that_nobody_asked_for_and_one_that_ends_by_itself_are_failures() -> None:
    assert isinstance(read_output(WHOLE, 0).outcome, Failed)
    endless = Searched(50, 0)
    assert isinstance(read_output(WHOLE, 0, searched=endless).outcome, Failed)


def test_a_search_that_its_time_ended_is_searched_also_without_a_count() -> None:
    begun = MODE + INITIAL
    for output in (begun, begun + COUNTS):
        outcome = read_output(output, -15, stopped=StopReason.TIMEOUT, searched=TIME).outcome
        assert outcome == TIME


@pytest.mark.parametrize(
    "output", [MODE, INITIAL, MODE + INITIAL + BROKEN, MODE + INITIAL + BROKEN[:60]]
)
def test_one_that_had_not_begun_or_had_found_something_is_stopped(output: str) -> None:
    outcome = read_output(output, -15, stopped=StopReason.TIMEOUT, searched=TIME).outcome
    assert outcome == Stopped(StopReason.TIMEOUT)


def test_a_timeout_of_the_run_is_no_end_of_a_search_by_traces() -> None:
    outcome = read_output(MODE + INITIAL, -15, stopped=StopReason.TIMEOUT, searched=TRACES).outcome
    assert outcome == Stopped(StopReason.TIMEOUT)
