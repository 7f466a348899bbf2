"""What is on record beside the registry: stable, merged, compared."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.conformance.drift_record import (
    NAME,
    came_back,
    differing_from_record,
    newly_laxer,
    read_recorded,
    write_recorded,
)
from moltverify.conformance.records import Status, Vector, VectorDifference
from moltverify.conformance.registry import load_conformance
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import UsageError
from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from tests.conformance.conftest import SPECS

RELEASES = ["house@1", "house@2"]
VECTOR = Vector(
    id=7,
    claim="door",
    model="door",
    digest="abc",
    action="open",
    state={"door": "shut"},
    arguments={},
    clock=5,
    allowed=("no",),
)


@pytest.fixture
def door(tmp_path: Path) -> Registry:
    project = SPECS.parent / "tests" / "project" / "specs"
    return load_registry(Path(shutil.copytree(project, tmp_path / "specs")) / "registry.yaml")


def finding(version: str, status: Status = Status.LAXER, model: str = "door") -> ReplayFinding:
    return ReplayFinding(
        claim="door",
        model=model,
        package="house",
        version=version,
        status=status,
        replayed=3,
        differing=1,
        examples=(VectorDifference(VECTOR, "yes"),),
        seconds=1.5,
    )


def test_nothing_is_on_record_at_first(door: Registry) -> None:
    assert read_recorded(door.specs) is None


def test_the_record_holds_nothing_of_the_day_or_the_machine(door: Registry) -> None:
    write_recorded(door, [finding("1")], RELEASES)
    first = (door.specs / NAME).read_bytes()
    again = replace(finding("1"), seconds=9.0)
    vector = replace(VECTOR, id=8, digest="def", clock=6)
    again = replace(again, examples=(VectorDifference(vector, "yes"),))
    write_recorded(door, [again], RELEASES)
    assert (door.specs / NAME).read_bytes() == first


def test_a_part_leaves_the_rest_on_record(door: Registry) -> None:
    write_recorded(door, [finding("2")], RELEASES)
    write_recorded(door, [finding("1")], RELEASES)
    recorded = read_recorded(door.specs)
    assert recorded is not None
    assert [one.version for one in recorded.of_claim("door")] == ["1", "2"]


def test_a_release_that_is_registered_no_longer_is_forgotten(door: Registry) -> None:
    write_recorded(door, [finding("1"), finding("2")], RELEASES)
    write_recorded(door, [], ["house@2"])
    recorded = read_recorded(door.specs)
    assert recorded is not None
    assert [one.version for one in recorded.findings] == ["2"]


def test_what_was_not_run_and_what_a_red_shows_is_not_recorded(door: Registry) -> None:
    found = [finding("1", Status.NOT_RUN), finding("2", model="door:unlocked")]
    write_recorded(door, found, RELEASES)
    recorded = read_recorded(door.specs)
    assert recorded is not None
    assert recorded.findings == ()


def test_a_finding_that_differs_from_the_record_is_named(door: Registry) -> None:
    write_recorded(door, [finding("1"), finding("2")], RELEASES)
    recorded = read_recorded(door.specs)
    assert recorded is not None
    found = [replace(finding("1"), seconds=2.0), replace(finding("2"), replayed=4)]
    assert differing_from_record(recorded, found) == ("door and house@2",)


def test_a_file_that_is_no_record_is_an_error(door: Registry) -> None:
    (door.specs / NAME).write_text("{}")
    with pytest.raises(UsageError, match="cannot read"):
        read_recorded(door.specs)


def test_the_committed_record_has_every_claim_and_release(registry: Registry) -> None:
    recorded = read_recorded(registry.specs)
    assert recorded is not None
    labels = [package.label for package in load_conformance(registry).packages]
    wanted = {(claim.id, label) for claim in registry.claims for label in labels}
    # Of other published releases, as many as were replayed.
    assert {(one.claim, one.label) for one in recorded.findings} >= wanted


def test_no_difference_of_the_committed_record_is_without_a_reason(registry: Registry) -> None:
    recorded = read_recorded(registry.specs)
    assert recorded is not None
    assert [one.model for one in recorded.findings if one.new] == []


def laxer(version: str, *reasons: str) -> ReplayFinding:
    examples = tuple(VectorDifference(VECTOR, "yes", known=one) for one in reasons)
    status = Status.LAXER if reasons else Status.CONFORMS
    return replace(finding(version, status), examples=examples)


def back(door: Registry, *recorded: ReplayFinding, found: ReplayFinding) -> tuple[str, ...]:
    labels = [one.label for one in recorded]
    write_recorded(door, recorded, labels)
    known = read_recorded(door.specs)
    assert known is not None
    return came_back(known, [found])


def test_a_difference_between_two_releases_that_have_it_is_expected(door: Registry) -> None:
    assert back(door, laxer("1", "A."), laxer("3", "A."), found=laxer("2", "A.")) == ()


def test_the_newest_release_may_have_what_the_one_before_has(door: Registry) -> None:
    assert back(door, laxer("1"), laxer("2", "A."), found=laxer("3", "A.")) == ()


def test_a_difference_that_neither_neighbour_has_is_back(door: Registry) -> None:
    told = back(door, laxer("1", "A."), laxer("2"), laxer("4"), found=laxer("3", "A."))
    assert told == ("door and house@3: A.",)
    assert back(door, laxer("1", "A."), laxer("2"), found=laxer("2", "A.", "B.")) == (
        "door and house@2: A.",
        "door and house@2: B.",
    )


def test_without_a_neighbour_that_was_replayed_nothing_is_back(door: Registry) -> None:
    silent = replace(laxer("1"), replayed=0)
    assert back(door, silent, found=laxer("2", "A.")) == ()


def test_only_what_an_earlier_record_did_not_have_is_news(door: Registry) -> None:
    write_recorded(door, [laxer("1"), laxer("2", "A.")], RELEASES)
    known = read_recorded(door.specs)
    found = [laxer("2", "A."), laxer("3", "A.", "B."), laxer("4", "")]
    assert newly_laxer(known, found) == (
        "door is newly laxer in house@3: B.",
        "door is newly laxer in house@4: no reason is on record",
    )
    assert newly_laxer(None, [laxer("1", "A.")]) == ()
