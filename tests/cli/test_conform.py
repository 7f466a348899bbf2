"""What `moltverify conform` chooses, keeps and prints; what it finds is tested in its own room."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moltverify.cli.conform import chosen_models
from moltverify.cli.conform_output import keep_replays, print_replays
from moltverify.cli.conform_releases import chosen_releases, registered_releases
from moltverify.conformance.records import Counterpart, Program, Status
from moltverify.conformance.results import LATEST, ConformanceResult, ReplayFinding
from moltverify.errors import UsageError
from moltverify.registry.digest import ClaimDigests
from moltverify.releases.package import Package
from moltverify.store.findings import Latest
from tests.conformance.made import registered
from tests.report import sample

OLD, NEW = Package("door", "1.0.0", "sha512-a"), Package("door", "2.0.0", "sha512-b")
OTHER = Package("lamp", "1.0.0", "sha512-c")
OWN = Package("checkout", "")
STARTED = datetime(2026, 1, 1, tzinfo=UTC)


def finding(status: Status, version: str = "1.0.0", reason: str = "") -> ReplayFinding:
    return ReplayFinding(
        claim="door",
        model="door",
        package="door",
        version=version,
        status=status,
        reason=reason,
        vectors=3,
        replayed=3,
    )


@pytest.mark.parametrize(
    ("selectors", "names"),
    [
        ([], ["door", "lamp", "vault", "torn", "slow", "hostile"]),
        (["door"], ["door"]),
        (["door", "lamp:flicker"], ["door", "lamp:flicker"]),
        (["lamp:flicker"], ["lamp:flicker"]),
        (["*:flicker"], []),
        (["door@inside"], []),
        (["house"], ["door", "lamp", "vault", "torn", "slow"]),
    ],
)
def test_a_red_is_replayed_only_if_its_own_name_is_given(
    selectors: list[str], names: list[str]
) -> None:
    assert [model.id for model in chosen_models(sample.registry(), selectors)] == names


def test_a_selector_that_names_nothing_is_a_mistake_of_the_user() -> None:
    with pytest.raises(UsageError, match="nothing is called 'dor'"):
        chosen_models(sample.registry(), ["dor"])


def test_releases_are_the_packages_and_those_of_programs_each_once(tmp_path: Path) -> None:
    own = Program(command=("replay",), release=OWN)
    conformance = registered(
        tmp_path,
        Counterpart(claim="door", program=own),
        Counterpart(claim="lamp", program=Program(command=("replay",))),
        Counterpart(claim="slow", program=own),
        packages=(OLD, NEW),
    )
    assert registered_releases(conformance) == [OLD, NEW, OWN]


def test_without_packages_there_are_only_the_releases_of_programs(tmp_path: Path) -> None:
    own = Counterpart(claim="door", program=Program(command=("replay",), release=OWN))
    assert registered_releases(registered(tmp_path, own)) == [OWN]
    assert registered_releases(registered(tmp_path)) == []


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        ([], [OLD, NEW, OTHER, OWN]),
        (["1.0.0"], [OLD, OTHER]),
        (["door@1.0.0"], [OLD]),
        (["2.0.0", "door@1.0.0"], [OLD, NEW]),
        (["checkout"], [OWN]),
    ],
)
def test_a_release_is_named_by_its_version_or_its_label(
    versions: list[str], chosen: list[Package]
) -> None:
    assert chosen_releases([OLD, NEW, OTHER, OWN], versions) == chosen


@pytest.mark.parametrize("version", ["3.0.0", "door", "1.0", ""])
def test_a_version_that_is_not_registered_is_refused_and_the_others_are_named(
    version: str,
) -> None:
    with pytest.raises(UsageError, match="no release") as caught:
        chosen_releases([OLD, NEW], ["1.0.0", version])
    assert caught.value.hint == (
        "the last ones are door@1.0.0, door@2.0.0; NAME@VERSION as an argument asks the index"
    )


def result(*findings: ReplayFinding) -> ConformanceResult:
    return ConformanceResult(started="2026-01-01T00:00:00+00:00", seconds=1.0, findings=findings)


def test_json_is_all_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_replays(result(finding(Status.CONFORMS)), as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert [one["status"] for one in printed["findings"]] == ["CONFORMS"]


def test_without_json_a_person_can_read_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_replays(result(finding(Status.CONFORMS)), as_json=False)
    printed = capsys.readouterr().out
    assert "CONFORMS 3" in printed
    assert printed.endswith("1 CONFORMS; 3 calls in 1.0 s\n")


def test_what_was_not_run_replaces_no_earlier_finding(tmp_path: Path) -> None:
    latest = Latest(tmp_path, LATEST, ClaimDigests(sample.registry()).of)
    keep_replays(latest, [finding(Status.CONFORMS)], STARTED)
    broken = finding(Status.NOT_RUN, reason="no Node")
    keep_replays(latest, [broken, finding(Status.LAXER, "2.0.0")], STARTED)
    kept = {one.content.label: one.content.status for one in latest.findings(ReplayFinding)}
    assert kept == {"door@1.0.0": Status.CONFORMS, "door@2.0.0": Status.LAXER}


def test_a_finding_is_kept_with_the_time_of_its_start(tmp_path: Path) -> None:
    latest = Latest(tmp_path, LATEST, ClaimDigests(sample.registry()).of)
    keep_replays(latest, [finding(Status.CONFORMS)], STARTED)
    (kept,) = latest.findings(ReplayFinding)
    assert (kept.recorded, kept.is_old) == ("2026-01-01T00:00:00+00:00", False)
