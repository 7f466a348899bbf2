"""Which values of a parametrised test run each time, and which only where more tests run."""

from collections.abc import Collection, Iterable

import pytest
from _pytest.mark.structures import ParameterSet


def some_nightly(values: Iterable[str], always: Collection[str]) -> list[ParameterSet]:
    """Return the values as parameters named after themselves, nightly but for those in `always`."""
    return marked(values, always, pytest.mark.nightly)


def some_in_campaigns(values: Iterable[str], always: Collection[str]) -> list[ParameterSet]:
    """Return the same for values of which all but those in `always` run in campaigns only."""
    return marked(values, always, pytest.mark.campaign)


def marked(
    values: Iterable[str], always: Collection[str], mark: pytest.MarkDecorator
) -> list[ParameterSet]:
    """Return the values as parameters, with a mark but for those in `always`."""
    return [pytest.param(one, marks=[] if one in always else [mark], id=one) for one in values]
