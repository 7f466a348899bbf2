"""Which values of a parametrised test run each time, and which only where all tests run."""

from collections.abc import Collection, Iterable

import pytest
from _pytest.mark.structures import ParameterSet


def some_nightly(values: Iterable[str], always: Collection[str]) -> list[ParameterSet]:
    """Return the values as parameters named after themselves, nightly but for those in `always`."""
    return [
        pytest.param(one, marks=[] if one in always else [pytest.mark.nightly], id=one)
        for one in values
    ]
