"""The packages that releases import, pinned."""

import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.releases.package_lock import (
    PackageLock,
    PackageSet,
    read_package_lock,
    resolved,
    write_manifest,
    write_package_lock,
)

PAINT = PackageSet(wanted={"paint": "^1"}, tree={"node_modules/paint": "paint@1.0.0"})
LOCK = PackageLock(
    packages={"paint@1.0.0": "sha512-x"}, sets=(PAINT,), used={"door@1": {"paint": "^1"}}
)
NPM_LOCK = """{"lockfileVersion": 3, "packages": {
  "": {"dependencies": {"paint": "^1"}},
  "node_modules/paint": {"version": "1.0.0", "resolved": "https://index/paint.tgz",
    "integrity": "sha512-x", "license": "MIT", "dependencies": {"oil": "2"}},
  "node_modules/paint/node_modules/oil": {"version": "2.0.0", "integrity": "sha512-y"},
  "node_modules/gloss": {"version": "3.0.0", "integrity": "sha512-z", "optional": true},
  "node_modules/linked": {"link": true}
}}"""


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    assert read_package_lock(file) == read_package_lock(None) == PackageLock()
    write_package_lock(file, LOCK)
    assert read_package_lock(file) == LOCK
    assert LOCK.set_for({"paint": "^1"}) == PAINT
    assert LOCK.set_for({"paint": "^2"}) is None


def resolved_by(answer: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> PackageSet:
    """Ask an npm of ours, which answers with a lock file."""
    folder.mkdir()
    npm = folder / "npm"
    npm.write_text(f"#!/bin/sh\ncat > package-lock.json <<'END'\n{answer}\nEND\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    (place := folder / "place").mkdir()
    found, packages = resolved({"paint": "^1"}, place)
    assert set(packages) == set(found.tree.values())
    assert b"index" not in msgspec.json.encode(PackageLock().with_set(found, packages))
    return found


def test_npm_is_asked_what_is_needed_and_no_address_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resolved_by(NPM_LOCK, tmp_path / "one", monkeypatch).tree == {
        "node_modules/paint": "paint@1.0.0",
        "node_modules/paint/node_modules/oil": "oil@2.0.0",
    }


def test_a_version_that_is_optional_in_one_set_is_needed_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed = NPM_LOCK.replace(', "optional": true', "")
    assert "node_modules/gloss" not in resolved_by(NPM_LOCK, tmp_path / "one", monkeypatch).tree
    assert "node_modules/gloss" in resolved_by(needed, tmp_path / "two", monkeypatch).tree


def test_what_is_pinned_already_stays() -> None:
    other = PackageSet(wanted={"oil": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    more = LOCK.with_set(other, {"paint@1.0.0": "sha512-z"})
    assert more.packages["paint@1.0.0"] == "sha512-x"
    assert {one.id for one in more.sets} == {PAINT.id, other.id}


def test_the_package_json_names_what_is_wanted(tmp_path: Path) -> None:
    write_manifest(PAINT.wanted, tmp_path)
    manifest = msgspec.json.decode((tmp_path / "package.json").read_bytes())
    assert manifest["dependencies"] == {"paint": "^1"}


@pytest.mark.parametrize("text", ["[", '{"format": 7}'])
def test_a_damaged_lock_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "lock.json").write_text(text)
    with pytest.raises(UsageError, match=r"lock\.json"):
        read_package_lock(tmp_path / "lock.json")


def test_sets_that_no_release_uses_are_not_written(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    write_package_lock(file, LOCK.with_used("door@1", {"oil": "1"}))
    written = read_package_lock(file)
    assert (written.sets, written.packages) == ((), {})
    assert written.used == {"door@1": {"oil": "1"}}


def test_a_lock_of_another_format_asks_for_another_moltverify(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    file.write_text('{"format": 99}')
    with pytest.raises(UsageError, match="has format 99, not 2"):
        read_package_lock(file)


def test_a_set_has_a_name_of_its_own_for_what_it_wants_and_what_was_resolved() -> None:
    chosen = PackageSet(wanted={"paint": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    others = [
        replace(chosen, wanted={"paint": "^1"}),
        replace(chosen, tree={"node_modules/paint": "paint@1.0.1"}),
    ]
    assert len({one.id for one in (chosen, *others)}) == 3
    again = PackageSet(wanted=dict(chosen.wanted), tree=dict(chosen.tree))
    assert again.id == chosen.id


def test_what_a_release_uses_finds_its_set() -> None:
    chosen = PackageSet(wanted={"paint": "1"}, tree={})
    lock = PackageLock(sets=(chosen,)).with_used("house@2", {"paint": "1"})
    assert lock.set_for(lock.used["house@2"]) == chosen
    assert lock.set_for({"paint": "2"}) is None
