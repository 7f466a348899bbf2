"""All files of a site, from what was recorded; no model is run."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from moltverify.report.html.page import TEMPLATES
from moltverify.site.advisory_list import advisory_files
from moltverify.site.affected_page import affected_files
from moltverify.site.badges import badge_files
from moltverify.site.claim_pages import claim_files
from moltverify.site.doc_pages import doc_files
from moltverify.site.history_page import history_files
from moltverify.site.index_page import index_files
from moltverify.site.release_pages import release_files
from moltverify.site.rendering import SiteRenderer
from moltverify.site.run_history import RunEntry
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.site.source_pages import source_page_files

ASSETS = Path(__file__).with_name("assets")


def site_files(contents: SiteContents, runs: Sequence[RunEntry]) -> Iterator[SiteFile]:
    """Yield every file of the site; `runs` are the entries of its history."""
    yield from asset_files()
    yield from page_files(SiteRenderer(contents), runs)


def page_files(renderer: SiteRenderer, runs: Sequence[RunEntry]) -> Iterator[SiteFile]:
    """Yield the pages of the site, with their data."""
    yield from index_files(renderer)
    yield from claim_files(renderer)
    yield from release_files(renderer)
    yield from affected_files(renderer)
    yield from advisory_files(renderer)
    yield from history_files(renderer, runs)
    yield from source_page_files(renderer)
    yield from doc_files(renderer)
    yield from badge_files(renderer.contents)


def asset_files() -> Iterator[SiteFile]:
    """Yield the styles and scripts: those of the report, and the site's own."""
    for file in (TEMPLATES / "page.css", TEMPLATES / "page.js", *sorted(ASSETS.iterdir())):
        yield SiteFile(PurePosixPath("assets") / file.name, file.read_bytes())
