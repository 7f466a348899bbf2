"""Every recorded run of four versions of TLC has the expected reading."""

from __future__ import annotations

import pytest

from moltverify.tla.values import Unreadable, format_value, parse_value, same
from moltverify.tlc.outcome import Failed, Holds, Outcome, Searched, Stopped, Violated
from moltverify.tlc.trace import Ending, LoopsBack, Stops, Stutters
from tests.tlc.recorded import Expected, expectations, reading, recorded_runs

EXPECTED = list(expectations())


def _ending(ending: Ending) -> str:
    match ending:
        case Stops():
            return "stops"
        case Stutters():
            return "stutters"
        case LoopsBack(to=to):
            return f"loops {to}"


def _summary(outcome: Outcome) -> tuple[str, str, str, str, str]:
    match outcome:
        case Holds():
            return ("holds", "", "", "", "")
        case Searched():
            return ("searched", "", "", "", "")
        case Failed(reason=reason):
            return ("failed", reason.value, "", "", "")
        case Stopped(reason=stop):
            return ("stopped", stop.value, "", "", "")
        case Violated():
            name = outcome.property or " and ".join(outcome.candidates) or "-"
            steps = len(outcome.trace.steps)
            ending = _ending(outcome.trace.ending) if steps else ""
            return ("violated", outcome.kind.value, name, str(steps), ending)


@pytest.mark.parametrize("want", EXPECTED, ids=lambda want: f"{want.case}-{want.jar}")
def test_a_recorded_run_is_read_as_what_it_was(want: Expected) -> None:
    """Outcome, kind or reason, property, number of states and ending are those of the table."""
    found = _summary(reading(want.case, want.jar).outcome)
    assert found == (want.outcome, want.what, want.property, want.steps, want.ending)


def test_every_recorded_run_has_one_expectation() -> None:
    """The table names each run of the corpus once and no other."""
    named = [(want.case, want.jar) for want in EXPECTED]
    assert sorted(named) == sorted(recorded_runs())


def test_every_printed_value_is_read_and_written_back_equal() -> None:
    """Reading, formatting and reading again gives the same value, for each value in the corpus."""
    count = 0
    for case, jar in recorded_runs():
        outcome = reading(case, jar).outcome
        if not isinstance(outcome, Violated):
            continue
        for step in outcome.trace.steps:
            for name, value in step.state:
                assert not isinstance(value, Unreadable), (case, jar, name, value)
                assert parse_value(format_value(value)) == value
                count += 1
    assert count > 6000


@pytest.mark.parametrize("jar", ["new", "nightly", "head"])
@pytest.mark.parametrize("case", ["values", "wrap", "strings_multi", "mv_names2", "values_lazy2"])
def test_values_mean_the_same_whichever_version_prints_them(case: str, jar: str) -> None:
    """The versions differ in text (`<< >>` and `<<>>`), not in meaning."""
    one, other = reading(case, "old").outcome, reading(case, jar).outcome
    assert isinstance(one, Violated)
    assert isinstance(other, Violated)
    for left, right in zip(one.trace.steps, other.trace.steps, strict=True):
        for name, value in left.state:
            assert same(value, right[name]), name


def test_no_recorded_run_holds_a_path_of_the_machine_it_ran_on() -> None:
    """The corpus can be published: its paths are placeholders."""
    for run in recorded_runs().values():
        for root in ("/home/", "/root/", "/tmp/", "/Users/", "/opt/"):
            assert root not in run.out + run.err, (run.case, run.jar)
