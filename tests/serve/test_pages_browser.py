"""The pages in a real browser: find a claim, run it, check a model, mend it, share it."""

from collections.abc import Iterator

import pytest

from tests.report.browser import Page, browsing, find_chromium
from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.models import CONFIG, COUNTER, endless
from tests.serve.served import Service

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.tlc,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]
STATE = "document.querySelector('[data-progress] [role=status]')?.textContent"


@pytest.fixture(scope="module")
def browser_tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def tab(browser_tab: Page, service: Service) -> Iterator[Page]:
    """A tab; after each test: nothing in the console, and nothing asked of another host."""
    browser_tab.look(1280, 900)
    yield browser_tab
    said = [one for one in browser_tab.complaints() if "422" not in str(one)]
    assert said == []
    asked = [one for one in browser_tab.requests() if not one.startswith("data:")]
    assert [one for one in asked if not one.startswith((service.url, "about:"))] == []


def wait_for_page(tab: Page, words: str) -> None:
    """Wait until the page with these words in its text is there, whichever it was before."""
    there = f"document.body?.textContent.includes({words!r})"
    tab.wait_until(f"document.readyState === 'complete' && {there}")


def write(tab: Page, module: str, config: str) -> None:
    for name, text in (("module", module), ("config", config)):
        tab.run(f"document.getElementById('{name}').value = {text!r}")


def test_a_reader_finds_a_claim_and_runs_it_again(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}?q=key")
    tab.wait_until("document.getElementById('count').textContent === '1 of 1 claims'")
    tab.follow("document.querySelector('.row a').click()")
    wait_for_page(tab, "Run it again now")
    tab.click("#live button")
    tab.wait_until(f"/^(waiting|running|done)/.test({STATE})")
    wait_for_page(tab, "See the result")
    rows = "[...document.querySelectorAll('[data-progress] tr')].map((one) => one.textContent)"
    shown = tab.run(rows)
    assert shown[0] == "dooras expected6 states"
    assert [row.partition("as expected")[0] for row in shown] == [
        *("door", "door@let-in", "door:unlocked")
    ]
    tab.follow("document.querySelector('[data-progress] a').click()")
    wait_for_page(tab, "This is one run")
    tab.run("document.querySelector('.trace summary').click()")
    tab.wait_until("document.querySelector('.trace .where').textContent.startsWith('1 of')")


def test_another_size_shows_where_a_claim_breaks(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}claims/door.html")
    tab.click("#live form:nth-of-type(2) button")
    wait_for_page(tab, "See the result")
    tab.follow("document.querySelector('[data-progress] a').click()")
    wait_for_page(tab, "Visitors=3")


@needs_sandbox
def test_a_model_with_an_error_is_mended_and_shared(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}own.html")
    write(tab, COUNTER.format(bound=4).replace("x = 0", "x = y"), CONFIG)
    tab.click("[data-own] p:last-child button")
    tab.wait_until("document.querySelector('[data-problems] li')")
    assert "module, line 4" in tab.run("document.querySelector('[data-problems]').textContent")
    selected = "(() => { const one = document.getElementById('module');"
    assert (
        tab.run(f"{selected} return one.value.slice(one.selectionStart, one.selectionEnd); }})()")
        == "Init == x = y"
    )
    write(tab, COUNTER.format(bound=4), CONFIG)
    tab.click("[data-own] p:last-child button")
    wait_for_page(tab, "This is one run")
    shared = str(tab.run("location.href"))
    tab.open(shared)
    assert "unexpected" in tab.run("document.body.innerHTML")
    tab.follow("[...document.querySelectorAll('#live a')].at(-1).click()")
    tab.wait_until("document.getElementById('module')?.value.includes('Small == x < 4')")


@needs_sandbox
def test_a_config_with_an_error_is_marked_before_anything_runs(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}own.html")
    write(tab, COUNTER.format(bound=4), "INIT Init\nNEXT = = 3\n")
    tab.click("[data-own] p:last-child button")
    tab.wait_until("document.querySelector('[data-problems] li')")
    assert "config, line 2" in tab.run("document.querySelector('[data-problems]').textContent")


@needs_sandbox
def test_a_model_without_end_is_cancelled_and_started_again(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}own.html")
    write(tab, str(endless()["module"]), str(endless()["config"]))
    tab.click("[data-own] p:last-child button")
    tab.wait_until(f"/^running/.test({STATE})")
    tab.click("[data-progress] button")
    tab.wait_until(f"/^cancelled/.test({STATE})")
    tab.click("[data-progress] button")
    # Now on the page of the job.
    wait_for_page(tab, "running")
    tab.wait_until(f"/^running/.test({STATE})")
    tab.click("[data-progress] button")
    tab.wait_until(f"/^cancelled/.test({STATE})")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", ["own.html", "runs.html", "claims/door.html"])
def test_no_page_is_wider_than_a_phone(tab: Page, service: Service, page: str, scheme: str) -> None:
    tab.look(390, 844, scheme)
    tab.open(f"{service.url}{page}")
    assert tab.run("document.documentElement.scrollWidth") <= 390


def test_what_cannot_be_done_is_a_page_for_a_browser(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}runs/{'0' * 64}")
    assert "There is no such job" in tab.run("document.body.textContent")
    # The browser itself says in its log that the answer was 404.
    tab.events.clear()


def test_a_refusal_has_its_style_and_its_links_at_any_depth(tab: Page, service: Service) -> None:
    tab.open(f"{service.url}no/such/page")
    assert "There is no such page" in tab.run("document.body.textContent")
    assert tab.run("[...document.styleSheets].every((one) => one.cssRules.length > 0)")
    assert tab.run("document.querySelector('.home').href") == f"{service.url}index.html"
    tab.events.clear()
