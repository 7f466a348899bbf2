"""Random searches with several seeds are one search, on the real TLC."""

import pytest

from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Searched, Violated
from tests.suite.sliced_models import LEAKS, SliceBench, bench

pytestmark = pytest.mark.tlc
__all__ = ["bench"]

SWARM = ", mode: {simulate: {traces: 5, depth: 9, seed: 3, swarm: 3}}"
LEAKING = LEAKS.replace("violates", SWARM.removeprefix(", ") + ", violates")


def seeds(result: ModelResult, outcome: str) -> set[str]:
    """Return which parts of a result have an outcome."""
    return {part.name for part in result.parts if part.outcome == outcome}


def test_a_swarm_that_finds_nothing_is_a_search_of_all_its_traces(bench: SliceBench) -> None:
    green = bench.run(bench.models(green=SWARM, reds=LEAKS))[0]
    assert green.outcome == Searched(9, 3, 15, seeds=3)
    assert green.verdict is Verdict.AS_EXPECTED
    assert green.reason.startswith("searched 15 traces of up to 9 steps with 3 seeds (3 to 5)")
    assert seeds(green, "searched") == {"seed 3", "seed 4", "seed 5"}


def test_each_search_of_a_swarm_has_a_seed_of_its_own(bench: SliceBench) -> None:
    [green] = bench.run(bench.models(green=SWARM, reds=LEAKS)[:1])
    logs = [bench.folder / "runs" / part.logs / "output.txt" for part in green.parts]
    told = {line for log in logs for line in log.read_text().splitlines() if "with seed" in line}
    assert [sum(f"with seed {n} " in line for line in told) for n in (3, 4, 5)] == [1, 1, 1]


def test_the_first_violation_is_that_of_a_seed_which_finds_it_again(bench: SliceBench) -> None:
    red = bench.run(bench.models(reds=LEAKING))[1]
    assert red.verdict is Verdict.AS_EXPECTED
    [decides] = [part for part in red.parts if part.decides]
    assert red.reason.endswith(f" states, with {decides.name}")
    alone = LEAKING.replace("seed: 3, swarm: 3", decides.name.replace("seed", "seed:"))
    again = bench.run(bench.models(reds=alone))[1]
    assert isinstance(again.outcome, Violated)
    assert again.outcome == red.outcome


def test_a_red_that_no_seed_breaks_is_inconclusive(bench: SliceBench) -> None:
    shallow = LEAKING.replace("depth: 9", "depth: 3")
    red = bench.run(bench.models(reds=shallow))[1]
    assert red.verdict is Verdict.INCONCLUSIVE
    assert "searched 15 traces of up to 3 steps with 3 seeds (3 to 5), found nothing" in red.reason


def test_a_kept_violation_of_one_seed_answers_for_the_swarm(bench: SliceBench) -> None:
    bench.with_cache()
    models = bench.models(reds=LEAKING)[1:]
    [first], [again] = bench.run(models), bench.run(models)
    assert (first.cached, again.cached) == (False, True)
    assert seeds(again, "violated")
