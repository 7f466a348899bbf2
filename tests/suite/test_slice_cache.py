"""The verdict on a slice is kept by its own predicate and those before it."""

import pytest

from moltverify.suite.input_digests import InputDigests
from moltverify.suite.results import ModelResult
from tests.suite.sliced_models import LEAKS, SliceBench, bench

pytestmark = pytest.mark.tlc
__all__ = ["bench"]


def cached(result: ModelResult) -> list[bool]:
    """Return which slices of a result were not run."""
    return [part.cached for part in result.parts]


def test_a_changed_slice_leaves_those_before_it(bench: SliceBench) -> None:
    bench.with_cache()
    first = bench.green("kind = 1", "kind = 2")
    changed = bench.green("kind = 1", "kind >= 2")
    assert (cached(first), cached(changed)) == ([False] * 3, [True, False, False])
    more = bench.green("kind = 1", "kind = 2", "kind = 3")
    # The last slice had other initial states before.
    assert cached(more) == [True, True, False, False]
    again = bench.green("kind = 1", "kind = 2")
    assert (cached(again), again.cached) == ([True] * 3, True)
    assert (again.verdict, again.reason) == (first.verdict, first.reason)


def test_a_red_keeps_the_slices_in_which_it_holds(bench: SliceBench) -> None:
    bench.with_cache()
    models = bench.models("kind = 1", "kind = 2", reds=LEAKS)[1:]
    [first], [again] = bench.run(models), bench.run(models)
    assert cached(again) == [True] * 3
    assert again.outcome == first.outcome
    assert again.inputs == first.inputs == InputDigests().of(models[0])


def test_the_whole_model_and_its_slices_have_different_digests(bench: SliceBench) -> None:
    digests = InputDigests()
    whole, one, two = (bench.models(*s)[0] for s in ((), ("kind = 1",), ("kind = 2",)))
    assert len({digests.of(model) for model in (whole, one, two)}) == 3
