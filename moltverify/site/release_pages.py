"""A page for each release on record, and one that lists them all."""

from collections.abc import Iterator

from msgspec import Struct

from moltverify.conformance.affected import Answer
from moltverify.conformance.affected_report import JudgedRelease, judged_release
from moltverify.releases.package import label_version
from moltverify.site import addresses
from moltverify.site.claim_state import WORDS
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.site.trend_chart import ReleaseCount, release_counts, trend_chart

# By answer: a heading, and a class of site.css.
PARTS = (
    (Answer.LAXER, "Does not hold", "laxer"),
    (Answer.UNKNOWN, "Unknown", "unknown"),
    (Answer.STRICTER, "Holds, and the code is stricter", "stricter"),
    (Answer.HOLDS, "Holds", "holds"),
)
STATUS_WORDS = {status.value: word for status, (_, word) in WORDS.items()}


class ReleaseCounts(Struct, frozen=True):
    """The data of the page that lists the releases, the newest first."""

    releases: tuple[ReleaseCount, ...]


def release_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the pages of all releases on record with their data; none without a record."""
    view = renderer.contents.page.conformance
    if view is None:
        return
    counts = release_counts(view.timelines, renderer.contents.releases)
    yield from renderer.pages(
        "releases.html.j2",
        addresses.RELEASES,
        ReleaseCounts(tuple(reversed(counts))),
        view=view,
        trend=trend_chart(counts, addresses.RELEASES),
        addresses={one.label: addresses.release_address(one.label) for one in counts},
        claims={one.id: addresses.claim_address(one.id) for one in renderer.contents.claims},
        counts=list(reversed(counts)),
    )
    for label in renderer.contents.releases:
        yield from release_page(renderer, label)


def release_page(renderer: SiteRenderer, label: str) -> tuple[SiteFile, SiteFile]:
    """Return the page of a release and its data."""
    contents = renderer.contents
    judged = judged_in(contents, label)
    order = contents.releases
    place = order.index(label)
    return renderer.pages(
        "release.html.j2",
        addresses.release_address(label),
        judged,
        addresses.RELEASES,
        judged=judged,
        parts=[(answer, words, kind) for answer, words, kind in PARTS if judged.of(answer)],
        before=order[place - 1] if place else "",
        after=order[place + 1] if place + 1 < len(order) else "",
        address=addresses.release_address,
        claim_address=addresses.claim_address,
        status_words=STATUS_WORDS,
        summary=summary_words(judged),
    )


def judged_in(contents: SiteContents, label: str) -> JudgedRelease:
    """Return what is known of a release."""
    view = contents.page.conformance
    timelines = dict(view.timelines) if view else {}
    return judged_release(label, contents.claims, timelines, contents.releases)


def summary_words(release: JudgedRelease) -> str:
    """Return how many claims hold in a release, as a sentence."""
    laxer, unknown = len(release.of(Answer.LAXER)), len(release.of(Answer.UNKNOWN))
    held = len(release.claims) - laxer - unknown
    version = label_version(release.release)
    return (
        f"Of {len(release.claims)} claims, {laxer} are known not to hold in {version}, {held} are"
        f" known to hold, and of {unknown} it cannot be told."
    )
