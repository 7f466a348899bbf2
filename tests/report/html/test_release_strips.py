"""A strip of releases for each claim, and what does not hold in the newest release, on the page."""

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status
from moltverify.conformance.results import ReplayFinding
from moltverify.registry.records import Registry
from moltverify.registry.spec_texts import SpecTexts
from moltverify.report.extra_findings import Further
from moltverify.report.html.conformance_view import FEW, conformance_view
from moltverify.report.html.page import html_page
from moltverify.report.html.page_view import page_of
from moltverify.store.findings import Dated
from moltverify.suite.results import SuiteResult
from moltverify.suite.verdict import Verdict
from tests.report import sample
from tests.report.elements import Element, read_html
from tests.report.html.test_page_further import DRIFT, NONE, NOON, section

OLDER = replace(DRIFT, version="2026.1.28", status=Status.CONFORMS, differing=0, examples=())


def page_with(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts, *findings: ReplayFinding
) -> Element:
    """The page of a fresh clone: nothing in the store, and these findings on record."""
    return read_html(html_page(recorded, registry, sources, Further(recorded=findings)))


def test_without_a_replay_the_page_shows_the_record(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    tree = page_with(recorded, registry, sources, NONE, DRIFT, OLDER)
    strip = section(tree, "releases").one("table", "strips").one("svg", "strip")
    # A rectangle for each run of equal answers, as wide as their number.
    assert [(one.classes, one.attributes["x"]) for one in strip.all("rect")] == [
        (["H"], "0"),
        (["L"], "1"),
        (["U"], "2"),
    ]
    assert strip.attributes["viewbox"] == "0 0 3 12"
    assert strip.attributes["aria-label"] == (
        "openclaw@2026.1.28 holds; openclaw@2026.1.29 laxer; "
        "openclaw@2026.9.6 unknown (no counterpart)"
    )
    assert "From the record beside the registry." in section(tree, "releases").words


def test_the_first_line_says_what_does_not_hold_in_the_newest_release(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    tree = page_with(recorded, registry, sources, OLDER, DRIFT)
    first, second = tree.one("header", "top").all("p", "headline")
    assert first.words == (
        "✗ In openclaw@2026.1.29, the newest release on record, "
        "1 of 1 claim does not hold (0 unknown, 0 known to hold)"
    )
    assert "unexpected" in first.classes
    assert "expected" in second.words
    assert tree.one("title").words.startswith("✗")
    row = section(tree, "claims").one("table").all("td")
    assert "L laxer" in [one.words for one in row]


def test_an_unknown_newest_release_does_not_look_good(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    tree = page_with(recorded, registry, sources, OLDER, NONE)
    first, _ = tree.one("header", "top").all("p", "headline")
    assert "inconclusive" in first.classes
    assert "0 of 1 claim do not hold (1 unknown" in first.words


def test_a_good_run_has_no_good_title_if_the_code_is_laxer() -> None:
    laxer = replace(DRIFT, claim="door", model="door")
    good = sample.part("door", "lamp")
    assert good.verdict is Verdict.AS_EXPECTED
    views = [
        page_of(good, sample.registry(), sample.sources(), further)
        for further in (Further(), Further(recorded=(laxer,)))
    ]
    assert [one.title_verdict for one in views] == [Verdict.AS_EXPECTED, Verdict.UNEXPECTED]


def test_a_replay_in_the_store_comes_before_the_record(registry: Registry) -> None:
    newer = replace(DRIFT, status=Status.STRICTER)
    further = Further(conformance=(Dated(newer, NOON, False),), recorded=(DRIFT, OLDER))
    shown = conformance_view(further, registry, {"pairing-race"})
    assert shown is not None
    [strip] = shown.strips
    assert list(strip.kinds) == ["H", "S"]
    assert shown.recorded == NOON


@pytest.mark.parametrize(("count", "tables"), [(FEW, 2), (FEW + 1, 1)])
def test_many_releases_have_strips_instead_of_columns(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts, count: int, tables: int
) -> None:
    findings = [replace(OLDER, version=f"1.0.{number}") for number in range(count)]
    tree = page_with(recorded, registry, sources, *findings)
    assert len(list(section(tree, "releases").all("table"))) == tables
    lines = [one.words for one in section(tree, "pairing-race").one("div", "against").all("li")]
    assert lines == [f"openclaw@1.0.0 … openclaw@1.0.{count - 1} ({count}): CONFORMS 120 calls"]


def test_ninety_releases_of_a_claim_take_less_than_ten_kilobytes(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    findings = tuple(replace(DRIFT, version=f"2026.3.{number}") for number in range(90))
    with_record = html_page(recorded, registry, sources, Further(recorded=findings))
    one = html_page(recorded, registry, sources, Further(recorded=findings[:1]))
    assert len(with_record) - len(one) < 10_000


def test_what_a_run_is_not_about_is_not_taken_from_the_record(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    tree = page_with(replace(recorded, models=()), registry, sources, DRIFT)
    assert "releases" not in {one.attributes.get("id") for one in tree.all("section")}


def test_links_lead_to_claims_of_the_page_only(
    recorded: SuiteResult, registry: Registry, sources: SpecTexts
) -> None:
    suite = replace(recorded, models=())
    further = Further(conformance=(Dated(DRIFT, NOON, False),))
    tree = read_html(html_page(suite, registry, sources, further))
    assert "pairing-race" in section(tree, "releases").words
    assert list(section(tree, "releases").all("a")) == []


def test_a_claim_of_the_run_without_a_record_is_unknown() -> None:
    laxer = replace(DRIFT, claim="door", model="door")
    shown = conformance_view(Further(recorded=(laxer,)), sample.registry(), {"door", "lamp"})
    assert shown is not None
    assert [(one.claim, one.answer.value) for one in shown.newest.answers] == [
        ("door", "laxer"),
        ("lamp", "unknown"),
    ]
    assert shown.newest.words.endswith("1 of 2 claims does not hold (1 unknown, 0 known to hold)")
