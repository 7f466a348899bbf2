"""The counts of a green that holds against those that the registry expects."""

from moltverify.plural import counted
from moltverify.registry.expectation import CountBand, MustHold
from moltverify.tlc.outcome import Statistics


def count_difference(expectation: MustHold, statistics: Statistics) -> str:
    """Return which count differs, with both numbers; an empty text if none does."""
    distinct = statistics.distinct or 0
    if expectation.distinct not in {None, distinct}:
        return f"expected {expectation.distinct:,} distinct states, but TLC found {distinct:,}"
    for band in expectation.bands:
        found = count_of(band, statistics)
        # A count that TLC does not print is not as expected: nobody knows it.
        if found is None or not band.least <= found <= band.most:
            number = "printed none" if found is None else f"found {found:,}"
            return f"expected {band_words(band)}, but TLC {number}"
    return ""


def count_of(band: CountBand, statistics: Statistics) -> int | None:
    """Return TLC's count that a band is about; None if TLC did not print it."""
    counts = {
        "distinct": statistics.distinct,
        "generated": statistics.generated,
        "depth": statistics.depth,
    }
    return counts[band.count]


def band_words(band: CountBand) -> str:
    """Return a band as a sentence has it."""
    both = f"{band.least:,} to {band.most:,}"
    if band.count == "depth":
        return f"a depth of {band.least:,}" if band.least == band.most else f"a depth of {both}"
    what = f"{band.count} state"
    return counted(band.most, what) if band.least == band.most else f"{both} {what}s"
