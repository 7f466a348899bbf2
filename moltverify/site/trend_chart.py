"""How many claims hold, release by release, as SVG: what holds stands up, what is laxer hangs."""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from markupsafe import Markup
from msgspec import Struct

from moltverify.conformance.affected import Answer, Timeline
from moltverify.releases.package import label_version
from moltverify.report.html.bars_svg import svg_text
from moltverify.site.addresses import relative, release_address


class ReleaseCount(Struct, frozen=True):
    """How many claims are known to hold in a release, and how many are laxer there."""

    label: str
    holds: int
    laxer: int


def release_counts(
    timelines: Mapping[str, Timeline], releases: Sequence[str]
) -> list[ReleaseCount]:
    """Return the counts of each release, from the findings about that release only."""
    answers: dict[str, list[Answer]] = {label: [] for label in releases}
    for timeline in timelines.values():
        for one in timeline:
            answers[one.label].append(one.answer)
    return [
        ReleaseCount(label, sum(one.is_good for one in found), found.count(Answer.LAXER))
        for label, found in answers.items()
    ]


def trend_chart(counts: Sequence[ReleaseCount], page: PurePosixPath) -> Markup:
    """Return the chart, with a link to each release's page and an axis below it."""
    up = max((one.holds for one in counts), default=0) or 1
    down = max((one.laxer for one in counts), default=0) or 1
    bars = "".join(release_bar(place, one, up, page) for place, one in enumerate(counts))
    first, last = (svg_text(label_version(counts[at].label)) for at in (0, -1))
    # Whole numbers of claims as the unit, so that nothing needs to be scaled here.
    size = f'viewBox="0 0 {len(counts)} {up + down}" preserveAspectRatio="none"'
    words = f"{counts[-1].holds} claims hold in the newest release, {counts[-1].laxer} are laxer"
    return Markup(  # noqa: S704 - numbers, addresses of our own, and escaped labels
        f'<svg class="trend" {size} role="group" aria-label="{words}">'
        f'<rect class="zero" x="0" y="{up - 0.04}" width="{len(counts)}" height="0.08"/>'
        f"{bars}</svg>"
        f'<div class="chart-axis"><span>{first}</span><span>{last}</span></div>'
    )


def release_bar(place: int, one: ReleaseCount, up: int, page: PurePosixPath) -> str:
    """Return a release's bar: a link with what holds above the line and what is laxer below it."""
    says = f"{svg_text(label_version(one.label))}: {one.holds} hold, {one.laxer} laxer"
    says = says.replace('"', "&quot;")
    return (
        # Not reached by Tab: the page of releases lists the same links as text.
        f'<a href="{relative(release_address(one.label), page)}" tabindex="-1" aria-label="{says}">'
        f"<title>{says}</title>"
        f'<rect class="H" x="{place + 0.08}" y="{up - one.holds}" width="0.84"'
        f' height="{one.holds}"/>'
        f'<rect class="L" x="{place + 0.08}" y="{up}" width="0.84" height="{one.laxer}"/></a>'
    )
