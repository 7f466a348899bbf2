"""Draws docs/formats/page.png: the page of the last recorded run, seen in Chromium.

Run it from the checkout, after `make models`: `.venv/bin/python -m docs.make_page_picture`
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from moltverify.registry.load import load_registry
from moltverify.registry.spec_texts import read_spec_texts
from moltverify.report.html.page import html_page
from moltverify.store.runs import FOLDER
from moltverify.suite.recorded_runs import RecordedRuns
from tests.report.browser import browsing, find_chromium

ROOT = Path(__file__).parents[1]
PLACE = "pairing-race:unlocked/8"
WIDTH, HEIGHT = 1280, 1000


def main() -> None:
    """Render the last run and take the picture."""
    chromium = find_chromium()
    result = RecordedRuns(ROOT / FOLDER).last_suite()
    if chromium is None or result is None:
        sys.exit("this needs chromium, and a recorded run: make models")
    registry = load_registry(ROOT / "specs" / "registry.yaml")
    sources = read_spec_texts(registry, {one.id for one in result.models})
    with TemporaryDirectory() as name:
        file = Path(name) / "page.html"
        file.write_bytes(html_page(result, registry, sources))
        with browsing(chromium, Path(name) / "profile") as page:
            page.look(WIDTH, HEIGHT, "light")
            page.open(f"{file.as_uri()}#{PLACE}")
            page.screenshot(ROOT / "docs" / "formats" / "page.png")


if __name__ == "__main__":
    main()
