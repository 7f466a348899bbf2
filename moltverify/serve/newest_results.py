"""The newest results of the service in the site's pages, in place of those of the recorded run."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath
from threading import Lock

from msgspec.structs import replace

from moltverify.report.html.page_view import page_with
from moltverify.serve.live_renderer import LiveRenderer
from moltverify.serve.live_site import LiveSite, served_file, unrun_index
from moltverify.serve.trace_jobs import known_successors
from moltverify.site.addresses import download_address
from moltverify.site.badges import badge_files
from moltverify.site.claim_pages import claim_files
from moltverify.site.index_page import index_files
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.suite.results import SuiteResult
from moltverify.tlc.outcome import Failed, Stopped


class NewestResults:
    """Keeps the pages of claims, and the list of them, at the newest result of each claim."""

    def __init__(self, site: LiveSite) -> None:
        self.site = site
        self.shown: dict[str, float] = {}
        # Jobs end in several threads, and each change starts from the one before.
        self.lock = Lock()

    def show(self, suite: SuiteResult, finished: float) -> bool:
        """Show a claim's result unless a newer one is there; return whether it is shown now."""
        if not has_answers(suite):
            return False
        with self.lock:
            claim = suite.models[0].claim
            if finished <= self.shown.get(claim, recorded_time(self.site.renderer.contents, claim)):
                return False
            self.shown[claim] = finished
            self.replace_pages(claim, suite)
            return True

    def replace_pages(self, claim: str, suite: SuiteResult) -> None:
        """Render the claim's page and the list again."""
        renderer = self.site.renderer
        own = contents_of_claim(renderer.contents, suite)
        whole = LiveRenderer(with_claim(renderer.contents, own), renderer.largest)
        pages = [*claim_files(LiveRenderer(own, renderer.largest)), *list_files(whole)]
        # The downloads of the result before are none of this one.
        folder = download_address(claim, "any").parent
        kept = {
            path: file
            for path, file in self.site.files.items()
            if PurePosixPath(path).parent != folder
        }
        self.site.files = {**kept, **{str(one.path): served_file(one) for one in pages}}
        self.site.renderer = whole


def has_answers(suite: SuiteResult) -> bool:
    """Tell whether TLC came to an answer about every model.

    A run that a busy machine stopped must not stand in place of one that ended.
    """
    ended = not any(isinstance(one.outcome, Stopped | Failed) for one in suite.models)
    return bool(suite.models) and ended and not suite.interrupted


def recorded_time(contents: SiteContents, claim: str) -> float:
    """Return when the recorded run with a claim began, in seconds since 1970; 0 without one."""
    if not contents.results_of(claim):
        return 0.0
    return datetime.fromisoformat(contents.suite.started).timestamp()


def contents_of_claim(contents: SiteContents, suite: SuiteResult) -> SiteContents:
    """Return what the page of one claim is made of, from a result of the service."""
    sources = contents.sources
    further = replace(sources.further, successors=known_successors(suite))
    # Under the recorded run's name, which says which other pages there are.
    named = replace(suite, run=contents.suite.run, missing=())
    return SiteContents(replace(sources, suite=named, further=further))


def with_claim(contents: SiteContents, own: SiteContents) -> SiteContents:
    """Return a site's contents with the results of one claim replaced."""
    fresh = {one.id for one in own.suite.models}
    suite = replace(
        contents.suite,
        models=(*(one for one in contents.suite.models if one.id not in fresh), *own.suite.models),
        missing=tuple(one for one in contents.suite.missing if one not in fresh),
    )
    merged = SiteContents(replace(contents.sources, suite=suite))
    views = {view.id: view for view in (*contents.page.claims, *own.page.claims)}
    sources = merged.sources
    order = dict.fromkeys([*(claim.id for claim in sources.registry.claims), *views])
    # Working out the views of all claims takes seconds, and those of the others stay the same.
    merged.page = page_with(
        [views[name] for name in order if name in views],
        suite,
        sources.registry,
        sources.texts,
        sources.further,
    )
    return merged


def list_files(renderer: LiveRenderer) -> Iterator[SiteFile]:
    """Yield the list of claims and what is counted from all of them."""
    if not renderer.is_recorded:
        yield unrun_index(renderer)
        return
    yield from index_files(renderer)
    yield from badge_files(renderer.contents)
