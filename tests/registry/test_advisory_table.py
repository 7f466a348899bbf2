"""Advisories: what a registry says of published holes, and the table of all of them."""

from pathlib import Path

import pytest

from moltverify.errors import MoltverifyError
from moltverify.registry.advisory_table import advisory_rows, advisory_url, claims_about
from moltverify.registry.load import load_registry
from tests.conftest import edit
from tests.registry.mistakes import REGISTRY, after, found

CLAIMED = """    advisories:
      - {id: CVE-2026-0001, aliases: [GHSA-2222-3333-4444], title: No lock, fixed: "2.0"}
      - {id: PR 12, title: A second door}
    phrases:"""
UNCOVERED = """advisories:
  - {id: issue 7, title: The letter box burns, reason: Nobody goes in by it.}
claims:"""


@pytest.fixture
def listed(project: Path) -> Path:
    """The project with three advisories, of which the red has the shape of one."""
    edit(project / REGISTRY, "    phrases:", CLAIMED)
    edit(project / REGISTRY, "        length: 3", "        advisories: [GHSA-2222-3333-4444]")
    edit(project / REGISTRY, "claims:", UNCOVERED)
    return project


def test_a_row_has_the_claims_and_the_reds_of_the_shape(listed: Path) -> None:
    rows = advisory_rows(load_registry(listed / REGISTRY))
    told = [
        (row.advisory.id, [one.id for one in row.claims], [one.id for one in row.reds])
        for row in rows
    ]
    assert told == [
        ("CVE-2026-0001", ["door"], ["door:unlocked"]),
        ("PR 12", ["door"], []),
        ("issue 7", [], []),
    ]
    assert [row.advisory.fixed for row in rows] == ["2.0", "", ""]
    assert rows[-1].advisory.reason == "Nobody goes in by it."


@pytest.mark.parametrize(
    ("name", "claims"),
    [("CVE-2026-0001", {"door"}), ("ghsa-2222-3333-4444", {"door"}), ("PR 1", set())],
)
def test_an_advisory_names_its_claims_by_any_of_its_ids(
    listed: Path, name: str, claims: set[str]
) -> None:
    assert claims_about(load_registry(listed / REGISTRY), name) == claims


def test_nothing_can_be_told_of_an_advisory_that_no_claim_covers(listed: Path) -> None:
    with pytest.raises(MoltverifyError, match=r"issue 7, .*: Nobody goes in by it\."):
        claims_about(load_registry(listed / REGISTRY), "issue 7")


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("GHSA-2222-3333-4444", "https://github.com/advisories/GHSA-2222-3333-4444"),
        ("CVE-2026-0001", "https://www.cve.org/CVERecord?id=CVE-2026-0001"),
        ("PR 12", ""),
    ],
)
def test_an_id_of_a_public_database_has_a_page(name: str, page: str) -> None:
    assert advisory_url(name) == page


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("id: PR 12", "id: twelve", "advisories[1].id: expected an id such as GHSA-"),
        ("id: PR 12, title: A second door", "id: PR 12", "advisories[1]: the key 'title' is"),
        ("id: PR 12", "id: GHSA-2222-3333-4444", "GHSA-2222-3333-4444 is listed twice"),
        (
            "advisories: [GHSA-2222-3333-4444]",
            "advisories: [GHSA-2222-3333-4445]",
            "reds[0].advisories: the claim's 'advisories' lack GHSA-2222-3333-4445; did you mean",
        ),
        (", reason: Nobody goes in by it.", "", "advisories[0]: the key 'reason' is missing"),
    ],
)
def test_a_mistake_in_an_advisory_has_its_place(
    listed: Path, old: str, new: str, mistake: str
) -> None:
    mistakes = after(listed, old, new)
    assert any(mistake in one for one in mistakes), mistakes


def test_a_property_is_either_claimed_or_a_guard(project: Path) -> None:
    sentences = "    properties: {OnlyWithKey: A.}\n    guards: {OnlyWithKey: A.}\n    phrases:"
    [mistake] = after(project, "    phrases:", sentences)
    assert "OnlyWithKey has a sentence under 'properties' and one under 'guards'" in mistake


def test_a_guard_that_no_config_checks_is_named_at_its_key(project: Path) -> None:
    [mistake] = after(project, "    phrases:", "    guards: {OnlyWithKay: A.}\n    phrases:")
    assert "guards.OnlyWithKay: no config of the claim checks OnlyWithKay" in mistake


def test_guards_are_told_apart_from_what_is_claimed(project: Path) -> None:
    sentences = "    properties: {TypeOK: A.}\n    guards: {OnlyWithKey: B.}\n    phrases:"
    edit(project / REGISTRY, "    phrases:", sentences)
    assert found(project) == []
    claim = load_registry(project / REGISTRY).claim("door")
    assert (claim.claimed, claim.honesty) == ({"TypeOK": "A."}, {"OnlyWithKey": "B."})
    assert claim.properties == {"TypeOK": "A.", "OnlyWithKey": "B."}
