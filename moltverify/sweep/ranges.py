"""Ranges of constants in the user's notation (`MaxPending=1..4`), and the instances they span."""

import re
from collections.abc import Sequence
from itertools import product
from math import prod

from msgspec import Struct

from moltverify.errors import UsageError

MAX_INSTANCES = 1000  # of one sweep
MAX_DIGITS = 9  # of a size: TLC's integers have 32 bits
RANGE = re.compile(rf"(\w+)=(\d{{1,{MAX_DIGITS}}})\.\.(\d{{1,{MAX_DIGITS}}})")
LIST = re.compile(rf"(\w+)=(\d{{1,{MAX_DIGITS}}}(?:,\d{{1,{MAX_DIGITS}}})*)")


class Range(Struct, frozen=True):
    """The sizes that one constant takes, ascending: numbers, or how many elements its set has."""

    constant: str
    sizes: tuple[int, ...]


class Setting(Struct, frozen=True):
    """One constant at one size."""

    constant: str
    size: int

    def __str__(self) -> str:
        return f"{self.constant}={self.size}"


class Instance(Struct, frozen=True):
    """A model in one size: a setting per constant."""

    settings: tuple[Setting, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.settings))

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes without the constants' names, in the order of the ranges."""
        return tuple(one.size for one in self.settings)

    @property
    def fixed(self) -> tuple[Setting, ...]:
        """All settings except that of the last constant, which grows fastest from row to row."""
        return self.settings[:-1]

    def is_within(self, other: "Instance") -> bool:
        """Tell whether each size is at most that in another instance of the same sweep.

        A partial order: of two instances, neither may be within the other.
        """
        # Sizes compare by position: the instances of a sweep have their constants in one order.
        return all(own <= its for own, its in zip(self.sizes, other.sizes, strict=True))


def read_ranges(texts: Sequence[str]) -> tuple[Range, ...]:
    """Return the ranges that a user typed.

    Raises UsageError for a text that is no range, a constant given twice, or too many instances.
    """
    ranges = tuple(map(read_range, texts))
    names = [one.constant for one in ranges]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name} is given twice", f"join them: {name}=1,2,4")
    # From the lengths alone: the product of three long ranges would fill the memory.
    total = prod(len(one.sizes) for one in ranges)
    if total > MAX_INSTANCES:
        raise UsageError(
            f"that makes {total:,} instances; a sweep has {MAX_INSTANCES:,} at most",
            "narrow the ranges, or name single sizes: X=1,10,100",
        )
    return ranges


def read_range(text: str) -> Range:
    """Return one constant's range; raises UsageError for a text that is no range, or is empty."""
    if found := RANGE.fullmatch(text):
        first, last = int(found[2]), int(found[3])
        if first > last:
            raise UsageError(
                f"{text} is empty: it ends before it begins",
                f"the smaller number comes first: {found[1]}={last}..{first}",
            )
        # Before the sizes are listed: a range of a billion would fill the memory.
        if last - first >= MAX_INSTANCES:
            raise UsageError(
                f"{text} makes {last - first + 1:,} instances;"
                f" a sweep has {MAX_INSTANCES:,} at most",
                f"name single sizes: {found[1]}=1,10,100",
            )
        return Range(found[1], tuple(range(first, last + 1)))
    if found := LIST.fullmatch(text):
        # Ascending and without duplicates: growth compares neighbours, and an instance's sizes
        # are part of its model's id.
        return Range(found[1], tuple(sorted({int(one) for one in found[2].split(",")})))
    raise UsageError(f"'{text}' is no range of a constant", "write CONSTANT=1..4 or CONSTANT=1,2,4")


def instances(ranges: Sequence[Range]) -> tuple[Instance, ...]:
    """Return the Cartesian product of the ranges; the last constant changes fastest."""
    names = [one.constant for one in ranges]
    return tuple(
        Instance(tuple(map(Setting, names, chosen)))
        for chosen in product(*(one.sizes for one in ranges))
    )
