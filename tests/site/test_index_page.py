"""The first page: what does not hold comes first, and the list can be filtered."""

import msgspec
from msgspec.structs import replace

from moltverify.conformance.records import Direction, Status
from moltverify.site.index_page import index_view
from moltverify.site.site_contents import SiteContents
from tests.report import sample
from tests.report.elements import Element, read_html
from tests.site.made import REPLAYS, finding, sample_contents, sample_registry, sample_site


def index() -> Element:
    return read_html(sample_site()["index.html"])


def test_the_head_begins_with_the_claims_that_do_not_hold_in_the_newest_release() -> None:
    first, second, third, *_ = index().one("ul", "facts").all("li")
    assert first.words == "1 claim does not hold in 2.0.0, the newest release on record"
    assert "laxer" in first.classes
    assert second.one("strong").words == "1"
    # vault has no counterpart, and the other three were never replayed.
    assert third.one("strong").words == "4"


def test_each_claim_that_does_not_hold_is_shown_with_its_reason() -> None:
    (one,) = index().one("ul", "departures").all("li")
    assert one.one("h3").words == "A lamp that was turned on stays on"
    assert "Laxer since 2.0.0 at the latest" in one.words
    assert "The lock is not looked at." in one.words


def test_a_reason_for_which_the_code_is_stricter_is_none_for_which_it_is_laxer() -> None:
    (example,) = finding("lamp", "2.0.0", Status.LAXER).examples
    other = replace(example, known="It asks twice.", direction=Direction.STRICTER)
    mixed = replace(finding("lamp", "2.0.0", Status.LAXER), examples=(other, example))
    (one,) = index_view(sample_contents(mixed)).broken
    assert one.reasons == ("The lock is not looked at.",)


def test_a_claims_row_has_its_state_in_the_model_and_in_the_newest_release() -> None:
    rows = {row.one("a").words: row for row in index().all("li", "row")}
    assert len(rows) == 6
    door = rows["Only who has a key gets in"]
    model, code = (one.words for one in door.all("span", "answer"))
    assert model == "holds in the model, 1 of 1 fault found"
    assert code == "holds since 2.0.0"
    assert door.one("svg", "strip").attributes["aria-label"] == (
        "hinge@1.0.0, hinge@1.1.0 laxer; hinge@2.0.0 holds"
    )
    assert "1 advisory" in door.words
    assert "broken" in rows["Every page can be read"].words


def test_rows_carry_what_the_filters_and_the_search_ask_for() -> None:
    rows = {row.one("a").words: row.attributes for row in index().all("li", "row")}
    door = rows["Only who has a key gets in"]
    assert door["data-kinds"] == "good advisories"
    assert "cve-2026-1" in door["data-words"]
    assert "whoever finds the door unlocked may enter." in door["data-words"]
    assert rows["A lamp that was turned on stays on"]["data-kinds"] == "laxer"
    assert rows["Every page can be read"]["data-kinds"] == "open attention"
    chips = [one.words for one in index().all("button", "chip") if "data-show" in one.attributes]
    assert chips == [
        "All 6", "Does not hold (1)", "Holds (1)", "Unknown (4)", "With advisories (1)",
        "Not as expected (3)",
    ]  # fmt: skip


def test_what_is_not_as_expected_and_what_never_ran_needs_attention() -> None:
    contents = sample_contents(*REPLAYS)
    some = replace(contents.sources, suite=replace(sample.suite(), missing=("door@never",)))
    words = [words for words, _ in index_view(SiteContents(some)).attention]
    assert words[-1] == "door@never never ran"
    assert any(one.startswith("vault:once is ") for one in words)


def test_without_replays_the_page_speaks_of_the_models_only() -> None:
    view = index_view(sample_contents())
    assert view.trend is None
    assert view.broken == ()
    assert [fact.kind for fact in view.facts][:1] == ["plain"]
    assert "release" not in view.lead


def test_the_data_has_every_claim_with_its_answer_and_its_page() -> None:
    data = msgspec.json.decode(sample_site()["index.json"])
    assert data["newest"] == "hinge@2.0.0"
    claims = {one["id"]: one for one in data["claims"]}
    assert set(claims) == {claim.id for claim in sample_registry().claims}
    assert claims["lamp"]["answer"] == "laxer"
    assert claims["door"]["answer"] == "holds"
    assert claims["slow"]["answer"] == "unknown"
    assert claims["torn"]["verdict"] == "broken"
    assert all(one["page"] in sample_site() for one in claims.values())
