"""A laxer claim in the Open Source Vulnerability format."""

from typing import Any

import pytest
from msgspec.structs import replace

from moltverify.conformance.affected import timeline_of
from moltverify.conformance.osv import osv_record, range_type
from moltverify.conformance.records import Status
from moltverify.registry.records import Advisory
from tests.conformance.test_known_drift import finding
from tests.report import sample

NOON = "2026-02-01T12:00:00Z"
DOOR = replace(
    sample.registry().claim("door"),
    advisories=(
        Advisory("GHSA-aaaa-bbbb-cccc", "A hole", aliases=("CVE-2026-1",), fixed="1.0.2"),
        Advisory("issue 7", "Another hole"),
    ),
)


def record(*releases: tuple[str, Status]) -> dict[str, Any]:
    known = timeline_of(
        replace(finding(label, "It is glass.", status=status), replayed=9)
        for label, status in releases
    )
    made = osv_record(DOOR, known, NOON)
    assert made is not None
    return made


def test_a_claim_that_holds_everywhere_has_no_record() -> None:
    assert osv_record(DOOR, timeline_of([finding("house@1", status=Status.CONFORMS)]), NOON) is None
    assert osv_record(DOOR, (), NOON) is None


def test_a_record_has_what_the_format_asks_for() -> None:
    made = record(("house@1.0.1", Status.LAXER))
    assert (made["schema_version"], made["id"], made["modified"]) == (
        "1.7.0",
        "MOLTVERIFY-door",
        NOON,
    )
    assert DOOR.title in made["summary"]
    assert "It is glass." in made["details"]
    assert made["affected"][0]["package"] == {"ecosystem": "npm", "name": "house"}


def test_advisories_are_related_and_no_aliases_because_a_claim_can_have_several() -> None:
    made = record(("house@1.0.1", Status.LAXER))
    assert made["related"] == ["GHSA-aaaa-bbbb-cccc", "CVE-2026-1"]
    assert "aliases" not in made
    assert [one["type"] for one in made["references"]] == ["ADVISORY"]


def test_a_range_ends_where_a_release_holds_again() -> None:
    (affected,) = record(
        ("house@1.0.1", Status.CONFORMS),
        ("house@1.0.2", Status.LAXER),
        ("house@1.0.4", Status.STRICTER),
        ("house@1.0.5", Status.LAXER),
    )["affected"]
    (range_,) = affected["ranges"]
    assert range_ == {
        "type": "SEMVER",
        "events": [{"introduced": "1.0.2"}, {"fixed": "1.0.4"}, {"introduced": "1.0.5"}],
    }
    assert affected["versions"] == ["1.0.2", "1.0.5"]


def test_a_range_ends_with_the_last_that_is_laxer_where_nothing_is_known_afterwards() -> None:
    made = record(("house@1.0.1", Status.LAXER), ("house@1.0.2", Status.NO_COUNTERPART))
    (affected,) = made["affected"]
    assert affected["ranges"][0]["events"] == [{"introduced": "1.0.1"}, {"last_affected": "1.0.1"}]
    assert made["database_specific"]["executed"] == {
        "house@1.0.1": "LAXER",
        "house@1.0.2": "NO COUNTERPART",
    }


def test_each_package_that_is_laxer_has_its_own_versions() -> None:
    made = record(
        ("hut@1.0.0", Status.LAXER),
        ("house@1.0.1", Status.LAXER),
        ("house@1.0.2", Status.CONFORMS),
        ("shed@1.0.3", Status.CONFORMS),
    )
    assert [(one["package"]["name"], one["versions"]) for one in made["affected"]] == [
        ("hut", ["1.0.0"]),
        ("house", ["1.0.1"]),
    ]


@pytest.mark.parametrize(
    ("versions", "kind"),
    [
        (["2026.1.29", "2026.2.1-beta.2"], "SEMVER"),
        (["2026.1.24", "2026.1.24-3"], "ECOSYSTEM"),
        (["1.0"], "ECOSYSTEM"),
        (["2026.01.24"], "ECOSYSTEM"),
    ],
)
def test_versions_that_do_not_sort_as_semantic_ones_are_no_semver(
    versions: list[str], kind: str
) -> None:
    assert range_type(versions) == kind
