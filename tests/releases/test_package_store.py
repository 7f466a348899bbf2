"""Packages are fetched once by their digests, and linked into every set that has them."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package_lock import PackageLock, PackageSet, resolved
from moltverify.releases.package_store import PackageStore, link_files

CODE = b"export const colour = 'red';\n"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of archives, and an npm of ours that packs them and notes what it was asked."""
    folder, programs = tmp_path / "index", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    (programs / "npm").write_text(
        "#!/bin/sh\n"
        f'echo "$*" >> {tmp_path}/asked\n'
        # The last argument but four of ours is the folder.
        f'while [ "$1" != --pack-destination ]; do shift; done; cp {folder}/*.tgz "$2"\n'
    )
    (programs / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return folder


def published(index: Path, members: dict[str, bytes]) -> str:
    """Publish an archive under any name, and return its digest."""
    file = index / f"{len(list(index.iterdir()))}.tgz"
    with tarfile.open(file, "w:gz") as content:
        for path, text in members.items():
            member = tarfile.TarInfo(path)
            member.size = len(text)
            content.addfile(member, io.BytesIO(text))
    digest = base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()
    return f"sha512-{digest}"


def files_below(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_a_set_lies_where_node_looks_for_it(index: Path, tmp_path: Path) -> None:
    members = {
        "package/package.json": b"{}",
        "package/lib/red.js": CODE,
        "package/lib/red.d.ts": b"",
        "package/lib/red.js.map": b"",
        "package/README.md": b"",
    }
    packages = {
        "paint@1.0.0": published(index, members),
        # Not every archive has its files in "package".
        "@house/oil@2.0.0": published(index, {"oil/index.js": CODE}),
    }
    tree = {"node_modules/paint": "paint@1.0.0"}
    inner = {"node_modules/paint/node_modules/@house/oil": "@house/oil@2.0.0"}
    chosen = PackageSet(wanted={"paint": "1"}, tree={**tree, **inner})
    PackageStore(tmp_path / "modules").put(chosen, PackageLock(packages=packages), tmp_path / "set")
    paint = "node_modules/paint"
    assert files_below(tmp_path / "set") == {
        f"{paint}/package.json",
        f"{paint}/lib/red.js",
        f"{paint}/node_modules/@house/oil/index.js",
    }


def test_two_sets_share_the_files_of_a_package(index: Path, tmp_path: Path) -> None:
    packages = {"paint@1.0.0": published(index, {"package/red.js": CODE})}
    chosen = PackageSet(wanted={"paint": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    lock = PackageLock(packages=packages)
    for name in ("one", "two"):
        PackageStore(tmp_path / "modules").put(chosen, lock, tmp_path / name)
    one, two = (tmp_path / name / "node_modules" / "paint" / "red.js" for name in ("one", "two"))
    assert one.samefile(two)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == 1
    assert "--ignore-scripts" in asked[0]


def test_an_archive_with_another_digest_is_not_unpacked(index: Path, tmp_path: Path) -> None:
    published(index, {"package/red.js": CODE})
    packages = {"paint@1.0.0": "sha512-other"}
    chosen = PackageSet(wanted={"paint": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    with pytest.raises(UnobtainableError, match=r"another paint@1\.0\.0 than the pinned one"):
        PackageStore(tmp_path / "modules").put(
            chosen, PackageLock(packages=packages), tmp_path / "set"
        )
    assert not list((tmp_path).glob("modules/*"))


def test_a_package_that_was_changed_is_linked_into_no_set(index: Path, tmp_path: Path) -> None:
    packages = {"paint@1.0.0": published(index, {"package/red.js": CODE})}
    chosen = PackageSet(wanted={"paint": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    lock = PackageLock(packages=packages)
    PackageStore(tmp_path / "modules").put(chosen, lock, tmp_path / "one")
    (tmp_path / "one" / "node_modules" / "paint" / "red.js").write_text("something else")
    with pytest.raises(UnobtainableError, match="is not what was unpacked there: remove it"):
        PackageStore(tmp_path / "modules").put(chosen, lock, tmp_path / "two")


@pytest.mark.parametrize("path", ["../paint", "node_modules/../../paint", "lib/paint", ""])
def test_a_path_that_leads_out_of_the_set_is_refused(
    index: Path, tmp_path: Path, path: str
) -> None:
    packages = {"paint@1.0.0": published(index, {"package/red.js": CODE})}
    chosen = PackageSet(wanted={"paint": "1"}, tree={path: "paint@1.0.0"})
    with pytest.raises(UnobtainableError, match="leads elsewhere"):
        PackageStore(tmp_path / "modules").put(
            chosen, PackageLock(packages=packages), tmp_path / "set"
        )
    assert not (tmp_path / "paint").exists()


@pytest.mark.parametrize("member", ["../out.js", "package/../../out.js", "/package/out.js"])
def test_a_member_that_leads_out_of_its_package_is_left_out(
    index: Path, tmp_path: Path, member: str
) -> None:
    entry = published(index, {member: CODE, "package/in.js": CODE})
    chosen = PackageSet(wanted={"paint": "1"}, tree={"node_modules/paint": "paint@1.0.0"})
    lock = PackageLock(packages={"paint@1.0.0": entry})
    PackageStore(tmp_path / "modules").put(chosen, lock, tmp_path / "set")
    assert files_below(tmp_path / "set") == {"node_modules/paint/in.js"}


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_a_file_system_that_cannot_be_linked_to_gets_copies(tmp_path: Path) -> None:
    (tmp_path / "paint").mkdir()
    (tmp_path / "paint" / "red.js").write_bytes(CODE)
    other = Path("/dev/shm") / f"moltverify-{os.getpid()}"
    try:
        link_files(tmp_path / "paint", other / "paint")
        assert (other / "paint" / "red.js").read_bytes() == CODE
    finally:
        shutil.rmtree(other)


@pytest.mark.index
@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_node_loads_a_set_of_real_packages(tmp_path: Path) -> None:
    (tmp_path / "resolved").mkdir()
    chosen, packages = resolved(
        {"p-limit": "6.2.0", "@babel/types": "7.26.0"}, tmp_path / "resolved"
    )
    lock = PackageLock().with_set(chosen, packages)
    PackageStore(tmp_path / "modules").put(chosen, lock, tmp_path / "set")
    program = "import limit from 'p-limit'; import types from '@babel/types';"
    show = "console.log(JSON.stringify([typeof limit, types.isIdentifier({type: 'Identifier'})]))"
    (tmp_path / "set" / "it.mjs").write_text(f"{program}\n{show}\n")
    answer = subprocess.run(
        ["node", "it.mjs"], cwd=tmp_path / "set", capture_output=True, check=True, timeout=60
    )
    assert json.loads(answer.stdout) == ["function", True]
