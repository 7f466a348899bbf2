"""Where results change between releases, found with few replays."""

from moltverify.conformance.bisection import DriftRange, bisect, drift_ranges
from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.releases.package import Package
from tests.conformance.made import vector

RELEASES = [Package("door", f"1.{number}", "sha512-x") for number in range(40)]
OPEN = VectorDifference(vector(1, {}, "no"), "yes", known="It is open.")


def finding(package: Package, *examples: VectorDifference, replayed: int = 3) -> ReplayFinding:
    return ReplayFinding(
        claim="door",
        model="door",
        package=package.name,
        version=package.version,
        status=Status.LAXER if examples else Status.CONFORMS,
        replayed=replayed,
        examples=examples,
    )


def test_the_neighbours_of_a_change_are_replayed_and_few_others() -> None:
    asked: list[str] = []

    def replay(package: Package) -> ReplayFinding:
        asked.append(package.version)
        return finding(package, *([OPEN] if int(package.version[2:]) < 13 else []))

    found = list(bisect(RELEASES, replay).values())
    assert {"1.12", "1.13"} <= {one.version for one in found}
    assert len(asked) == len(set(asked)) <= 8
    assert drift_ranges(found) == [DriftRange("It is open.", "door@1.0", "door@1.12", "door@1.13")]


def test_releases_with_one_result_need_two_replays() -> None:
    assert len(bisect(RELEASES, finding)) == 2
    assert bisect([], finding) == {}


def test_a_drift_that_comes_back_has_two_ranges() -> None:
    drifting = {0, 1, 4}
    findings = [
        finding(package, *([OPEN] if number in drifting else []))
        for number, package in enumerate(RELEASES[:5])
    ]
    assert drift_ranges(findings) == [
        DriftRange("It is open.", "door@1.0", "door@1.1", "door@1.2"),
        DriftRange("It is open.", "door@1.4", "door@1.4"),
    ]


def test_a_release_that_could_not_be_replayed_ends_no_range() -> None:
    findings = [
        finding(RELEASES[0], OPEN),
        finding(RELEASES[1], replayed=0),
        finding(RELEASES[2], OPEN),
    ]
    assert drift_ranges(findings) == [DriftRange("It is open.", "door@1.0", "door@1.2")]
