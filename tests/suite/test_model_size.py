"""The models that count as small, and the order in which models start."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.registry.expectation import MustHold, MustReach
from moltverify.registry.records import Model
from moltverify.running.engines import RunSize
from moltverify.running.job import TlcOptions
from moltverify.suite.model_size import ModelSizes
from tests import made


@pytest.fixture
def one(tmp_path: Path) -> Model:
    return replace(made.model(tmp_path), id="one")


def test_a_model_of_which_nothing_is_known_is_small(one: Model) -> None:
    assert ModelSizes().of(one) is RunSize.SMALL


def test_a_model_of_millions_of_states_is_long_until_a_run_shows_otherwise(one: Model) -> None:
    big = replace(one, expectation=MustHold(distinct=12_000_000))
    assert ModelSizes().of(big) is RunSize.LONG
    assert ModelSizes({"one": 3.0}).of(big) is RunSize.SMALL


def test_a_model_that_took_long_is_long(one: Model) -> None:
    assert ModelSizes({"one": 300.0}).of(one) is RunSize.LONG


def test_a_witness_of_a_big_model_may_be_found_early(one: Model) -> None:
    assert ModelSizes().of(replace(one, expectation=MustReach("Full"))) is RunSize.SMALL


def test_a_model_with_a_large_heap_is_long_however_fast_it_was(one: Model) -> None:
    large = replace(one, job=replace(one.job, options=TlcOptions(heap="8g")))
    assert ModelSizes({"one": 0.2}).of(large) is RunSize.LONG


def test_the_longest_start_first_and_the_unknown_before_them(one: Model) -> None:
    runs = [(replace(one, id=name),) for name in ("one", "two", "three", "four")]
    ordered = ModelSizes({"one": 1.0, "two": 9.0, "four": 3.0}).longest_first(runs)
    assert [model.id for [model] in ordered] == ["three", "two", "four", "one"]


def test_a_run_for_several_takes_as_long_as_their_shares_together(one: Model) -> None:
    first, second, third = (replace(one, id=name) for name in ("first", "second", "third"))
    sizes = ModelSizes({"first": 2.0, "second": 2.0, "third": 3.0})
    assert sizes.longest_first([(third,), (first, second)]) == [(first, second), (third,)]


def test_a_run_for_several_is_long_if_one_of_them_is(one: Model) -> None:
    other = replace(one, id="other")
    assert ModelSizes({"one": 300.0, "other": 0.1}).of_run([other, one]) is RunSize.LONG
    assert ModelSizes({"one": 0.3, "other": 0.1}).of_run([other, one]) is RunSize.SMALL
