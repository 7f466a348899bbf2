"""The page with the history of verdicts: charts over the runs, and a table of them."""

import itertools
from collections.abc import Iterator, Sequence

from markupsafe import Markup
from msgspec import Struct

from moltverify.plural import counted
from moltverify.site import addresses
from moltverify.site.rendering import SiteRenderer
from moltverify.site.run_history import FORMAT, History, RunEntry
from moltverify.site.site_contents import SiteFile
from moltverify.suite.verdict import Verdict

SHOWN = 200  # runs in the charts and the table; the JSON has all


class ChartSeries(Struct, frozen=True):
    """A chart: its title, its values in the order of the runs, and a class of site.css."""

    title: str
    values: tuple[float, ...]
    kind: str


def history_files(renderer: SiteRenderer, runs: Sequence[RunEntry]) -> Iterator[SiteFile]:
    """Yield the page and its data."""
    shown = runs[-SHOWN:]
    yield from renderer.pages(
        "history.html.j2",
        addresses.HISTORY,
        History(FORMAT, tuple(runs)),
        runs=list(reversed(shown)),
        changes=list(reversed(list(changed_claims(shown)))),
        number_text=number_text,
        charts=[(one, bar_chart(one)) for one in series_of(shown)],
        claim_addresses={
            one.id: addresses.claim_address(one.id) for one in renderer.contents.claims
        },
    )


def series_of(runs: Sequence[RunEntry]) -> Iterator[ChartSeries]:
    """Yield the charts of the page."""
    wrong = tuple(one.models - one.as_expected + one.missing for one in runs)
    yield ChartSeries("Models as expected", tuple(one.as_expected for one in runs), "H")
    yield ChartSeries("Models not as expected, or not run", wrong, "L")
    if any(one.newest for one in runs):
        laxer = tuple(one.laxer for one in runs)
        yield ChartSeries("Claims that do not hold in the newest release", laxer, "L")
    states = tuple(sum(claim.distinct or 0 for claim in one.claims.values()) for one in runs)
    yield ChartSeries("Distinct states of the green models", states, "S")
    yield ChartSeries("Seconds of TLC", tuple(one.seconds for one in runs), "S")


def bar_chart(series: ChartSeries) -> Markup:
    """Return a chart as SVG, a bar for each run, from zero to the largest value."""
    most = max(series.values, default=0) or 1
    bars = "".join(
        f'<rect class="{series.kind}" x="{place + 0.1:.1f}" y="{100 - 100 * value / most:.2f}"'
        f' width="0.8" height="{100 * value / most:.2f}"/>'
        for place, value in enumerate(series.values)
    )
    words = f"{series.title}: {number_text(series.values[-1])} in the last of "
    words += counted(len(series.values), "run")
    # At least as wide as twenty runs, so that the first one is no wall of colour.
    size = f'viewBox="0 0 {max(len(series.values), 20)} 100" preserveAspectRatio="none"'
    return Markup(f'<svg {size} role="img" aria-label="{words}">{bars}</svg>')  # noqa: S704 - numbers and titles of our own


def number_text(value: float) -> str:
    """Return a number with at most one decimal."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def changed_claims(runs: Sequence[RunEntry]) -> Iterator[tuple[RunEntry, str, Verdict, Verdict]]:
    """Yield the claims whose verdict differs from that of the run before, with both verdicts."""
    for before, after in itertools.pairwise(runs):
        for claim, entry in after.claims.items():
            earlier = before.claims.get(claim)
            if earlier and earlier.verdict is not entry.verdict:
                yield after, claim, earlier.verdict, entry.verdict
