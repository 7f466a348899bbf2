"""Stretches of releases with a fault."""

from moltverify.conformance.stretches import Stretch, stretches

FAULT = (True, False)
WITHOUT = (False, True)
UNKNOWN = (False, False)


def found(*releases: tuple[bool, bool]) -> list[Stretch]:
    """Return the stretches among releases that are labelled 1, 2, ..."""
    return list(stretches((str(place), *one) for place, one in enumerate(releases, 1)))


def test_a_stretch_ends_before_the_first_release_without_the_fault() -> None:
    assert found(WITHOUT, FAULT, FAULT, WITHOUT, WITHOUT) == [Stretch("2", "3", "4")]


def test_an_unknown_release_ends_no_stretch() -> None:
    assert found(FAULT, UNKNOWN, FAULT, UNKNOWN, WITHOUT) == [Stretch("1", "3", "5")]


def test_a_fault_of_the_newest_release_is_not_fixed() -> None:
    assert found(FAULT, WITHOUT, FAULT, UNKNOWN) == [Stretch("1", "1", "2"), Stretch("3", "3")]


def test_releases_without_a_fault_have_no_stretch() -> None:
    assert found(WITHOUT, UNKNOWN) == []
