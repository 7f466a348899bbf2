"""Releases and the order of their versions."""

from moltverify.releases.package import Package, is_prerelease, version_key


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
