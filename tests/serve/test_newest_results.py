"""The newest result of the service on the claims' pages, in the list and after a restart."""

import json
import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.report.extra_findings import Further
from moltverify.serve.limits import ServeLimits
from moltverify.serve.live_site import LiveSite, live_site
from moltverify.serve.newest_results import NewestResults
from moltverify.site.site_contents import SiteSources
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict
from moltverify.tlc.outcome import Stopped, StopReason
from tests.serve.served import Service, serving
from tests.site.made import sample_contents

FUTURE, PAST = 4e9, 1e9  # seconds since 1970, after and before the recorded run
DIED = "verdict of one run only"


def sample_site_live() -> LiveSite:
    return live_site(sample_contents().sources, ServeLimits(), "")


def claim_result(sources: SiteSources, claim: str, **changes: object) -> SuiteResult:
    models = (one for one in sources.suite.models if one.claim == claim)
    return replace(sources.suite, run="", models=tuple(replace(one, **changes) for one in models))


def some_claim(site: LiveSite) -> str:
    return site.renderer.contents.claims[0].id


def text_of(site: LiveSite, path: str) -> str:
    return site.files[path].content.decode()


def test_a_newer_result_replaces_the_page_the_list_and_their_data() -> None:
    site = sample_site_live()
    claim = some_claim(site)
    others = {path: one for path, one in site.files.items() if f"claims/{claim}" not in path}
    result = claim_result(
        site.renderer.contents.sources, claim, verdict=Verdict.UNEXPECTED, reason=DIED
    )
    assert NewestResults(site).show(result, FUTURE)
    assert DIED in text_of(site, f"claims/{claim}.html")
    assert json.loads(text_of(site, f"claims/{claim}.json"))["verdict"] == "unexpected"
    data = json.loads(text_of(site, "index.json"))
    assert {one["id"]: one["verdict"] for one in data["claims"]}[claim] == "unexpected"
    assert len(data["claims"]) == len(site.renderer.contents.claims)
    assert DIED in text_of(site, "index.html")
    same = [path for path, one in others.items() if site.files.get(path) == one]
    assert set(others) - set(same) <= {"index.html", "index.json"} | {
        path for path in others if path.startswith("badges/")
    }


def test_the_recorded_run_stays_if_it_is_newer() -> None:
    site = sample_site_live()
    before = dict(site.files)
    result = claim_result(site.renderer.contents.sources, some_claim(site), reason=DIED)
    assert not NewestResults(site).show(result, PAST)
    assert site.files == before


def test_a_result_that_ended_before_the_one_shown_is_not_shown() -> None:
    site = sample_site_live()
    newest, sources = NewestResults(site), site.renderer.contents.sources
    claim = some_claim(site)
    assert newest.show(claim_result(sources, claim, reason="the newer"), FUTURE)
    assert not newest.show(claim_result(sources, claim, reason="the older"), FUTURE - 1)
    assert "the older" not in text_of(site, f"claims/{claim}.html")


def test_a_run_that_was_stopped_does_not_replace_an_answer() -> None:
    site = sample_site_live()
    stopped = Stopped(StopReason.TIMEOUT)
    sources = site.renderer.contents.sources
    result = claim_result(sources, some_claim(site), outcome=stopped)
    assert not NewestResults(site).show(result, FUTURE)


def test_without_a_recorded_run_the_list_has_all_claims_and_the_results_so_far() -> None:
    sources = sample_contents().sources
    claim = sources.registry.claims[0].id
    result = claim_result(sources, claim)
    none = replace(sources.suite, run="", models=(), missing=("a",))
    site = live_site(replace(sources, suite=none, further=Further()), ServeLimits(), "")
    assert "No run of it is recorded" in text_of(site, f"claims/{claim}.html")
    # Nothing recorded could be newer.
    assert NewestResults(site).show(result, PAST)
    assert "No run of it is recorded" not in text_of(site, f"claims/{claim}.html")
    listed = text_of(site, "index.html")
    assert listed.count('class="row"') == len(sources.registry.claims)
    assert listed.count('class="sign ') == 1
    assert "history.html" not in text_of(site, f"claims/{claim}.html")


@pytest.mark.tlc
@pytest.mark.slow
def test_a_result_is_on_its_claims_page_at_once_and_after_a_restart(
    project: Path, environment: dict[str, str]
) -> None:
    shutil.rmtree(project / ".moltverify", ignore_errors=True)
    with serving(project, environment) as service:
        assert "No run of it is recorded" in service.client.get("/claims/door.html").text
        service.finished(service.ask(kind="claim", claim="door")["digest"])
        shown = states_shown(service)
        assert shown
        assert service.stop() == 0
    with serving(project, environment) as service:
        assert service.logged("restored")["claims"] == 1
        assert states_shown(service) == shown
        assert service.stop() == 0
    # Of other inputs, a kept result is not one of this claim.
    spec = project / "specs" / "Door.tla"
    spec.write_text(spec.read_text() + "\n")
    with serving(project, environment) as service:
        assert service.logged("restored")["claims"] == 0
        assert not states_shown(service)


def states_shown(service: Service) -> list[str]:
    return re.findall(r"\d+ states searched", service.client.get("/claims/door.html").text)
