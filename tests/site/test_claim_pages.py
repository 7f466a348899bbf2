"""A claim's page: plain words, releases, counterexamples, downloads."""

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.audit.results import Score, Strength
from moltverify.registry.records import Role
from moltverify.report.extra_findings import Audited, Further
from moltverify.site.site_contents import SiteContents
from moltverify.store.findings import Dated
from moltverify.suite.results import suite_from_json
from moltverify.tlc.trace import Trace
from tests.report.elements import Element, read_html
from tests.report.html.test_page_further import DRIFT, MUTANT
from tests.site.made import made_files, recorded_contents, recorded_site, sample_site

PAGE = "claims/pairing-race.html"


def claim_page(path: str = PAGE) -> Element:
    site = recorded_site() if path == PAGE else sample_site()
    return read_html(site[path])


def with_id(page: Element, name: str) -> Element:
    """Return the element with an id."""
    return next(one for one in page.all() if one.attributes.get("id") == name)


def test_the_claim_in_plain_words_comes_first() -> None:
    claim = recorded_contents().claims[0]
    main = claim_page().one("main")
    words = main.words
    assert words.index(claim.title) < words.index(claim.statement) < words.index("In the model")
    for part in (*claim.assumptions, *claim.bounds, *claim.claimed.values()):
        assert " ".join(part.split()) in words


def test_the_newest_answer_and_each_run_of_releases_are_told() -> None:
    page = claim_page()
    rows = [row.words for row in page.one("table", "spans").one("tbody").all("tr")]
    # The newest first.
    assert "does not hold" in rows[-1]
    assert "The missing file is created before the lock is taken" in rows[-1]
    strip = next(page.all("svg", "strip"))
    assert strip.attributes["aria-label"].startswith("clawdbot@2026.1.24")


def test_every_red_has_its_explorer_and_every_step_leads_to_its_line() -> None:
    page = claim_page()
    reds = recorded_contents().suite.of_role(Role.RED)
    # The id is the model's, as only a green that broke shares it with its claim.
    shown = {one.attributes["id"]: one for one in page.all("details", "trace")}
    assert {red.id for red in reds} <= set(shown)
    assert page.one("template").attributes["id"] == "panel"
    for red in reds:
        places = [one.one("a") for one in shown[red.id].all("p", "action")]
        assert places
        for one in places:
            path, _, line = one.attributes["href"].partition("#L")
            source = read_html(recorded_site()[path.removeprefix("../")])
            assert with_id(source, f"L{line}").words
            # The explorer finds the text on this page.
            assert with_id(page, f"file:{one.words.rpartition(':')[0]}").one("pre").text.strip()


def test_the_two_commands_run_the_green_and_the_reds_again() -> None:
    commands = [one.one("code").text for one in claim_page().all("div", "command")]
    assert commands == [
        "moltverify run pairing-race --green",
        "moltverify run pairing-race --red",
    ]


def test_results_and_traces_can_be_downloaded_and_read_again() -> None:
    site = recorded_site()
    suite = suite_from_json(site["claims/pairing-race/results.json"])
    assert suite.models == recorded_contents().results_of("pairing-race")
    red = next(one for one in suite.models if one.id == "pairing-race:unlocked")
    assert (
        msgspec.json.decode(site["claims/pairing-race/unlocked.trace.json"], type=Trace)
        == red.trace
    )
    itf = msgspec.json.decode(site["claims/pairing-race/unlocked.itf.json"])
    assert red.trace is not None
    assert len(itf["states"]) == len(red.trace.steps)


@pytest.mark.parametrize("is_old", [False, True])
def test_what_an_audit_found_is_shown_and_said_to_be_old_if_it_is(is_old: bool) -> None:
    strength = Strength(claim="pairing-race", score=Score((MUTANT,)))
    audited = Dated(Audited(strength, ()), "2027-01-01T00:00:00+00:00", is_old)
    replayed = Dated(DRIFT, "2027-01-01T00:00:00+00:00", is_old)
    sources = recorded_contents().sources
    further = Further(audit=(audited,), conformance=(replayed,))
    page = read_html(made_files(SiteContents(replace(sources, further=further)))[PAGE])
    assert "0% (0/1)" in page.one("dl", "verdicts").words
    survivor = with_id(page, "mutants").one("details")
    assert survivor.one("summary").words == "PairingRace-12 survived, PairingRace.tla:40"
    assert ("of earlier models" in page.one("dl", "verdicts").words) == is_old
    assert (len(list(page.all("p", "stale"))) == 1) == is_old


def test_a_claim_whose_green_is_wrong_does_not_look_good() -> None:
    verdict = next(claim_page("claims/vault.html").one("dl", "verdicts").all("dd"))
    assert "as_expected" not in verdict.classes
    assert verdict.words.endswith(("unexpected", "broken", "inconclusive"))


def test_advisories_name_the_first_release_without_the_hole() -> None:
    section = with_id(claim_page("claims/door.html"), "advisories")
    assert "A forged key opens the door" in section.words
    assert section.words.endswith("fixed in 2.0.0")
    (link,) = (one for one in section.all("a") if "CVE" in one.words)
    assert link.attributes["href"].endswith("CVE-2026-1")
