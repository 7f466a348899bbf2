"""The JSON beside a site's pages, as records of its own; numbers of formats rise with them."""

from pathlib import PurePosixPath

from msgspec import Struct

from moltverify import __version__
from moltverify.conformance.affected import Answer
from moltverify.conformance.affected_report import ReleaseRun, release_runs
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Advisory, Claim
from moltverify.site import addresses
from moltverify.site.site_contents import SiteContents
from moltverify.suite.results import ModelResult, Tools
from moltverify.suite.verdict import Verdict
from moltverify.suite.verdict_times import verdict_time

FORMAT = 1


class RunData(Struct, frozen=True, kw_only=True):
    """The run that a site shows."""

    id: str
    started: str
    verdict: Verdict
    tools: Tools
    registry: str


class ClaimSummary(Struct, frozen=True, kw_only=True):
    """A claim in the list: the worst verdict of its models, and what the newest release does.

    `answer` is null if no release was replayed; `page` is relative to the site.
    """

    id: str
    title: str
    group: str
    verdict: Verdict
    checked: str
    answer: Answer | None
    state: str
    since: str
    advisories: tuple[str, ...]
    page: str


class SiteIndex(Struct, frozen=True, kw_only=True):
    """The data of the first page; `newest` is the newest release on record, or empty."""

    format: int = FORMAT
    moltverify: str = __version__
    title: str
    run: RunData
    newest: str
    missing: tuple[str, ...]
    claims: tuple[ClaimSummary, ...]


class ClaimData(Struct, frozen=True, kw_only=True):
    """The data of a claim's page: its texts, the results of its models, and its releases.

    `checked` is when each model ran, by its id.
    """

    format: int = FORMAT
    moltverify: str = __version__
    id: str
    title: str
    group: str
    statement: str
    claimed: dict[str, str]
    honesty: dict[str, str]
    assumptions: tuple[str, ...]
    bounds: tuple[str, ...]
    advisories: tuple[Advisory, ...]
    verdict: Verdict
    checked: dict[str, str]
    results: tuple[ModelResult, ...]
    releases: tuple[ReleaseRun, ...]
    findings: tuple[ReplayFinding, ...]


def index_data(contents: SiteContents) -> SiteIndex:
    """Return the data of the first page."""
    suite = contents.suite
    run = RunData(
        id=suite.run,
        started=suite.started,
        verdict=suite.verdict,
        tools=suite.tools,
        registry=suite.registry,
    )
    return SiteIndex(
        title=suite.title,
        run=run,
        newest=contents.releases[-1] if contents.releases else "",
        missing=suite.missing,
        claims=tuple(claim_summary(claim, contents) for claim in contents.claims),
    )


def claim_summary(claim: Claim, contents: SiteContents) -> ClaimSummary:
    """Return a claim of the list."""
    results = contents.results_of(claim.id)
    conformance = contents.page.conformance
    newest = conformance.newest.of(claim.id) if conformance else None
    state = contents.states[claim.id]
    return ClaimSummary(
        id=claim.id,
        title=claim.title,
        group=claim.group,
        verdict=max(one.verdict for one in results),
        checked=max(verdict_time(one, contents.suite) for one in results),
        answer=newest.answer if newest else None,
        state=state.word,
        since=state.since,
        advisories=tuple(one.id for one in claim.advisories),
        page=str(PurePosixPath(addresses.claim_address(claim.id))),
    )


def claim_data(claim: Claim, contents: SiteContents) -> ClaimData:
    """Return the data of a claim's page."""
    results = contents.results_of(claim.id)
    view = contents.page.conformance
    timeline = view.timelines.get(claim.id, ()) if view else ()
    return ClaimData(
        id=claim.id,
        title=claim.title,
        group=claim.group,
        statement=claim.statement,
        claimed=claim.claimed,
        honesty=claim.honesty,
        assumptions=claim.assumptions,
        bounds=claim.bounds,
        advisories=claim.advisories,
        verdict=max(one.verdict for one in results),
        checked={one.id: verdict_time(one, contents.suite) for one in results},
        results=results,
        releases=release_runs(timeline),
        findings=tuple(one.finding for one in timeline[-1:]),
    )
