"""What a registry of conformance says of releases and deadlines."""

from pathlib import Path

from moltverify.conformance.records import Counterpart, Program
from moltverify.releases.package import Package
from tests.conformance.made import registered

HOUSE = Package("house", "1.2", "sha512-x")
OWN = Package("this project", "")


def test_a_release_is_labelled_as_npm_writes_it() -> None:
    assert (HOUSE.label, OWN.label) == ("house@1.2", "this project")


def test_a_program_is_ended_after_its_own_time_or_a_usual_one() -> None:
    assert Program(command=("a",), release=OWN).deadline == 60.0
    assert Program(command=("a",)).deadline == 180.0
    assert Program(command=("a",), timeout=5.0).deadline == 5.0


def test_a_claim_is_replayed_against_its_programs_release_or_all_packages(tmp_path: Path) -> None:
    known = registered(tmp_path, packages=(HOUSE,))
    own = Counterpart(claim="door", program=Program(command=("a",), release=OWN))
    assert known.releases_of(own) == (OWN,)
    assert known.releases_of(Counterpart(claim="door", program=Program(command=("a",)))) == (HOUSE,)
    assert known.releases_of(Counterpart(claim="door", none="No door.")) == (HOUSE,)
    assert known.releases_of(None) == (HOUSE,)


def test_a_claim_has_a_counterpart_if_the_registry_says_so(tmp_path: Path) -> None:
    door = Counterpart(claim="door", none="No door.")
    known = registered(tmp_path, door)
    assert known.of("door") is door
    assert known.of("gate") is None


def test_commands_are_started_in_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert registered(tmp_path / "link").folder == tmp_path.resolve()
