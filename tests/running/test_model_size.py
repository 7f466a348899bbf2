"""Which models are small, and in which order models start."""

from msgspec.structs import replace

from moltverify.registry.expectation import MustHold
from moltverify.registry.records import Model
from moltverify.running.job import TlcOptions
from moltverify.running.model_size import Sizes


def test_a_model_of_millions_of_states_is_not_small(models: list[Model]) -> None:
    big = replace(models[0], expectation=MustHold(distinct=12_000_000))
    assert not Sizes({}).is_small(big)
    assert Sizes({"one": 3.0}).is_small(big)


def test_a_model_with_a_large_heap_is_not_small(models: list[Model]) -> None:
    assert not Sizes({"one": 0.2}).is_small(
        replace(models[0], job=replace(models[0].job, options=TlcOptions(heap="8g")))
    )


def test_the_longest_start_first_and_the_unknown_before_them(models: list[Model]) -> None:
    ordered = Sizes({"one": 1.0, "two": 9.0, "four": 3.0}).longest_first(models)
    assert [model.id for model in ordered] == ["three", "two", "four", "one"]
