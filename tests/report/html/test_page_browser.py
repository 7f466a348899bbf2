"""The page in a real browser: stepping, filtering, links; silent, and off the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.html.notebook_html import suite_html
from moltverify.report.html.page import html_page
from moltverify.suite.results import SuiteResult
from tests.report.browser import Page, browsing, find_chromium
from tests.report.hostile import hostile_registry, hostile_sources, hostile_suite

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]
RED = "pairing-race:unlocked"
SHOWN = f"document.querySelector('[data-model=\"{RED}\"]')"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def url(page: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_bytes(page)
    return file.as_uri()


@pytest.fixture(autouse=True)
def silent_and_off_the_network(tab: Page) -> Iterator[None]:
    """After each test: nothing in the console, and nothing but the page was asked for."""
    tab.look(1280, 900)
    yield
    assert tab.complaints() == []
    asked = [one for one in tab.requests() if not one.startswith("data:")]
    assert [one for one in asked if not one.startswith("file:")] == []
    assert len(asked) <= 1


def where(tab: Page) -> str:
    return str(tab.run(f"{SHOWN}.querySelector('.where').textContent"))


def names(tab: Page) -> list[str]:
    """Return the variables that are shown."""
    rows = f"[...{SHOWN}.querySelectorAll('.panel .detail > dl > div')]"
    found = tab.run(
        f"{rows}.filter((one) => one.checkVisibility()).map((one) => one.firstChild.textContent)"
    )
    assert isinstance(found, list)
    return found


def test_counterexamples_are_closed_until_asked_for(tab: Page, url: str) -> None:
    tab.open(url)
    assert tab.run("[...document.querySelectorAll('.trace')].some((one) => one.open)") is False
    tab.click(f'[data-model="{RED}"] summary')
    tab.wait_until(f"{SHOWN}.querySelector('.where')?.textContent === '1 of 9'")


def test_keys_step_through_the_states_and_the_fragment_follows(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/1")
    for key, place in [
        ("ArrowRight", 2), ("j", 3), ("k", 2), ("ArrowLeft", 1), ("ArrowLeft", 1), ("End", 9),
        ("ArrowRight", 9), ("Home", 1),
    ]:  # fmt: skip
        tab.press(key)
        assert (where(tab), tab.run("location.hash")) == (f"{place} of 9", f"#{RED}/{place}")


def test_buttons_and_the_timeline_step_too(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/4")
    for button, place in [("next", 5), ("before", 4), ("last", 9), ("first", 1)]:
        tab.click(f'[data-model="{RED}"] [data-go={button}]')
        assert where(tab) == f"{place} of 9"
    tab.click(f'[data-model="{RED}"] .timeline [data-step="6"]')
    assert where(tab) == "6 of 9"
    assert tab.run(f"{SHOWN}.querySelector('[data-go=first]').disabled") is False


def test_a_link_opens_its_place_with_its_filter(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/7?filter=pc%20row")
    assert where(tab) == "7 of 9"
    assert names(tab) == ["rows", "pc"]
    assert tab.run(f"{SHOWN}.open && {SHOWN}.getBoundingClientRect().top < innerHeight")


def test_a_steps_sentence_is_a_link_to_it(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/1")
    tab.click(f'[data-model="{RED}"] .step:nth-child(8) .tell')
    tab.wait_until(f"{SHOWN}.querySelector('.where').textContent === '8 of 9'")
    assert tab.run("location.hash") == f"#{RED}/8"
    assert tab.run(f"{SHOWN}.querySelector('[aria-current=step]').hash") == f"#{RED}/8"


def test_a_filter_hides_variables_and_is_part_of_the_fragment(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/3")
    tab.press("/")
    for key in "seen":
        tab.press(key)
    assert names(tab) == ["seen"]
    assert tab.run("location.hash") == f"#{RED}/3?filter=seen"
    tab.press("q")
    assert names(tab) == []
    assert tab.run(f"{SHOWN}.querySelector('.none').textContent") == "No variable has such a name."


def test_keys_leave_the_page_alone_while_typing(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/3")
    tab.press("/")
    tab.press("j")
    assert where(tab) == "3 of 9"
    tab.press("Escape")
    tab.press("j")
    assert where(tab) == "4 of 9"


def test_the_actions_lines_stand_beside_the_step(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/7")
    tab.wait_until(f"{SHOWN}.querySelector('.source span') !== null")
    lines = tab.run(f"[...{SHOWN}.querySelectorAll('.source span')].map((one) => one.textContent)")
    assert lines[0] == "ReadStore(p) =="
    marked = f"{SHOWN}.querySelectorAll('.source .marked').length"
    assert tab.run(marked) == len(lines) - 1
    tab.press("Home")
    assert tab.run(f"{SHOWN}.querySelector('.source').hidden") is True


def test_marks_beside_a_variable_say_in_which_steps_it_changes(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/5")
    marks = tab.run(
        f"Object.fromEntries([...{SHOWN}.querySelectorAll('.panel .detail > dl > div')]"
        ".map((row) => [row.firstChild.textContent,"
        " [...row.querySelectorAll('.history i')].map((one, at) =>"
        " one.matches('.changed') ? at + 1 : 0).filter(Boolean)]))"
    )
    assert marks["pc"] == [2, 3, 4, 5, 6, 7, 8, 9]
    assert marks["rows"] == [8, 9]
    assert marks["store"] == []


def test_on_a_phone_the_state_stands_below_its_step_and_nothing_is_cut_off(
    tab: Page, url: str
) -> None:
    tab.look(390, 844)
    tab.open(f"{url}#{RED}/5")
    assert tab.run(f"{SHOWN}.querySelector('.panel').parentElement.matches('.step.current')")
    assert tab.run("document.documentElement.scrollWidth") <= 390
    button = f"{SHOWN}.querySelector('[data-go=next]')"
    before = tab.run(f"{button}.getBoundingClientRect().top")
    tab.run(f"{button}.click()")
    assert where(tab) == "6 of 9"
    assert abs(tab.run(f"{button}.getBoundingClientRect().top") - before) < 1


def test_a_link_to_a_claim_or_a_file_goes_there(tab: Page, url: str) -> None:
    tab.open(f"{url}#pairing-race")
    assert tab.run("Math.abs(document.querySelector('.claim').getBoundingClientRect().top)") < 40
    tab.open(f"{url}#file:pairing/PairingRace.tla")
    file = "document.getElementById('file:pairing/PairingRace.tla')"
    assert tab.run(f"{file}.open") is True
    tab.wait_until(f"{file}.querySelector('pre')?.textContent.startsWith('----')")


def test_a_screen_reader_is_told_the_steps_sentence(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/6")
    tab.press("j")
    said = tab.run(f"{SHOWN}.querySelector('[role=status]').textContent")
    assert said.startswith("7 of 9: worker")


def test_a_broken_link_is_no_error(tab: Page, url: str) -> None:
    for fragment in (f"{RED}/99", f"{RED}/0", "nothing/1", "%E0%A4%A", f"{RED}/2?filter=%"):
        tab.open(f"{url}#{fragment}")
    assert where(tab) == "2 of 9"


def test_the_back_button_returns_to_the_step_that_a_link_left(tab: Page, url: str) -> None:
    tab.open(f"{url}#{RED}/3")
    tab.click(f'[data-model="{RED}"] .step:nth-child(6) .tell')
    tab.wait_until(f"{SHOWN}.querySelector('.where').textContent === '6 of 9'")
    tab.run("history.back()")
    tab.wait_until(f"{SHOWN}.querySelector('.where').textContent === '3 of 9'")


def test_without_javascript_every_step_can_be_read(tab: Page, url: str) -> None:
    tab.send("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(url)
    finally:
        tab.send("Emulation.setScriptExecutionDisabled", value=False)
    hidden = "[...document.querySelectorAll('.step dd')].filter((one) => !one.offsetHeight).length"
    assert tab.run(hidden) == 0
    assert tab.run("document.querySelectorAll('.panel').length") == 0


def test_a_hostile_run_does_nothing(
    tab: Page, tmp_path: Path, recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    file = tmp_path / "page.html"
    content = html_page(
        hostile_suite(recorded), hostile_registry(registry), hostile_sources(sources)
    )
    file.write_bytes(content)
    tab.open(f"{file.as_uri()}#{RED}/2")
    assert where(tab) == "2 of 9"
    for key in ("j", "End", "Home"):
        tab.press(key)
    tab.run("for (const one of document.querySelectorAll('details')) one.open = true")
    assert tab.run("typeof hacked") == "undefined"
    assert tab.run("document.querySelectorAll('img, iframe, object').length") == 0
    assert tab.run("document.scripts.length") == 1


def test_in_a_notebooks_frame_the_explorer_steps_too(
    tab: Page, recorded: SuiteResult, registry: Registry, tmp_path: Path
) -> None:
    # The address of the frame, opened alone: the driver does not look into frames.
    address = suite_html(recorded, registry).partition('src="')[2].partition('"')[0]
    tab.open(address)
    tab.click(f'[data-model="{RED}"] summary')
    tab.wait_until(f"{SHOWN}.querySelector('.where')?.textContent === '1 of 9'")
    tab.press("ArrowRight")
    tab.wait_until(f"{SHOWN}.querySelector('.where').textContent === '2 of 9'")
    # As a notebook shows it: the frame loads, and the browser has no complaint.
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!doctype html><p>before</p>{suite_html(recorded, registry)}")
    tab.open(notebook.as_uri())
    assert tab.run("document.querySelector('iframe').getBoundingClientRect().height") == 672
