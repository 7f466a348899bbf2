"""The pinned list of published releases."""

from pathlib import Path

import pytest

from moltverify.errors import UsageError
from moltverify.releases.package import Package
from moltverify.releases.release_index import PublishedRelease
from moltverify.releases.release_list import (
    ReleaseList,
    grown,
    merged_packages,
    read_release_list,
    write_release_list,
)


def published(version: str, digest: str = "sha512-a") -> PublishedRelease:
    return PublishedRelease(package=Package("door", version, digest), node=">=22")


KNOWN = ReleaseList(releases=(published("1.0"), published("1.2")))


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "releases.json"
    assert read_release_list(file) == read_release_list(None) == ReleaseList()
    write_release_list(file, KNOWN)
    assert read_release_list(file) == KNOWN


def test_new_releases_are_added_in_the_order_of_their_versions() -> None:
    more = grown(KNOWN, [published("1.10"), published("1.1"), published("1.0")])
    assert [one.version for one in more.packages] == ["1.0", "1.1", "1.2", "1.10"]


def test_a_release_that_the_index_no_longer_names_stays() -> None:
    assert grown(KNOWN, []) == KNOWN


def test_another_digest_of_a_pinned_release_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"door@1\.2 has another digest on the index"):
        grown(KNOWN, [published("1.2", "sha512-b")])


@pytest.mark.parametrize("text", ["{}x", '{"releases": 3}', '{"format": 9}'])
def test_a_damaged_list_is_an_error(tmp_path: Path, text: str) -> None:
    file = tmp_path / "releases.json"
    file.write_text(text)
    with pytest.raises(UsageError, match=r"releases\.json"):
        read_release_list(file)


def test_lists_are_merged_without_doubles() -> None:
    both = merged_packages(
        KNOWN.packages, [Package("old", "0.9"), Package("door", "1.0", "sha512-a")]
    )
    assert [one.label for one in both] == ["old@0.9", "door@1.0", "door@1.2"]


def test_a_list_of_another_format_asks_for_another_moltverify(tmp_path: Path) -> None:
    file = tmp_path / "releases.json"
    file.write_text('{"format": 99, "releases": []}')
    with pytest.raises(UsageError, match="has format 99, not 1") as caught:
        read_release_list(file)
    assert caught.value.hint == "update moltverify"


def test_without_a_file_the_list_is_empty(tmp_path: Path) -> None:
    assert read_release_list(None).packages == ()
    assert read_release_list(tmp_path / "gone.json").packages == ()
