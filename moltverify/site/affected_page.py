"""The page that judges a version in the browser, from the record of replays inside the page."""

import json
from collections.abc import Iterator
from itertools import groupby

import msgspec
from markupsafe import Markup
from msgspec import Struct

from moltverify.conformance.affected import Answer, ReleaseAnswer, Timeline, drift_reasons
from moltverify.registry.records import Claim
from moltverify.report.story.escaping import inert_line
from moltverify.site import addresses
from moltverify.site.rendering import SiteRenderer
from moltverify.site.site_contents import SiteContents, SiteFile


class AnswerRun(Struct, frozen=True):
    """Releases that follow one another in a claim's record with the same finding.

    `first` is the place of the first in the list of releases, `count` how many follow it there, and
    `reasons` the places of why the code is laxer, or why that is unknown, in the list of reasons.
    """

    first: int
    count: int
    answer: Answer
    status: str
    reasons: tuple[int, ...]


class AffectedAdvisory(Struct, frozen=True):
    """An advisory of a claim, and the first release without it if that is known."""

    id: str
    title: str
    fixed: str


class AffectedTimeline(Struct, frozen=True, kw_only=True):
    """A claim's record; `page` is relative to the site."""

    id: str
    title: str
    page: str
    runs: tuple[AnswerRun, ...]
    advisories: tuple[AffectedAdvisory, ...]


class AffectedData(Struct, frozen=True):
    """All that the page needs: releases from the oldest, reasons, and each claim's record."""

    releases: tuple[str, ...]
    reasons: tuple[str, ...]
    claims: tuple[AffectedTimeline, ...]


def affected_files(renderer: SiteRenderer) -> Iterator[SiteFile]:
    """Yield the page and its data; none without a record."""
    if not renderer.contents.releases:
        return
    data = affected_data(renderer.contents)
    yield from renderer.pages(
        "affected.html.j2", addresses.AFFECTED, data, embedded=embedded_json(data)
    )


def affected_data(contents: SiteContents) -> AffectedData:
    """Return the record of all claims, each reason once."""
    view = contents.page.conformance
    reasons: dict[str, int] = {}
    places = {label: place for place, label in enumerate(contents.releases)}
    claims = tuple(
        AffectedTimeline(
            id=claim.id,
            title=inert_line(claim.title),
            page=str(addresses.claim_address(claim.id)),
            runs=tuple(answer_runs(view.timelines.get(claim.id, ()), places, reasons)),
            advisories=affected_advisories(claim),
        )
        for claim in contents.claims
        if view
    )
    return AffectedData(tuple(map(inert_line, contents.releases)), tuple(reasons), claims)


def affected_advisories(claim: Claim) -> tuple[AffectedAdvisory, ...]:
    """Return the advisories of a claim that are fixed in a known release."""
    return tuple(
        AffectedAdvisory(inert_line(one.id), inert_line(one.title), inert_line(one.fixed))
        for one in claim.advisories
        if one.fixed
    )


def answer_runs(
    timeline: Timeline, places: dict[str, int], reasons: dict[str, int]
) -> Iterator[AnswerRun]:
    """Yield a claim's record in runs; new reasons are added to `reasons`."""
    rows = [
        (places[one.label], (one.answer, one.finding.status.value, reason_places(one, reasons)))
        for one in timeline
    ]
    # Places that follow one another differ from their number in the row by a constant.
    keyed = [(place - number, found, place) for number, (place, found) in enumerate(rows)]
    for (_, found), run in groupby(keyed, key=lambda row: (row[0], row[1])):
        run_places = [place for _, _, place in run]
        yield AnswerRun(run_places[0], len(run_places), *found)


def reason_places(answer: ReleaseAnswer, reasons: dict[str, int]) -> tuple[int, ...]:
    """Return the places of the reasons of an answer; new ones are added."""
    if answer.answer.is_good:
        return ()
    words = drift_reasons([answer]) or (answer.finding.reason, answer.finding.omits)
    shown = dict.fromkeys(inert_line(one) for one in words if one)
    return tuple(reasons.setdefault(one, len(reasons)) for one in shown)


def embedded_json(data: Struct) -> Markup:
    """Return JSON for an element of a page: no text in it can end the element."""
    # HTML ends a script element at `</script` and changes its rules at `<!--`. Only ASCII, because
    # some marks change the order in which a browser shows the text around them.
    text = json.dumps(msgspec.to_builtins(data), separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - see above
