"""Shards divide a model's parts, and the merge makes one result of them."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import MergeError
from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.suite.results import ModelResult, SuiteResult, Tools
from moltverify.suite.shards import Shard, ShardResult, merge_parts, shard_models
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Holds, Statistics
from tests import made


@pytest.fixture
def models(tmp_path: Path) -> list[Model]:
    """A model in three slices, and one without any."""
    plain = replace(made.model(tmp_path), expectation=MustHold())
    return [replace(plain, id="gate", claim="gate", slices=("a", "b")), plain]


def ids(models: tuple[Model, ...]) -> list[str]:
    return [model.id for model in models]


def shard_of(name: str, *parts: Model) -> ShardResult:
    """Return a shard's result, in which all that it ran holds in two states."""
    results = tuple(
        ModelResult(
            id=part.id,
            claim=part.claim,
            role=part.role,
            sentence=part.sentence,
            expectation=part.expectation,
            outcome=Holds(),
            verdict=Verdict.AS_EXPECTED,
            reason="",
            statistics=Statistics(distinct=2),
            seconds=1.0,
            part=part.part,
        )
        for part in parts
    )
    tools = Tools("jar", None, "java")
    suite = SuiteResult(
        run=name, title="", started="", seconds=1.0, tools=tools, models=results, registry="r"
    )
    return ShardResult(name, suite)


def test_each_part_is_in_one_shard_and_the_duration_of_a_model_is_that_of_its_parts(
    models: list[Model],
) -> None:
    seconds = {"gate": 90.0, "door": 30.0}
    parts = [shard_models(models, seconds, Shard(n, 4)) for n in range(1, 5)]
    assert sorted(one for part in parts for one in ids(part)) == [
        *("door", "gate#1", "gate#2", "gate#rest")
    ]
    assert [len(part) for part in parts] == [1, 1, 1, 1]


def test_whole_models_are_not_divided(models: list[Model]) -> None:
    assert ids(shard_models(models, {}, Shard(1, 1), whole=True)) == ["gate", "door"]


def test_the_merge_makes_one_result_of_the_parts_of_several_shards(models: list[Model]) -> None:
    one, two, rest, door = shard_models(models, {}, Shard(1, 1))
    merged = merge_parts([shard_of("1", one, door), shard_of("2", rest, two)], models, "r")
    assert [(result.id, result.statistics.distinct) for result in merged.models] == [
        ("gate", 6),
        ("door", 2),
    ]
    assert merged["gate"].reason == "holds in 6 distinct states, put together from 3 slices"


def test_a_model_without_all_its_parts_is_missing(models: list[Model]) -> None:
    one, two, _, door = shard_models(models, {}, Shard(1, 1))
    merged = merge_parts([shard_of("1", one, two, door)], models, "r")
    assert ([result.id for result in merged.models], merged.missing) == (["door"], ("gate#rest",))
    assert merged.verdict is Verdict.INCONCLUSIVE


def test_a_part_twice_or_beside_the_whole_model_is_refused(models: list[Model]) -> None:
    one, two, rest, door = shard_models(models, {}, Shard(1, 1))
    with pytest.raises(MergeError, match=r"gate#1 is in 1 and again in 2"):
        merge_parts([shard_of("1", one, two), shard_of("2", one, rest, door)], models, "r")
    with pytest.raises(MergeError, match=r"2 has gate#1, which is not selected here"):
        merge_parts([shard_of("1", *models), shard_of("2", one)], models, "r")


def test_a_whole_model_from_a_run_without_shards_is_taken_as_it_is(models: list[Model]) -> None:
    merged = merge_parts([shard_of("1", *models)], models, "r")
    assert [result.statistics.distinct for result in merged.models] == [2, 2]
