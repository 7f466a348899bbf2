"""Questions at the state that the explorer shows, in a real browser."""

from collections.abc import Iterator

import pytest

from tests.report.browser import Page, browsing, find_chromium
from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.models import CONFIG
from tests.serve.served import Service

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.tlc,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]
BRANCHES = """---- MODULE Branches ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up == x' = x + 1
Jump == x' = x + 2
Next == Up \\/ Jump
Small == x < 3
====
"""
OTHERS = "(document.querySelector('.trace[open] .now .others')?.textContent ?? '')"
VALUES = "[...document.querySelectorAll('.values > div')].map((one) => one.textContent)"
CURRENT = "document.querySelector('.values > .current dt')?.textContent"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


def evaluate(tab: Page, expression: str) -> None:
    tab.run(f"document.querySelector('.trace[open] [name=expression]').value = {expression!r}")
    tab.run("document.querySelector('.trace[open] [data-ask-value]').requestSubmit()")


@pytest.fixture
def own_run(service: Service) -> str:
    asked = service.client.post(
        "/api/jobs", json={"kind": "own", "module": BRANCHES, "config": CONFIG}
    ).json()
    service.finished(asked["digest"])
    return f"{service.url.rstrip('/')}{asked['url']}"


@pytest.mark.parametrize("width", [390, 1280])
def test_other_steps_are_found_at_the_state_that_is_shown(
    tab: Page, service: Service, width: int
) -> None:
    tab.look(width, 900)
    tab.open(f"{service.url}claims/door.html#door:unlocked/2")
    tab.wait_until("document.querySelector('.where')?.textContent === '2 of 3'")
    tab.click(".trace[open] [data-ask-steps]")
    tab.wait_until(f"{OTHERS}.includes('possible here')")
    assert tab.run("document.querySelector('.where').textContent") == "2 of 3"
    tab.click(".trace[open] [data-go=next]")
    assert "possible here" in tab.run(OTHERS)
    assert tab.complaints() == []


@needs_sandbox
def test_values_stand_beside_the_states_and_lead_to_them(tab: Page, service: Service) -> None:
    tab.look(1280, 900)
    tab.open(f"{service.url}claims/door.html#door:unlocked/2")
    tab.wait_until("document.querySelector('.where')?.textContent === '2 of 3'")
    evaluate(tab, "inside # {}")
    tab.wait_until(f"{VALUES}.length === 3")
    assert tab.run(VALUES) == ["1FALSE", "2FALSE", "3TRUE"]
    assert tab.run(CURRENT) == "2"
    tab.click(".values > div:last-child dd")
    tab.wait_until("document.querySelector('.where').textContent === '3 of 3'")
    assert tab.run(CURRENT) == "3"
    evaluate(tab, "nothing_here")
    tab.wait_until("document.querySelector('.questions').textContent.includes('to no value')")
    assert tab.complaints() == []


@needs_sandbox
def test_a_readers_own_model_is_asked_for_values(tab: Page, own_run: str) -> None:
    tab.look(1280, 900)
    tab.open(own_run)
    tab.wait_until("document.querySelector('.trace[open] .where')?.textContent[0] === '1'")
    # A sandbox gives no state graph away, so there is no button that could not do anything.
    assert not tab.run("!!document.querySelector('.trace[open] [data-ask-steps]')")
    evaluate(tab, "x * 10")
    tab.wait_until(f"{VALUES}.length > 1")
    shown = tab.run(VALUES)
    assert shown[0] == "10"
    assert shown[-1][1:] in {"30", "40"}
    assert tab.complaints() == []


@needs_sandbox
def test_a_question_without_an_answer_says_why(own_run: str, service: Service) -> None:
    digest = own_run.rpartition("/")[2]
    model = {"kind": "own", "module": BRANCHES, "config": CONFIG}
    service.ask(422, kind="own-value", model=model, expression=" ")
    asked = service.ask(kind="own-value", model=model, expression="y")
    assert "y" in service.result(asked["digest"])["values"]["problem"]
    listed = service.client.get("/api/jobs").json()
    assert not {digest, asked["digest"]} & {one["digest"] for one in listed}
