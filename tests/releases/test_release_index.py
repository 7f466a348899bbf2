"""What `npm view` says of releases, by an npm that answers from a table."""

import os
from pathlib import Path

import pytest

from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package
from moltverify.releases.release_index import published_releases, releases_at

VERSIONS = '["1.0", "1.0-1", "1.1-beta.1", "1.1"]'
ENTRIES = """[
  {"version": "1.1", "dist.integrity": "sha512-c", "engines.node": ">=22"},
  {"version": "1.0", "dist.integrity": "sha512-a", "engines.node": ">=20"},
  {"version": "1.0-1", "dist.integrity": "sha512-b"},
  {"version": "0.9"}
]"""


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose files `versions` and `entries` are what npm answers."""
    (tmp_path / "versions").write_text(VERSIONS)
    (tmp_path / "entries").write_text(ENTRIES)
    file = tmp_path / "npm"
    file.write_text(
        f'#!/bin/sh\necho "$2" >> {tmp_path}/asked\n'
        f"case $3 in versions) cat {tmp_path}/versions ;; *) cat {tmp_path}/entries ;; esac\n"
    )
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_releases_come_in_order_with_digest_and_node(index: Path) -> None:
    found = published_releases("door", index)
    assert [(one.package, one.node) for one in found] == [
        (Package("door", "1.0", "sha512-a"), ">=20"),
        (Package("door", "1.0-1", "sha512-b"), ""),
        (Package("door", "1.1", "sha512-c"), ">=22"),
    ]


def test_betas_are_asked_for_by_choice(index: Path) -> None:
    published_releases("door", index)
    published_releases("door", index, prereleases=True)
    asked = (index / "asked").read_text().splitlines()
    assert asked[1] == "door@1.0 || 1.0-1 || 1.1"
    assert asked[3] == "door@1.0 || 1.0-1 || 1.1-beta.1 || 1.1"


def test_one_release_is_no_list(index: Path) -> None:
    (index / "versions").write_text('"1.1"')
    (index / "entries").write_text('{"version": "1.1", "dist.integrity": "sha512-c"}')
    assert [one.package.version for one in published_releases("door", index)] == ["1.1"]


def test_placeholders_before_the_first_release_with_a_node_are_left_out(index: Path) -> None:
    placeholder = '{"version": "0.0.1", "dist.integrity": "sha512-0"},'
    (index / "entries").write_text(ENTRIES.replace("[", f"[{placeholder}", 1))
    assert [one.package.version for one in published_releases("door", index)] == [
        "1.0",
        "1.0-1",
        "1.1",
    ]
    # Asked for by its version, a placeholder is a release.
    assert releases_at("door", ["0.0.1"], index)[0].package.version == "0.0.1"


def test_where_no_release_names_a_node_all_are_releases(index: Path) -> None:
    (index / "entries").write_text('{"version": "1.1", "dist.integrity": "sha512-c"}')
    assert [one.package.version for one in published_releases("door", index)] == ["1.1"]


def test_a_version_that_the_index_does_not_have_is_none(index: Path) -> None:
    (index / "entries").write_text("")
    assert releases_at("door", ["9.9"], index) == ()
    assert releases_at("door", [], index) == ()


def test_an_answer_that_is_no_json_is_an_error(index: Path) -> None:
    (index / "entries").write_text("<html>")
    with pytest.raises(UnobtainableError, match="cannot be read"):
        releases_at("door", ["1.0"], index)
