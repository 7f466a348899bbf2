"""Ranges of constants as a user types them."""

import pytest

from moltverify.errors import UsageError
from moltverify.sweep.ranges import Instance, Range, Setting, instances, read_ranges


@pytest.mark.parametrize(
    ("typed", "sizes"),
    [
        ("N=1..4", (1, 2, 3, 4)),
        ("N=3..3", (3,)),
        ("N=0..1", (0, 1)),
        ("N=5", (5,)),
        ("N=4,1,2,1", (1, 2, 4)),
    ],
)
def test_a_range_is_its_sizes_in_ascending_order(typed: str, sizes: tuple[int, ...]) -> None:
    assert read_ranges([typed]) == (Range("N", sizes),)


@pytest.mark.parametrize(
    ("typed", "says", "hint"),
    [
        (["N=4..1"], "N=4..1 is empty", "N=1..4"),
        (["N="], "'N=' is no range", "CONSTANT=1..4"),
        (["N"], "'N' is no range", "CONSTANT=1..4"),
        (["=1..2"], "'=1..2' is no range", "CONSTANT=1..4"),
        (["N=1...3"], "'N=1...3' is no range", "CONSTANT=1..4"),
        (["N=-1..3"], "'N=-1..3' is no range", "CONSTANT=1..4"),
        (["N=a..b"], "'N=a..b' is no range", "CONSTANT=1..4"),
        (["N=1..9999999999"], "is no range", "CONSTANT=1..4"),
        (["N=1..2", "N=3"], "N is given twice", "N=1,2,4"),
        (["N=0..999999999"], "makes 1,000,000,000 instances", "N=1,10,100"),
        (["N=1..40", "M=1..40"], "makes 1,600 instances", "narrow the ranges"),
    ],
)
def test_a_text_that_is_no_range_is_refused_with_the_notation(
    typed: list[str], says: str, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        read_ranges(typed)
    assert says in caught.value.message
    assert hint in caught.value.hint


def test_several_constants_give_every_combination_with_the_last_growing_fastest() -> None:
    found = instances(read_ranges(["A=1..2", "B=1,3"]))
    assert list(map(str, found)) == ["A=1, B=1", "A=1, B=3", "A=2, B=1", "A=2, B=3"]


def test_an_instance_is_within_another_if_no_constant_is_larger() -> None:
    def at(*sizes: int) -> Instance:
        return Instance(tuple(Setting(f"C{number}", size) for number, size in enumerate(sizes)))

    assert at(1, 2).is_within(at(1, 2))
    assert at(1, 2).is_within(at(2, 2))
    assert not at(1, 2).is_within(at(2, 1))
