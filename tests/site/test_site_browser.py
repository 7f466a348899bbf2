"""The site in a real browser: from files, off the network, by keyboard, on paper, for everybody."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from moltverify.conformance.affected_report import judged_release
from moltverify.report.story.escaping import inert_line
from moltverify.site.site_contents import SiteFile
from moltverify.site.site_writer import write_site
from tests.report.browser import Page, browsing, find_chromium
from tests.site.axe import fetch_axe, violations
from tests.site.made import REPLAYS, recorded_site, sample_contents, sample_site
from tests.site.test_hostile_site import hostile_site

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]
# One of each kind.
KINDS = (
    "index.html",
    "claims/pairing-race.html",
    "releases/index.html",
    "releases/openclaw@2026.1.29.html",
    "affected.html",
    "history.html",
    "docs/index.html",
    "docs/conformance.html",
    "source/pairing/PairingRace.tla.html",
)
VIEWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
SHOWN = "[...document.querySelectorAll('.row')].filter((row) => !row.hidden)"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


def on_disk(files: dict[str, bytes], folder: Path) -> str:
    """Write a site and return its address."""
    write_site(folder, [SiteFile(PurePosixPath(path), one) for path, one in files.items()])
    return folder.as_uri()


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the recorded run's site, in a folder whose name needs escapes."""
    return on_disk(recorded_site(), tmp_path_factory.mktemp("site") / "a folder é")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the sample's site."""
    return on_disk(sample_site(), tmp_path_factory.mktemp("sample") / "site")


@pytest.fixture(autouse=True)
def off_the_network(tab: Page) -> Iterator[None]:
    """After each test: nothing but files was asked for."""
    tab.look(1280, 900)
    yield
    foreign = [one for one in tab.requests() if not one.startswith(("file:", "data:", "about:"))]
    assert foreign == []


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    script = fetch_axe(tmp_path_factory.mktemp("axe"))
    if script is None:
        pytest.skip("npm cannot fetch axe-core")
    return script


@pytest.mark.index
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page(
    tab: Page, axe: str, recorded: str, path: str, width: int, scheme: str
) -> None:
    tab.look(width, 900, scheme)
    tab.open(f"{recorded}/{path}")
    assert violations(tab, axe) == []


@pytest.mark.index
def test_axe_finds_nothing_among_answers_and_advisories(tab: Page, axe: str, sampled: str) -> None:
    for path in ("advisories.html", "affected.html?version=1.0.0", "index.html?show=laxer"):
        tab.open(f"{sampled}/{path}")
        assert violations(tab, axe) == []


@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_no_page_complains_or_scrolls_sideways(
    tab: Page, recorded: str, path: str, width: int
) -> None:
    tab.look(width, 900)
    tab.open(f"{recorded}/{path}")
    assert tab.complaints() == []
    inside = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert tab.run(inside)


def test_a_search_narrows_the_list_and_the_address_keeps_it(tab: Page, sampled: str) -> None:
    tab.open(f"{sampled}/index.html")
    assert tab.run(f"{SHOWN}.length") == 6
    tab.press("/")
    for key in "lamp":
        tab.press(key)
    tab.wait_until(f"{SHOWN}.length === 2")
    assert tab.run("document.getElementById('count').textContent") == "2 of 6 claims"
    tab.click('[data-show="laxer"]')
    tab.wait_until(f"{SHOWN}.length === 1")
    assert tab.run("location.search") == "?q=lamp&show=laxer"
    # The address alone leads to the same list.
    tab.open(str(tab.run("location.href")))
    assert tab.run(f"{SHOWN}.map((row) => row.querySelector('a').textContent)") == [
        "A lamp that was turned on stays on"
    ]
    assert tab.run("document.getElementById('search').value") == "lamp"
    assert tab.run("document.querySelector('[data-show=laxer]').ariaPressed") == "true"


def test_a_search_without_a_hit_says_so_and_can_be_undone(tab: Page, sampled: str) -> None:
    tab.open(f"{sampled}/index.html?q=unicorn")
    assert tab.run(f"{SHOWN}.length") == 0
    assert tab.run("document.getElementById('nothing').checkVisibility()")
    tab.click("#clear")
    tab.wait_until(f"{SHOWN}.length === 6")
    assert tab.run("location.search") == ""


def test_a_search_on_another_page_leads_to_the_list(tab: Page, sampled: str) -> None:
    tab.open(f"{sampled}/history.html")
    tab.run("document.getElementById('search').value = 'vault'")
    tab.follow("document.getElementById('search').form.requestSubmit()")
    tab.wait_until("location.href.endsWith('index.html?q=vault')")
    tab.wait_until(f"{SHOWN}.length === 1")


