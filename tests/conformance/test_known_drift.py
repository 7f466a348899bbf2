"""The known drifts that `run` and `show` name: which releases, and for which reason."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import json

from moltverify.conformance.drift_record import FORMAT, NAME, RecordFile, alike_releases
from moltverify.conformance.known_drift import NO_REASON, known_drifts
from moltverify.conformance.records import NAME as DECLARED
from moltverify.conformance.records import Status, Vector, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.errors import RegistryError, UsageError
from moltverify.registry.load import load_registry
from tests.conftest import PROJECT

CALL = Vector(
    id=0,
    claim="door",
    model="door",
    digest="",
    action="open",
    state={},
    arguments={},
    clock=0,
    allowed=(),
)
RECORD = """
packages: []
claims:
  door: {command: ["true"], release: house@2}
drifts:
  - {model: door, reason: The door was a curtain.}
  - {model: [door, "door:unlocked"], reason: The door is made of glass.}
  - {model: "door:unlocked", reason: The lock is missing.}
"""


def finding(release: str, *reasons: str, status: Status = Status.LAXER) -> ReplayFinding:
    """A finding about the door and a release, a difference for each reason."""
    package, version = release.split("@")
    return ReplayFinding(
        claim="door",
        model="door",
        package=package,
        version=version,
        status=status,
        examples=tuple(VectorDifference(CALL, None, known=one) for one in reasons),
    )


def drifts_of(specs: Path) -> Mapping[str, tuple[str, ...]]:
    return known_drifts(load_registry(specs / "registry.yaml"))


def after(specs: Path, *findings: ReplayFinding) -> Mapping[str, tuple[str, ...]]:
    """The drifts that are known once these findings are on record."""
    (specs / NAME).write_bytes(json.encode(RecordFile(FORMAT, {"door": alike_releases(findings)})))
    return drifts_of(specs)


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    return shutil.copytree(PROJECT / "specs", tmp_path / "specs")


def test_nothing_is_known_where_nothing_was_replayed_or_declared(specs: Path) -> None:
    assert drifts_of(specs) == {}


def test_a_release_that_conforms_is_no_drift(specs: Path) -> None:
    assert after(specs, finding("house@1", status=Status.CONFORMS)) == {}


def test_releases_with_one_drift_are_a_range_only_without_one_between_that_lacks_it(
    specs: Path,
) -> None:
    told = after(
        specs,
        finding("hut@9", "A."),
        finding("house@1", "A.", "B."),
        finding("house@2", "A."),
        finding("house@3", "A."),
        finding("house@4", status=Status.CONFORMS),
        finding("house@5", "A."),
    )
    assert told == {"door": ("house 1 to 3, house 5, hut 9: A.", "house 1: B.")}


def test_a_drift_without_a_reason_on_record_is_named_all_the_same(specs: Path) -> None:
    assert after(specs, finding("house@1", "")) == {"door": (f"house 1: {NO_REASON}",)}


def test_without_a_record_the_declared_drifts_of_the_green_are_known(specs: Path) -> None:
    (specs / DECLARED).write_text(RECORD)
    assert drifts_of(specs) == {
        "door": ("house 2: The door was a curtain.", "house 2: The door is made of glass.")
    }


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [(NAME, "{}", UsageError), (NAME, "[" * 5_000, UsageError), (DECLARED, "a: 1", RegistryError)],
)
def test_a_damaged_file_is_an_error(
    specs: Path, name: str, text: str, error: type[Exception]
) -> None:
    (specs / name).write_text(text)
    with pytest.raises(error, match=name):
        drifts_of(specs)
