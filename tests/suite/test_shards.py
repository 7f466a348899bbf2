"""Shards: each model is in exactly one, durations are similar, all machines agree."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from moltverify.errors import ExitCode, MergeError
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Role
from moltverify.suite.results import (
    ModelResult,
    OtherJar,
    SuiteResult,
    Tools,
    suite_from_json,
    to_json,
)
from moltverify.suite.shards import Shard, ShardResult, merge_shards, models_of_shard
from moltverify.suite.verdict import Verdict
from moltverify.tlc import outcome
from moltverify.tlc.outcome import Statistics

IDS = st.lists(st.text("abc:@", min_size=1), unique=True, max_size=30)
COUNTS = st.integers(1, 8)
SECONDS = st.dictionaries(st.text("abc:@", min_size=1), st.floats(0, 1000), max_size=30)


def partition(ids: list[str], seconds: dict[str, float], count: int) -> list[set[str]]:
    return [models_of_shard(ids, seconds, Shard(n, count)) for n in range(1, count + 1)]


@given(IDS, SECONDS, COUNTS)
def test_every_model_is_in_exactly_one_shard(
    ids: list[str], seconds: dict[str, float], count: int
) -> None:
    parts = partition(ids, seconds, count)
    assert sorted(one for part in parts for one in part) == sorted(ids)


@given(IDS, SECONDS, COUNTS, st.randoms(use_true_random=False))
def test_the_order_of_the_models_does_not_matter(
    ids: list[str], seconds: dict[str, float], count: int, random: Random
) -> None:
    shuffled = random.sample(ids, len(ids))
    assert partition(shuffled, seconds, count) == partition(ids, seconds, count)


@given(st.dictionaries(st.text("abc"), st.floats(0.1, 1000), min_size=1), COUNTS)
def test_no_shard_is_longer_than_the_mean_and_the_longest_model(
    seconds: dict[str, float], count: int
) -> None:
    loads = [sum(seconds[one] for one in part) for part in partition([*seconds], seconds, count)]
    mean, longest = sum(seconds.values()) / count, max(seconds.values())
    assert max(loads) <= (mean + longest) * 1.000001


@given(IDS, COUNTS)
def test_where_nothing_is_recorded_shards_have_about_as_many_models(
    ids: list[str], count: int
) -> None:
    sizes = [len(part) for part in partition(ids, {}, count)]
    assert max(sizes) - min(sizes) <= 1


def test_a_model_that_took_long_has_a_shard_for_itself() -> None:
    seconds = {"a": 1.0, "b": 1.0, "c": 30.0, "d": 1.0}
    assert partition([*seconds], seconds, 2) == [{"c"}, {"a", "b", "d"}]


def test_a_model_of_unknown_duration_counts_as_the_median() -> None:
    seconds = {"a": 1.0, "b": 10.0, "c": 100.0}
    # `new` counts 10, as `b` does. If it counted 0, the two would be in different shards.
    assert partition([*seconds, "new"], seconds, 2) == [{"c"}, {"a", "b", "new"}]


def result(model: str, verdict: Verdict = Verdict.AS_EXPECTED) -> ModelResult:
    return ModelResult(
        id=model,
        claim=model.partition(":")[0],
        role=Role.RED if ":" in model else Role.GREEN,
        sentence="A sentence",
        expectation=MustHold(),
        outcome=outcome.Holds(),
        verdict=verdict,
        reason="holds",
        statistics=Statistics(),
        seconds=1.5,
    )


def part(name: str, *models: ModelResult) -> ShardResult:
    suite = SuiteResult(
        run=f"run-{name}",
        title="Models",
        started=f"2026-01-0{name}T10:00:00+00:00",
        seconds=2.0,
        tools=Tools("jar", None, "java"),
        models=models,
        registry="registry",
        shard=f"{name}/2",
    )
    return ShardResult(f"{name}.json", suite)


ONE = part("1", result("door:unlocked"), result("gate"))
TWO = part("2", result("door"))
COMPARED = Tools("jar", None, "java", (OtherJar("other", "TLC 2.19"),))
ALL = ["door", "door:unlocked", "gate"]


def test_merged_results_are_in_the_registrys_order() -> None:
    merged = merge_shards([TWO, ONE], ALL, "registry")
    assert [model.id for model in merged.models] == ALL
    assert (merged.missing, merged.exit_code) == ((), ExitCode.OK)
    assert (merged.started, merged.seconds) == ("2026-01-01T10:00:00+00:00", 4.0)
    assert suite_from_json(to_json(merged)) == merged


def test_a_model_that_no_shard_ran_is_missing_and_leaves_no_verdict() -> None:
    merged = merge_shards([ONE], ALL, "registry")
    assert (merged.missing, merged.exit_code) == (("door",), ExitCode.NO_VERDICT)


def test_a_verdict_that_differs_in_a_shard_differs_in_the_whole() -> None:
    other = part("2", result("door", Verdict.UNEXPECTED))
    assert merge_shards([ONE, other], ALL, "registry").exit_code is ExitCode.DIFFERS


def test_an_interrupted_shard_interrupts_the_whole() -> None:
    other = ShardResult("2.json", replace(TWO.result, interrupted=True))
    assert merge_shards([ONE, other], ALL, "registry").exit_code is ExitCode.INTERRUPTED


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (part("2", result("gate")), "gate is in 1.json and again in 2.json"),
        (part("2", result("attic")), "2.json has attic, which is not selected here"),
        (
            ShardResult("2.json", replace(TWO.result, moltverify="0.0.9")),
            "2.json comes from moltverify 0.0.9, 1.json from",
        ),
        (
            ShardResult("2.json", replace(TWO.result, tools=Tools("other", None, "java"))),
            "2.json comes from tla2tools.jar, SHA-256 other, 1.json from jar",
        ),
        (
            ShardResult("2.json", replace(TWO.result, tools=COMPARED)),
            "2.json comes from a comparison with other, 1.json from no jar",
        ),
        (
            ShardResult("2.json", replace(TWO.result, registry="another")),
            "2.json comes from another registry",
        ),
    ],
    ids=["twice", "unknown", "version", "jar", "further jar", "registry"],
)
def test_results_that_do_not_belong_together_are_refused(other: ShardResult, reason: str) -> None:
    with pytest.raises(MergeError) as refused:
        merge_shards([ONE, other], ALL, "registry")
    assert reason in refused.value.message
    assert refused.value.exit_code is ExitCode.NO_VERDICT


def test_every_reason_for_a_refusal_is_named_at_once() -> None:
    with pytest.raises(MergeError) as refused:
        merge_shards([ONE, part("2", result("gate"), result("attic"))], ALL, "another")
    assert len(refused.value.message.splitlines()) == 1 + 2 + 2
