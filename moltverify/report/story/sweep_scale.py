"""The logarithmic scale of a sweep's plots, in the terminal and as SVG."""

from collections.abc import Sequence
from math import ceil, log10

from moltverify.sweep.results import InstanceRow, InstanceStatus, ModelSweep

# Statuses of runs that TLC did not complete.
OPEN = {InstanceStatus.UNDECIDED, InstanceStatus.ERROR}


def decades(rows: Sequence[InstanceRow]) -> int:
    """Return how many powers of ten the scale of these rows has, one at least."""
    most = max((row.distinct or 0 for row in rows), default=0)
    # At least one, because bars and ticks are divided by it.
    return max(1, ceil(log10(most))) if most > 0 else 1


def scale_fraction(distinct: int | None, most: int) -> float:
    """Return the part of the scale that a number of states takes, 0 to 1."""
    # Neither None nor 0 has a logarithm.
    return log10(distinct) / most if distinct else 0.0


def figures(row: InstanceRow) -> str:
    """Return a row's distinct states: with `+` if there are more, a dash if it is unknown."""
    if row.distinct is None:
        return "-"
    return f"{row.distinct:,}{'+' if row.status in OPEN else ''}"


def has_plot(model: ModelSweep) -> bool:
    """Tell whether a model has anything to plot."""
    return any(row.distinct for row in model.rows)
