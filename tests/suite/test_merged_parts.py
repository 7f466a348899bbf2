"""One result from those of the parts: which of them decides, and what is added up."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import Expectation, MustHold, MustViolate
from moltverify.registry.records import Model
from moltverify.running.job import RandomSearch, TlcOptions
from moltverify.suite.judged_again import judged_again
from moltverify.suite.merged_parts import merged_result
from moltverify.suite.model_parts import model_parts, whole_id
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import (
    Failed,
    FailureReason,
    Holds,
    Outcome,
    Searched,
    Statistics,
    Stopped,
    StopReason,
    Violated,
    ViolationKind,
)
from moltverify.tlc.trace import Step, Trace
from tests import made

INVARIANT, LIVENESS = ViolationKind.INVARIANT, ViolationKind.TEMPORAL_PROPERTY
BREAKS = MustViolate("Low", INVARIANT)
TIMEOUT = Stopped(StopReason.TIMEOUT)
UNDECIDED = Failed(FailureReason.EVALUATION, "no value")
NO_SLICES = Failed(FailureReason.SLICES, "two slices")


def breaks(length: int, kind: ViolationKind = INVARIANT, name: str = "Low") -> Violated:
    """Return a violation with a counterexample of some length."""
    return Violated(kind, name, Trace(tuple(Step(n + 1, None, ()) for n in range(length))))


def merged(folder: Path, expectation: Expectation, *outcomes: Outcome) -> ModelResult:
    """Return the result of a model whose slices have these outcomes, of four states each."""
    slices = tuple(f"kind = {n}" for n in range(1, len(outcomes)))
    model = replace(made.model(folder), expectation=expectation, slices=slices)
    return merged_from(model, outcomes)


def merged_from(model: Model, outcomes: tuple[Outcome, ...]) -> ModelResult:
    """Return the result of a model whose parts have these outcomes."""
    found = {}
    for number, (part, outcome) in enumerate(zip(model_parts(model), outcomes, strict=True)):
        result = made.part_result(part, outcome, Statistics(5, 4, 0, number, 1), 2.0)
        judgement = judged_again(part, result)
        found[part.id] = replace(result, verdict=judgement.verdict, reason=judgement.reason)
    return merged_result(model, model_parts(model), found)


def test_counts_and_seconds_are_sums_and_the_depth_is_the_largest(tmp_path: Path) -> None:
    result = merged(tmp_path, MustHold(12), Holds(), Holds(), Holds())
    assert result.statistics == Statistics(15, 12, 0, 2, 3)
    assert (result.seconds, result.verdict) == (6.0, Verdict.AS_EXPECTED)


@pytest.mark.parametrize(
    ("outcomes", "decides"),
    [
        ([Holds(), breaks(5), breaks(4)], 2),
        ([breaks(4), breaks(4), Holds()], 0),
        ([breaks(2, LIVENESS, "Ends"), breaks(7), Holds()], 1),
        ([Holds(), TIMEOUT, breaks(4)], 2),
        ([TIMEOUT, Holds(), TIMEOUT], 0),
        ([breaks(4), UNDECIDED, Holds()], 1),
        ([UNDECIDED, Holds(), NO_SLICES], 2),
    ],
)
def test_one_slice_decides_about_a_green(
    tmp_path: Path, outcomes: list[Outcome], decides: int
) -> None:
    result = merged(tmp_path, MustHold(), *outcomes)
    assert [part.decides for part in result.parts].index(True) == decides
    assert result.outcome == outcomes[decides]


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([Holds(), breaks(3), Holds()], Verdict.AS_EXPECTED),
        ([Holds(), breaks(3), breaks(4, name="Other")], Verdict.AS_EXPECTED),
        ([Holds(), breaks(5), breaks(4, name="Other")], Verdict.UNEXPECTED),
        ([Holds(), Holds(), Holds()], Verdict.UNEXPECTED),
        # The slice that was stopped may have a shorter one, of another property.
        ([TIMEOUT, breaks(3), Holds()], Verdict.INCONCLUSIVE),
        ([UNDECIDED, breaks(3), Holds()], Verdict.BROKEN),
    ],
)
def test_a_red_needs_all_its_slices_for_its_verdict(
    tmp_path: Path, outcomes: list[Outcome], verdict: Verdict
) -> None:
    assert merged(tmp_path, BREAKS, *outcomes).verdict is verdict


def test_the_reason_names_the_slice_that_decides(tmp_path: Path) -> None:
    stopped = merged(tmp_path, MustHold(), Holds(), TIMEOUT, Holds())
    assert stopped.reason.startswith("slice 2 (kind = 2): stopped: timeout")
    rest = merged(tmp_path, BREAKS, Holds(), breaks(3))
    assert rest.reason == "violates the invariant Low in 3 states, in the rest slice"


def test_a_result_judged_again_has_the_same_verdict_and_reason(tmp_path: Path) -> None:
    for outcomes in ([Holds(), Holds()], [Holds(), breaks(3)], [TIMEOUT, Holds()]):
        result = merged(tmp_path, MustHold(), *outcomes)
        model = replace(made.model(tmp_path), expectation=MustHold())
        again = judged_again(model, result)
        assert (again.verdict, again.reason) == (result.verdict, result.reason)


def swarm(folder: Path, *outcomes: Outcome, seed: int = 4) -> ModelResult:
    """Return the result of a swarm whose searches have these outcomes."""
    model = replace(made.model(folder), expectation=MustHold())
    search = RandomSearch(
        option="-simulate", traces=9, depth=7, seconds=None, seed=seed, swarm=len(outcomes)
    )
    job = replace(model.job, options=TlcOptions(random_search=search))
    return merged_from(replace(model, job=job), outcomes)


def test_the_traces_of_all_seeds_are_added_up_and_are_no_proof(tmp_path: Path) -> None:
    result = swarm(tmp_path, Searched(7, 4, 9), Searched(7, 5, 9))
    assert result.outcome == Searched(7, 4, 18, seeds=2)
    assert result.reason == (
        "searched 18 traces of up to 7 steps with 2 seeds (4 to 5), found nothing"
    )


def test_a_violation_of_one_seed_is_the_models_whatever_the_others_do(tmp_path: Path) -> None:
    result = swarm(tmp_path, TIMEOUT, breaks(6), UNDECIDED)
    assert (result.outcome, result.verdict) == (breaks(6), Verdict.UNEXPECTED)
    assert result.reason.endswith("is violated after 6 states, with seed 5")


def test_a_seed_that_is_stopped_makes_a_swarm_inconclusive(tmp_path: Path) -> None:
    result = swarm(tmp_path, Searched(7, 4, 9), TIMEOUT)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert result.reason.startswith("seed 5: stopped: timeout")


def test_parts_have_ids_of_their_model(tmp_path: Path) -> None:
    model = replace(made.model(tmp_path), id="gate:leaks", slices=("kind = 1",))
    ids = [part.id for part in model_parts(model)]
    assert ids == ["gate:leaks#1", "gate:leaks#rest"]
    assert set(map(whole_id, ids)) == {"gate:leaks"}
    assert model_parts(model_parts(model)[0]) == model_parts(model)[:1]
