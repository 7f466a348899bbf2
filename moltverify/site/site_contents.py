"""What a site is made of, and the files that it consists of."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from msgspec import Struct

from moltverify.registry.records import Claim, Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.page_records import ClaimView, Page
from moltverify.report.html.page_view import page_of
from moltverify.site.claim_state import ClaimState, claim_state
from moltverify.suite.results import ModelResult, SuiteResult


class SiteFile(Struct, frozen=True):
    """One file of a site; `path` is relative to its folder."""

    path: PurePosixPath
    content: bytes


class SiteSources(Struct, frozen=True, kw_only=True):
    """What a site shows: a run, its registry with all texts, and the latest other findings.

    `runs` is the folder of all runs, which has TLC's own output, and `docs` that of the guides.
    """

    suite: SuiteResult
    registry: Registry
    texts: SpecTexts
    further: Further
    runs: Path
    docs: Path | None = None


class SiteContents:
    """A site's sources with what several of its pages show of them, worked out once."""

    def __init__(self, sources: SiteSources) -> None:
        self.sources = sources
        self.suite = sources.suite
        self.registry = sources.registry

    @cached_property
    def page(self) -> Page:
        """What the page of the run shows."""
        sources = self.sources
        return page_of(sources.suite, sources.registry, sources.texts, sources.further)

    @cached_property
    def states(self) -> dict[str, ClaimState]:
        """What the newest release on record does about each registered claim of the run."""
        view = self.page.conformance
        return {
            claim.id: claim_state(view.timelines.get(claim.id, ()) if view else (), self.releases)
            for claim in self.claims
        }

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The registered claims that the run has results of."""
        return tuple(view.claim for view in self.page.claims if view.claim)

    @property
    def releases(self) -> tuple[str, ...]:
        """The labels of all releases on record, the oldest first."""
        return self.page.conformance.releases if self.page.conformance else ()

    def views(self) -> Iterator[tuple[Claim, ClaimView]]:
        """Yield each registered claim of the run, with what the page of the run shows of it."""
        for view in self.page.claims:
            if view.claim:
                yield view.claim, view

    def results_of(self, claim: str) -> tuple[ModelResult, ...]:
        """Return the results of a claim's models."""
        return tuple(one for one in self.suite.models if one.claim == claim)
