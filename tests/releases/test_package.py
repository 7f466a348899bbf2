"""Releases and the order of their versions."""

import pytest

from moltverify.releases.package import (
    Package,
    is_prerelease,
    label_key,
    label_package,
    label_version,
    neighbours,
    version_key,
)


def test_versions_sort_in_the_order_in_which_they_were_made() -> None:
    made = [
        "2026.1.24",
        "2026.1.24-3",
        "2026.2.3-beta.1",
        "2026.2.3-beta.2",
        "2026.2.3",
        "2026.2.3-1",
    ]
    made += ["2026.2.26", "2026.10.1"]
    shuffled = [*made[4:], *made[:4]]
    assert sorted(shuffled, key=version_key) == made


def test_betas_are_prereleases_and_corrections_are_none() -> None:
    assert [is_prerelease(one) for one in ("1.0-beta.1", "1.0-1", "1.0")] == [True, False, False]


def test_a_release_without_a_version_is_called_by_its_name() -> None:
    assert (Package("door", "1").label, Package("door", "").label) == ("door@1", "door")


@pytest.mark.parametrize(
    ("label", "package", "version"),
    [
        ("door@1.0", "door", "1.0"),
        ("@house/door@1.0", "@house/door", "1.0"),
        ("door", "door", "door"),
    ],
)
def test_a_label_has_a_package_and_a_version(label: str, package: str, version: str) -> None:
    assert (label_package(label), label_version(label)) == (package, version)


@pytest.mark.parametrize(
    ("label", "near"),
    [
        ("door@1.1", (["door@1.0"], ["door@2.0"])),
        ("door@2.1", (["door@2.0"], ["gate@10.0"])),
        ("door@0.9", ([], ["door@1.0"])),
        ("door@11.0", (["gate@10.0"], [])),
        # A correction of a day, and the same version under another name.
        ("door@2.0-1", (["door@2.0"], ["gate@10.0"])),
        ("gate@2.0", (["door@2.0"], ["gate@10.0"])),
    ],
)
def test_the_neighbours_of_a_release_are_by_version(
    label: str, near: tuple[list[str], list[str]]
) -> None:
    made = ["door@1.0", "door@2.0", "gate@10.0"]
    assert sorted(made, key=label_key) == made
    assert neighbours(made, label, str) == near


def test_without_releases_there_are_no_neighbours() -> None:
    assert neighbours([], "door@1.0", str) == ([], [])
