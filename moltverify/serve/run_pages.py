"""The pages of one run: like that of its claim, and as one file."""

import time
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.page import html_page
from moltverify.serve.live_renderer import LiveRenderer, RunRenderer, ShownRun
from moltverify.serve.trace_jobs import known_successors
from moltverify.site.site_contents import SiteContents, SiteSources
from moltverify.suite.results import SuiteResult

PAGE, REPORT = "page.html", "report.html"
OWN_FILES = ("module.txt", "config.txt", "model.zip")


class RunPageMaker(Struct, frozen=True):
    """Makes the pages of a run with this digest; `frame` is what surrounds them, if there is one.

    Of a stranger's model they show nothing of the registry that is served.
    """

    digest: str
    frame: LiveRenderer | None
    is_own: bool

    def __call__(
        self, suite: SuiteResult, registry: Registry, texts: SpecTexts
    ) -> Mapping[str, bytes]:
        """Return the pages by path."""
        further = Further()
        if self.frame is not None and not self.is_own:
            known = known_successors(suite)
            further = replace(self.frame.contents.sources.further, successors=known)
        pages = {REPORT: html_page(suite, registry, texts, further)}
        if self.frame is None or not suite.models:
            return pages
        sources = SiteSources(
            suite=suite, registry=registry, texts=texts, further=further, runs=Path()
        )
        run = ShownRun(
            digest=self.digest,
            finished=time.time(),
            files=(REPORT, *(OWN_FILES if self.is_own else ())),
            notes=tuple(f"{one.id}: {one.note}" for one in suite.models if one.note),
            is_own=self.is_own,
        )
        page = RunRenderer(SiteContents(sources), run, self.frame).run_page()
        return {**pages, PAGE: page}
