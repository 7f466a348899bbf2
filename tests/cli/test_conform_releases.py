"""Which releases `moltverify conform` replays: registered, published, named on the index."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.cli.conform import chosen_packages
from moltverify.cli.conform_output import write_news
from moltverify.cli.conform_releases import all_releases, named_releases, refresh_list
from moltverify.conformance.records import Conformance, Counterpart, Program
from moltverify.errors import UsageError
from moltverify.releases.package import Package
from moltverify.releases.release_index import PublishedRelease
from moltverify.releases.release_list import ReleaseList, read_release_list, write_release_list
from tests.conformance.made import registered

OLD, NEW = Package("door", "1.0", "sha512-a"), Package("door", "1.2", "sha512-b")
OWN = Package("checkout", "")
ENTRIES = """[
  {"version": "1.0", "dist.integrity": "sha512-a"},
  {"version": "1.2", "dist.integrity": "sha512-b"},
  {"version": "1.3", "dist.integrity": "sha512-c"}
]"""


@pytest.fixture
def conformance(tmp_path: Path) -> Conformance:
    own = Counterpart(claim="own", program=Program(command=("./own",), release=OWN))
    found = registered(tmp_path, own, packages=(OLD, NEW))
    return replace(found, published=tmp_path / "releases.json")


def npm(
    folder: Path, monkeypatch: pytest.MonkeyPatch, entries: str = ENTRIES, code: int = 0
) -> None:
    """Put an npm on the PATH that knows the versions of `entries`, or that fails."""
    (folder / "versions").write_text('["1.0", "1.2", "1.3"]')
    (folder / "entries").write_text(entries)
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(
        f"#!/bin/sh\n[ {code} = 0 ] || exit {code}\n"
        f"case $3 in versions) cat {folder}/versions ;; *) cat {folder}/entries ;; esac\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_published_releases_come_between_the_registered_ones(conformance: Conformance) -> None:
    assert conformance.published
    listed = [
        PublishedRelease(package=Package("door", one, "sha512-x")) for one in ("1.1", "2.0-b1")
    ]
    write_release_list(conformance.published, ReleaseList(releases=tuple(listed)))
    assert [one.label for one in all_releases(conformance)] == [
        "checkout",
        "door@1.0",
        "door@1.1",
        "door@1.2",
        "door@2.0-b1",
    ]
    without = all_releases(conformance, prereleases=False)
    assert "door@2.0-b1" not in [one.label for one in without]


def test_new_releases_of_the_index_are_pinned(
    conformance: Conformance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path, monkeypatch)
    refresh_list(conformance, False, tmp_path)
    pinned = read_release_list(conformance.published).packages
    assert [one.label for one in pinned] == ["door@1.0", "door@1.2", "door@1.3"]


def test_without_the_index_the_pinned_releases_are_enough(
    conformance: Conformance,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    npm(tmp_path, monkeypatch, code=1)
    with pytest.raises(UsageError, match="no release is pinned"):
        refresh_list(conformance, False, tmp_path)
    assert conformance.published
    known = ReleaseList(releases=(PublishedRelease(package=OLD),))
    write_release_list(conformance.published, known)
    refresh_list(conformance, False, tmp_path)
    assert "the releases of releases.json are replayed" in capsys.readouterr().err
    assert read_release_list(conformance.published) == known


def test_a_registry_without_a_list_of_releases_says_how_to_name_one(
    conformance: Conformance, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="has no key 'releases'"):
        refresh_list(replace(conformance, published=None), False, tmp_path)


def test_a_release_is_told_from_a_selector_by_its_package(
    conformance: Conformance, tmp_path: Path
) -> None:
    arguments = ["claim", "claim@witness", "door@1.2"]
    assert named_releases(arguments, conformance, tmp_path) == (["claim", "claim@witness"], [NEW])


def test_a_release_that_is_not_pinned_is_looked_up_and_its_digest_is_printed(
    conformance: Conformance,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    npm(tmp_path, monkeypatch, '{"version": "1.3", "dist.integrity": "sha512-c"}')
    _, [found] = named_releases(["door@latest"], conformance, tmp_path)
    assert found == Package("door", "1.3", "sha512-c")
    assert capsys.readouterr().err == "door@1.3: sha512-c\n"


def test_a_release_that_the_index_does_not_have_is_an_error(
    conformance: Conformance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm(tmp_path, monkeypatch, "")
    with pytest.raises(UsageError, match=r"the index has no door@9\.9"):
        named_releases(["door@9.9"], conformance, tmp_path)


def test_without_a_wish_the_registered_releases_are_replayed(conformance: Conformance) -> None:
    assert chosen_packages(conformance, (), False, False) == [OLD, NEW, OWN]
    assert chosen_packages(conformance, ("1.2",), False, False) == [NEW]
    assert chosen_packages(conformance, (), True, False) == [OWN, OLD, NEW]


def test_news_are_a_markdown_list_in_which_nothing_is_markup(tmp_path: Path) -> None:
    write_news(tmp_path / "news.md", ["door is newly laxer in door@2: <b>"])
    assert (tmp_path / "news.md").read_text() == "- door is newly laxer in door@2: &lt;b&gt;\n"
    write_news(tmp_path / "news.md", [])
    assert (tmp_path / "news.md").read_text() == ""
