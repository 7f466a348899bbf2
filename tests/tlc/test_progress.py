"""Progress lines, in any locale, complete or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.tlc.progress import Progress, latest_progress, read_progress
from tests.tla.strategies import steady
from tests.tlc.recorded import recorded


def _line(separator: str) -> str:
    groups = [
        separator.join(each) for each in (("3", "124", "539"), ("804", "911"), ("728", "890"))
    ]
    generated, distinct, queue = groups
    return (
        f"Progress(6) at 2026-11-23 02:48:17: {generated} states generated ({generated} s/min), "
        f"{distinct} distinct states found ({distinct} ds/min), {queue} states left on queue."
    )


@pytest.mark.parametrize("separator", [",", ".", " ", "\u00a0", "\u202f", "'", "\u2019", ""])
def test_digits_may_be_grouped_by_anything(separator: str) -> None:
    """The JVM's locale decides."""
    assert read_progress(_line(separator)) == Progress(3124539, 804911, 728890, 6)


def test_rates_and_dates_may_be_absent() -> None:
    """Before liveness checking TLC prints no rates, and with noTimestamps no date."""
    line = (
        "Progress(5) at NOW: 6 states generated, 5 distinct states found, 0 states left on queue."
    )
    assert read_progress(line) == Progress(6, 5, 0, 5)


def test_minus_one_is_unknown() -> None:
    """A simulation counts no distinct states."""
    progress = latest_progress(recorded("simulate_viol").out)
    assert progress is not None
    assert (progress.generated, progress.distinct, progress.queue) == (21, None, None)


def test_the_latest_complete_line_counts() -> None:
    """A line that is still being written is not read."""
    text = _line(",").replace("(6)", "(4)") + "\n" + _line(",") + "\nProgress(7) at 2026-11"
    assert latest_progress(text) == Progress(3124539, 804911, 728890, 6)


def test_a_printed_progress_line_is_none() -> None:
    """A string that Print shows begins with a quote."""
    assert latest_progress(f'"{_line(",")}"\n') is None


def test_no_output_has_no_progress() -> None:
    """A run that fails at once has no progress either."""
    assert latest_progress("") is None
    assert latest_progress(recorded("parse_error").out) is None


@given(st.text() | st.integers(0, 200).map(lambda end: _line(",")[:end]))
@steady
def test_any_text_may_be_asked_for_progress(text: str) -> None:
    """Nothing is raised."""
    latest_progress("Progress(" + text)
    latest_progress(text)
