"""The counts of a green against the registry's."""

import pytest

from moltverify.registry.expectation import CountBand, MustHold
from moltverify.suite.expected_counts import count_difference
from moltverify.tlc.outcome import Statistics

FOUND = Statistics(generated=4000, distinct=1200, depth=7)


def difference(*bands: CountBand, found: Statistics = FOUND) -> str:
    return count_difference(MustHold(bands=bands), found)


@pytest.mark.parametrize(
    "band",
    [
        CountBand("distinct", 1200, 1200),
        CountBand("distinct", 1200, 9999),
        CountBand("generated", 1, 4000),
        CountBand("depth", 7, 8),
    ],
)
def test_both_ends_are_in_a_band(band: CountBand) -> None:
    assert difference(band) == ""


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (CountBand("distinct", 1, 1199), "expected 1 to 1,199 distinct states, but TLC found"),
        (CountBand("distinct", 1201, 1300), "expected 1,201 to 1,300 distinct states, but"),
        (CountBand("generated", 1, 1), "expected 1 generated state, but TLC found 4,000"),
        (CountBand("depth", 8, 8), "expected a depth of 8, but TLC found 7"),
        (CountBand("depth", 2, 6), "expected a depth of 2 to 6, but TLC found 7"),
    ],
)
def test_a_count_outside_is_named_with_both_numbers(band: CountBand, words: str) -> None:
    assert difference(band).startswith(words)


def test_the_first_count_that_differs_is_named() -> None:
    bands = (CountBand("generated", 1, 4000), CountBand("depth", 1, 2), CountBand("depth", 9, 9))
    assert difference(*bands) == "expected a depth of 1 to 2, but TLC found 7"


def test_a_count_that_tlc_does_not_print_is_not_as_expected() -> None:
    without = Statistics(generated=4000, distinct=1200)
    words = "expected a depth of 1 to 9, but TLC printed none"
    assert difference(CountBand("depth", 1, 9), found=without) == words
