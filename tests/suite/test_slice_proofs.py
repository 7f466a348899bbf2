"""TLC itself proves that no state is in two slices; what it finds then is no verdict."""

import pytest

from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Failed, FailureReason
from tests.suite.sliced_models import SliceBench, bench

pytestmark = pytest.mark.tlc
__all__ = ["bench"]


def reason_of_no_slices(result: ModelResult) -> str:
    """Return why the slices of a model are none; it is broken for that reason."""
    assert result.verdict is Verdict.BROKEN
    assert isinstance(result.outcome, Failed)
    assert result.outcome.reason is FailureReason.SLICES
    return result.outcome.message


def test_an_initial_state_in_two_slices_breaks_the_model(bench: SliceBench) -> None:
    result = bench.green("kind <= 2", "kind >= 2")
    assert reason_of_no_slices(result) == (
        "an initial state is in slice 2 (kind >= 2) and in slice 1; "
        "each initial state must satisfy at most one predicate"
    )
    assert result.reason.startswith("slice 2 (kind >= 2): expected that")
    assert [part.outcome for part in result.parts] == ["holds", "failed", "holds"]


def test_a_predicate_that_becomes_false_breaks_the_model(bench: SliceBench) -> None:
    told = reason_of_no_slices(bench.green("x < 3"))
    assert told == (
        "a step leads out of slice 1 (x < 3), by Step; a predicate must be about what never changes"
    )


def test_a_predicate_that_becomes_true_breaks_the_rest_slice(bench: SliceBench) -> None:
    told = reason_of_no_slices(bench.green("x >= 3"))
    assert told.startswith("a step leads out of the rest slice into slice 1, by Step; ")


def test_a_step_into_another_slice_breaks_a_red_that_would_hold(bench: SliceBench) -> None:
    reds = "      - {id: turns, replaces: {Next: Turns}, violates: Low}\n"
    result = bench.run(bench.models("kind = 1", "kind = 2", reds=reds))[1]
    assert "a step leads out of slice 1 (kind = 1)" in reason_of_no_slices(result)


def test_a_predicate_that_stays_true_may_use_what_changes(bench: SliceBench) -> None:
    result = bench.green(r"kind = 1 /\ x >= 0")
    assert result.ok
    assert result.statistics.distinct == 15


def test_a_predicate_that_is_none_breaks_the_model(bench: SliceBench) -> None:
    result = bench.green("kind + 1")
    assert result.verdict is Verdict.BROKEN
    assert "slice 1 (kind + 1)" in result.reason
    assert isinstance(result.outcome, Failed)
    assert result.outcome.reason is FailureReason.EVALUATION


@pytest.mark.parametrize("predicate", ["kind' = 1", "[](kind = 1)", "Ends", "Next", "Unknown"])
def test_tlc_refuses_what_is_no_predicate_of_states(bench: SliceBench, predicate: str) -> None:
    # Without the check of the registry, which a damaged module can make impossible.
    models = bench.models(predicate.replace("'", "''"))
    [result] = bench.run(models[:1])
    assert result.verdict is Verdict.BROKEN
