"""axe-core on the service's own pages, in both themes, on a desk and on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.processes import wait_until
from tests.report.browser import Page, browsing, find_chromium
from tests.running.sandbox.boxes import needs_sandbox
from tests.serve.models import counter, endless
from tests.serve.served import Service
from tests.site.axe import fetch_axe, violations

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.tlc,
    pytest.mark.index,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]
VIEWS = [
    (1280, "light"),
    (390, "dark"),
    # The site's pages, of the same templates, are looked at in all four.
    pytest.param(1280, "dark", marks=pytest.mark.campaign),
    pytest.param(390, "light", marks=pytest.mark.campaign),
]
SUBMIT = "document.querySelector('[data-own]').requestSubmit()"


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    assert CHROMIUM is not None
    with browsing(CHROMIUM, tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    script = fetch_axe(tmp_path_factory.mktemp("axe"))
    if script is None:
        pytest.skip("npm cannot fetch axe-core")
    return script


@pytest.fixture(scope="module")
def finished(service: Service) -> list[str]:
    """The pages of jobs about claims that have ended: a run, other steps, sizes."""
    requests: tuple[dict[str, Any], ...] = (
        {"kind": "claim", "claim": "door"},
        {"kind": "what-if", "claim": "door"},
        {"kind": "sweep", "claim": "door", "ranges": ["Visitors=1..3"]},
    )
    jobs = [service.ask(**one) for one in requests]
    for job in jobs:
        assert service.finished(job["digest"])["state"] == "done"
    return [str(job["url"]) for job in jobs]


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_on_pages_about_claims(
    tab: Page, axe: str, service: Service, finished: list[str], width: int, scheme: str
) -> None:
    tab.look(width, 900, scheme)
    refused = (f"/runs/{'0' * 64}", "/no/such/page")
    for path in ("/", "/claims/door.html", "/own.html", "/runs.html", *finished, *refused):
        tab.open(f"{service.url.rstrip('/')}{path}")
        assert violations(tab, axe) == [], path


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_while_a_claim_runs_and_after_it(
    tab: Page, axe: str, service: Service, width: int, scheme: str
) -> None:
    tab.look(width, 900, scheme)
    tab.open(f"{service.url}claims/door.html")
    tab.click("#live button")
    tab.wait_until("document.querySelector('[data-progress] [role=status]')")
    assert violations(tab, axe) == []
    tab.wait_until("document.querySelector('[data-progress] a')")
    assert violations(tab, axe) == []


@needs_sandbox
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_on_pages_about_own_models(
    tab: Page, axe: str, service: Service, width: int, scheme: str
) -> None:
    tab.look(width, 900, scheme)
    # A number of its own for each view, because a cancelled job is the same job again.
    runs = service.ask(**endless(width + len(scheme)))
    wait_until(
        lambda: [1] if service.client.get(f"/api/jobs/{runs['digest']}").json()["models"] else []
    )
    tab.open(f"{service.url}runs/{runs['digest']}")
    assert violations(tab, axe) == []
    service.client.post(f"/api/jobs/{runs['digest']}/cancel")
    assert service.finished(runs["digest"])["state"] == "cancelled"
    tab.open(f"{service.url}runs/{runs['digest']}")
    assert violations(tab, axe) == []
    broken = service.client.post("/api/jobs", json=counter(4)).json()["digest"]
    service.finished(broken)
    tab.open(f"{service.url}runs/{broken}")
    assert violations(tab, axe) == []
    tab.run("document.querySelector('[name=expression]').value = 'x'")
    tab.run("document.querySelector('[data-ask-value]').requestSubmit()")
    tab.wait_until("document.querySelector('.values > div')")
    assert violations(tab, axe) == []
    tab.open(f"{service.url}own.html")
    tab.run("document.getElementById('config').value = 'NEXT = = 3'")
    tab.run(SUBMIT)
    tab.wait_until("document.querySelector('[data-problems] li')")
    assert violations(tab, axe) == []


@needs_sandbox
def test_axe_finds_nothing_on_pages_of_values(tab: Page, axe: str, service: Service) -> None:
    for expression in ("inside # {}", "nothing"):
        asked = service.ask(
            kind="value", claim="door", model="door:unlocked", expression=expression
        )
        service.finished(asked["digest"])
        tab.open(f"{service.url}runs/{asked['digest']}")
        assert violations(tab, axe) == []