def test_the_first_tab_leads_past_the_navigation(tab: Page, sampled: str) -> None:
    tab.open(f"{sampled}/index.html")
    tab.press("Tab")
    assert tab.run("document.activeElement.className") == "skip"
    assert tab.run("document.activeElement.getBoundingClientRect().left >= 0")


def test_a_claims_page_shows_its_first_counterexample_and_steps(tab: Page, recorded: str) -> None:
    tab.open(f"{recorded}/claims/pairing-race.html")
    tab.wait_until("document.querySelector('.trace[open] .where')?.textContent === '1 of 9'")
    tab.open(f"{recorded}/claims/pairing-race.html#pairing-race:unlocked/4")
    tab.wait_until("document.querySelector('.trace[open] .where')?.textContent === '4 of 9'")
    names = "[...document.querySelectorAll('.panel .detail > dl dt')].map((one) => one.textContent)"
    # Whole states, although the page lists what each step changed.
    first = tab.run(names)
    assert len(first) == len(set(first)) > 5
    link = tab.run("document.querySelector('.panel figcaption a').getAttribute('href')")
    assert re.fullmatch(r"\.\./source/pairing/.*\.tla\.html#L\d+", str(link))


def test_the_answer_about_every_version_is_that_of_the_command(tab: Page, sampled: str) -> None:
    contents = sample_contents(*REPLAYS)
    view = contents.page.conformance
    assert view is not None
    words = {"laxer": "Does not hold", "unknown": "Unknown", "holds": "Holds"}
    for version in (
        "0.9", "1.0.0", "1.0.1", "1.1.0", "1.1.0-1", "1.2.0-beta.1", "2.0.0-rc.1", "2.0.0",
        "2.0.0-2", "3",
    ):  # fmt: skip
        tab.open(f"{sampled}/affected.html?version={version}")
        shown = tab.run(
            "Object.fromEntries([...document.querySelectorAll('#answer h2')].map((head) =>"
            "[head.textContent.replace(/ \\(.*/, ''), [...head.nextElementSibling"
            ".querySelectorAll('h3')].map((one) => one.textContent)]))"
        )
        judged = judged_release(
            f"hinge@{version}", contents.claims, dict(view.timelines), view.releases
        )
        expected: dict[str, list[str]] = {}
        for one in judged.claims:
            expected.setdefault(words[one.judgement.answer.value], []).append(inert_line(one.title))
        assert {head: sorted(found) for head, found in shown.items()} == {
            head: sorted(found) for head, found in expected.items()
        }, version


def test_what_is_no_version_is_said_and_the_address_keeps_the_version(
    tab: Page, sampled: str
) -> None:
    tab.open(f"{sampled}/affected.html?version=<img src=x onerror=hacked=1>")
    assert "is not a version such as 2.0.0" in str(
        tab.run("document.getElementById('answer').textContent")
    )
    assert tab.run("typeof hacked") == "undefined"
    tab.run("document.getElementById('version').value = 'v1.1.0'")
    tab.run("document.getElementById('version').dispatchEvent(new Event('input'))")
    assert tab.run("location.search") == "?version=1.1.0"


def test_a_claim_prints_on_three_sheets_at_most(tab: Page, recorded: str) -> None:
    tab.open(f"{recorded}/claims/pairing-race.html")
    printed = tab.send("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)
    pages = re.findall(rb"/Type\s*/Page\b", base64.b64decode(printed["data"]))
    assert 1 <= len(pages) <= 3


def test_who_wants_no_motion_gets_none(tab: Page, recorded: str) -> None:
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    tab.send("Emulation.setEmulatedMedia", features=features)
    tab.open(f"{recorded}/claims/pairing-race.html")
    moving = (
        "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one)"
        ".transitionDuration.split(', ').some((time) => parseFloat(time) > 0)).length"
    )
    assert tab.run(moving) == 0
    tab.send("Emulation.setEmulatedMedia", features=[])


def test_without_javascript_everything_but_the_search_can_be_read(tab: Page, recorded: str) -> None:
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(f"{recorded}/index.html")
        snapshot = tab.send("DOM.getDocument", depth=-1)
        assert "Pairing store" in str(snapshot)
        tab.open(f"{recorded}/claims/pairing-race.html")
        text = str(tab.send("DOM.getDocument", depth=-1))
        assert "Each state after the first lists what its step changed." in text
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)


def test_a_site_of_attacks_does_nothing(tab: Page, tmp_path: Path) -> None:
    address = on_disk(hostile_site(), tmp_path / "site")
    for path in hostile_site():
        if path.endswith(".html"):
            tab.open(f"{address}/{path}")
            tab.run("for (const one of document.querySelectorAll('details')) one.open = true")
            assert tab.run("typeof hacked") == "undefined", path
            assert tab.run("document.querySelectorAll('img, iframe, object').length") == 0
