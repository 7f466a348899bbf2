"""Stretches of releases: from the first with a fault to the last before the first without it.

A release of which neither is known, such as one that could not be replayed, ends no stretch.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Stretch(NamedTuple):
    """The labels of a stretch's first and last release, and of the first one without the fault.

    `fixed` is empty if no later release is known to be without it.
    """

    first: str
    last: str
    fixed: str = ""


def stretches(releases: Iterable[tuple[str, bool, bool]]) -> Iterator[Stretch]:
    """Yield the stretches among releases in time.

    Each release is its label, whether it has the fault, and whether it is known to be without it;
    the last counts only if it has not.
    """
    first = last = ""
    for label, has_fault, is_without in releases:
        if has_fault:
            first, last = first or label, label
        elif first and is_without:
            yield Stretch(first, last, label)
            first = last = ""
    if first:
        yield Stretch(first, last)
