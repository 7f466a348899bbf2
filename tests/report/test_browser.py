"""What browser tests rely on: waiting does not depend on which page is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report.browser import Page, PageReplacedError, ScriptError, browsing, find_chromium

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]


@pytest.fixture(scope="module")
def browser_tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def tab(browser_tab: Page, tmp_path: Path) -> Page:
    """A page that leads to another one after a while."""
    script = "setTimeout(() => location.assign('next.html'), 300)"
    (tmp_path / "first.html").write_text(f"<p>first<script>{script}</script>")
    (tmp_path / "next.html").write_text("<p>next")
    browser_tab.open((tmp_path / "first.html").as_uri())
    return browser_tab


def test_waiting_outlives_the_page_on_which_it_began(tab: Page) -> None:
    tab.wait_until("document.querySelector('p').textContent === 'next'")


def test_a_promise_ends_with_its_page(tab: Page) -> None:
    with pytest.raises(PageReplacedError):
        tab.run("new Promise(() => {})")


def test_an_exception_of_a_script_fails_a_question(tab: Page) -> None:
    with pytest.raises(ScriptError):
        tab.run("no_such_name")
