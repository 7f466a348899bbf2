"""Templates to files: every page has the same frame, and links that are relative to its folder."""

from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from moltverify import __version__
from moltverify.registry.advisory_table import advisory_url
from moltverify.releases.package import label_version
from moltverify.report.html.page import template_environment
from moltverify.site import addresses
from moltverify.site.site_contents import SiteContents, SiteFile
from moltverify.suite.verdict_times import verdict_times

TEMPLATES = Path(__file__).with_name("templates")


class SiteRenderer:
    """Renders a site's pages, each with its data beside it."""

    def __init__(self, contents: SiteContents) -> None:
        self.contents = contents
        self.templates = site_templates()
        self.templates.globals |= self.frame()

    def frame(self) -> dict[str, object]:
        """Return what every page shows."""
        suite = self.contents.suite
        release = suite.tools.release or "a release of TLC that moltverify does not know"
        releases = self.contents.releases
        return {
            "site_title": suite.title,
            "nav": self.navigation(),
            "run_words": f"{verdict_times(suite)} by {release}.",
            "jar": suite.tools.jar,
            "version": __version__,
            "releases": releases,
            "newest": releases[-1] if releases else "",
        }

    def navigation(self) -> list[tuple[str, str]]:
        """Return the names and paths of the pages that every page links to."""
        registry, sources = self.contents.registry, self.contents.sources
        has_advisories = registry.uncovered or any(one.advisories for one in registry.claims)
        pages = [
            ("Claims", addresses.INDEX, True),
            ("Releases", addresses.RELEASES, bool(self.contents.releases)),
            ("Is my version affected?", addresses.AFFECTED, bool(self.contents.releases)),
            ("Advisories", addresses.ADVISORIES, bool(has_advisories)),
            ("History", addresses.HISTORY, True),
            ("Docs", addresses.DOCS, sources.docs is not None),
        ]
        return [(name, str(target)) for name, target, exists in pages if exists]

    def page(
        self,
        template: str,
        path: PurePosixPath,
        section: PurePosixPath | None = None,
        **values: Any,
    ) -> SiteFile:
        """Return a page; `section` is the page of the navigation that it belongs to."""
        html = self.templates.get_template(template).render(
            here=str(path),
            section=str(section or path),
            data=str(addresses.data_address(path)),
            link=lambda target: addresses.relative(PurePosixPath(target), path),
            **values,
        )
        # UTF-8 has no bytes for half of a surrogate pair, and a text may contain one.
        return SiteFile(path, html.encode("utf-8", "backslashreplace"))

    def pages(
        self,
        template: str,
        path: PurePosixPath,
        data: msgspec.Struct,
        section: PurePosixPath | None = None,
        **values: Any,
    ) -> tuple[SiteFile, SiteFile]:
        """Return a page and the JSON beside it."""
        return self.page(template, path, section, **values), data_file(path, data)


def data_file(path: PurePosixPath, data: object) -> SiteFile:
    """Return the JSON beside a page."""
    return SiteFile(addresses.data_address(path), msgspec.json.encode(data) + b"\n")


def site_templates() -> Environment:
    """Return the templates of the site, with those of the report for what both show."""
    templates = template_environment()
    assert templates.loader is not None
    templates.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), templates.loader])
    templates.filters |= {"version": label_version}
    templates.globals |= {"advisory_url": advisory_url, "live": False, "run_is_own": False}
    # Only pages of claims have these links, and they all lie in one folder.
    links = partial(source_link, addresses.claim_address("any"))
    templates.globals |= {"source_link": links, "has_source_pages": True}
    return templates


def source_link(page: PurePosixPath, path: str, line: int) -> str:
    """Return the link from a page to a line of a module or config."""
    return f"{addresses.relative(addresses.source_address(path), page)}#L{line}"
