"""Draws docs/site/*.png: four pages of the site of the last recorded run, seen in Chromium.

Run it from the checkout, after `moltverify site --what-if`:
`.venv/bin/python -m docs.make_site_pictures`
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from moltverify.cli.report_option import read_further
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.site.run_history import run_entry
from moltverify.site.site import site_files
from moltverify.site.site_contents import SiteContents, SiteSources
from moltverify.site.site_writer import write_site
from moltverify.store.cache_folder import cache_folder
from moltverify.store.runs import FOLDER
from moltverify.successors.find_successors import kept_successors
from moltverify.suite.recorded_runs import RecordedRuns
from moltverify.suite.results import SuiteResult
from tests.report.browser import browsing, find_chromium

ROOT = Path(__file__).parents[1]
# A file, the page and its place, the window, the theme, and a script before the picture.
OPEN = "document.querySelectorAll('.panel .others').forEach((one) => { one.open = true })"
PICTURES = (
    ("index", "index.html", (1180, 900), "light", ""),
    ("claim", "claims/routing-isolation.html", (1180, 820), "dark", ""),
    ("explorer", "claims/pairing-race.html#pairing-race:unlocked/5", (1180, 900), "light", OPEN),
    ("affected", "affected.html?version=2026.2.1", (390, 760), "dark", ""),
)


def site_contents(registry: Registry, result: SuiteResult) -> SiteContents:
    """Return what the site is made of."""
    store = ROOT / FOLDER
    kept = kept_successors(result.models, result.tools.jar, cache_folder(os.environ))
    sources = SiteSources(
        suite=result,
        registry=registry,
        texts=read_spec_texts(registry, {one.id for one in result.models}),
        further=replace(read_further(store, registry), successors=kept),
        runs=store / "runs",
    )
    return SiteContents(sources)


def main() -> None:
    """Make the site of the last run and take the pictures."""
    chromium = find_chromium()
    result = RecordedRuns(ROOT / FOLDER).last_suite()
    if chromium is None or result is None:
        sys.exit("this needs chromium, and a recorded run: make models")
    contents = site_contents(load_registry(ROOT / "specs" / "registry.yaml"), result)
    with TemporaryDirectory() as name:
        site = Path(name) / "site"
        write_site(site, site_files(contents, [run_entry(contents)]))
        with browsing(chromium, Path(name) / "profile") as page:
            for picture, place, (width, height), theme, script in PICTURES:
                page.look(width, height, theme)
                page.open(f"{site.as_uri()}/{place}")
                page.run(f"{script};0")
                target = ROOT / "docs" / "site" / f"{picture}.png"
                target.parent.mkdir(exist_ok=True)
                page.screenshot(target)


if __name__ == "__main__":
    main()
