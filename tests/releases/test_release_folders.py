"""Archives are verified before they are unpacked, and what was unpacked is verified before use."""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from moltverify.releases.archives import read_code, verify
from moltverify.releases.made_folder import made_folder
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package
from moltverify.releases.package_lock import PackageLock, PackageSet
from moltverify.releases.release_code import read_imports
from moltverify.releases.release_folders import ReleaseStore
from moltverify.releases.seals import SEAL, require_sealed, seal
from moltverify.releases.symbol_search import Wanted
from tests.conformance.conftest import SPECS, VERSION

CODE = b"export const limit = 3;\n"


def archive(folder: Path, members: dict[str, bytes], name: str = "door-1.0") -> Path:
    file = folder / f"{name}.tgz"
    with tarfile.open(file, "w:gz") as content:
        for path, text in members.items():
            member = tarfile.TarInfo(path)
            member.size = len(text)
            content.addfile(member, io.BytesIO(text))
    return file


def integrity(file: Path) -> str:
    digest = hashlib.sha512(file.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}"


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    file = archive(tmp_path, {"package/dist/a.js": CODE, "package/dist/b/c.mjs": CODE})
    folder = tmp_path / "door"
    for name, text in read_code(file).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    seal(folder)
    return folder


def test_the_archive_that_was_pinned_is_accepted(tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE})
    verify(file, Package("door", "1.0", integrity(file)))


def test_an_archive_with_one_byte_changed_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE})
    package = Package("door", "1.0", integrity(file))
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(UnobtainableError, match="is not the pinned one"):
        verify(file, package)


def test_only_code_is_read(tmp_path: Path) -> None:
    names = ["dist/a.js", "dist/a.css", "dist/b/c.mjs", "docs/a.js", "package.json", "README.md"]
    found = read_code(archive(tmp_path, {f"package/{name}": CODE for name in names}))
    assert set(found) == {"dist/a.js", "dist/b/c.mjs", "package.json"}


@pytest.mark.parametrize("name", ["package/dist/../../../out.js", "/package/dist/a.js", "out.js"])
def test_a_member_that_leads_out_of_the_folder_is_left_out(tmp_path: Path, name: str) -> None:
    assert read_code(archive(tmp_path, {name: CODE})) == {}


def test_a_link_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "door-1.0.tgz"
    with tarfile.open(file, "w:gz") as content:
        link = tarfile.TarInfo("package/dist/a.js")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        content.addfile(link)
    assert read_code(file) == {}


def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": os.urandom(100_000)})
    file.write_bytes(file.read_bytes()[:50_000])
    with pytest.raises(UnobtainableError, match="cannot be unpacked"):
        read_code(file)


def test_what_was_unpacked_keeps_its_seal(unpacked: Path) -> None:
    require_sealed(unpacked)


def same_length(folder: Path) -> None:
    (folder / "dist" / "a.js").write_bytes(CODE.replace(b"3", b"9"))


def cut_short(folder: Path) -> None:
    (folder / "dist" / "a.js").write_bytes(CODE[:5])


def taken_away(folder: Path) -> None:
    (folder / "dist" / "b" / "c.mjs").unlink()


def added(folder: Path) -> None:
    (folder / "dist" / "d.js").write_bytes(CODE)


def renamed(folder: Path) -> None:
    (folder / "dist" / "a.js").rename(folder / "dist" / "e.js")


def unsealed(folder: Path) -> None:
    (folder / SEAL).unlink()


@pytest.mark.parametrize("change", [same_length, cut_short, taken_away, added, renamed, unsealed])
def test_a_change_to_what_was_unpacked_is_noticed(
    unpacked: Path, change: Callable[[Path], None]
) -> None:
    change(unpacked)
    with pytest.raises(UnobtainableError, match="is not what was unpacked there: remove it"):
        require_sealed(unpacked)


def test_a_folder_that_is_not_finished_never_takes_its_place(tmp_path: Path) -> None:
    def begin() -> None:
        with made_folder(tmp_path / "door") as part:
            (part / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm of ours that packs the archives that lie beside it, and notes what it was asked."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "npm"
    file.write_text(
        "#!/bin/sh\n"
        f'echo "$1" >> {tmp_path}/asked\n'
        f'cp {tmp_path}/*.tgz .; echo \'[{{"filename": "door-1.0.tgz"}}]\'\n'
    )
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "asked"


def store_in(folder: Path, *wanted: Wanted, **given: object) -> ReleaseStore:
    return ReleaseStore(cache=folder / "cache", wanted=wanted, whole=not wanted, **given)  # type: ignore[arg-type] # the test's own


@pytest.mark.parametrize("name", ["door", "@house/door", "../door"])
def test_a_release_is_fetched_once_whatever_its_name(
    client: Path, tmp_path: Path, name: str
) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE, "package/package.json": b"{}"})
    package, store = Package(name, "1.0", integrity(file)), store_in(tmp_path)
    folder = store.release(package)
    assert folder.is_relative_to(tmp_path / "cache" / "releases")
    assert (folder / "dist" / "a.js").read_bytes() == CODE
    assert store.release(package) == folder
    assert client.read_text().split() == ["pack"]


def test_an_archive_at_hand_is_taken_instead_of_the_index(client: Path, tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE, "package/package.json": b"{}"})
    store = store_in(tmp_path, archives=tmp_path)
    assert (store.release(Package("door", "1.0", integrity(file))) / "dist" / "a.js").is_file()
    assert not client.exists()


def test_only_what_the_wanted_symbols_load_is_kept(client: Path, tmp_path: Path) -> None:
    members = {
        "package/package.json": b'{"dependencies": {"paint": "1.0.0", "glue": "2.0.0"}}',
        "package/dist/door.js": b'import "./hinge.js";\nimport { red } from "paint/colours";\n',
        "package/dist/hinge.js": b"export const hinge = 1;\n",
        "package/dist/garden.js": b'import "glue";\n',
    }
    file = archive(tmp_path, members)
    store = store_in(tmp_path, Wanted("door.js", ("open",)), archives=tmp_path)
    folder = store.code(Package("door", "1.0", integrity(file)))
    assert {one.name for one in (folder / "dist").iterdir()} == {"door.js", "hinge.js"}
    assert read_imports(folder) == {"paint": "1.0.0"}
    assert client.parent == tmp_path


def test_packages_are_installed_once_as_they_are_pinned(client: Path, tmp_path: Path) -> None:
    chosen = PackageSet(wanted={"paint": "1.0.0"}, tree={"node_modules/paint": "paint@1.0.0"})
    paint = archive(tmp_path, {"package/red.js": CODE}, "paint-1.0.0")
    lock = PackageLock(packages={"paint@1.0.0": integrity(paint)}, sets=(chosen,))
    store = store_in(tmp_path, lock=lock)
    folder = store.packages({"paint": "1.0.0"})
    assert folder is not None
    installed = folder / "node_modules" / "paint" / "red.js"
    assert installed.read_bytes() == CODE
    # The harness reads there which packages a release may load.
    assert '"dependencies":{"paint":"1.0.0"}' in (folder / "package.json").read_text()
    assert store.packages({"paint": "1.0.0"}) == folder
    assert client.read_text().split() == ["pack"]
    installed.write_text("something else")
    with pytest.raises(UnobtainableError, match="is not what was unpacked there"):
        store_in(tmp_path, lock=lock).packages({"paint": "1.0.0"})


def test_what_a_replay_missed_is_installed_with_what_other_releases_use(
    client: Path, tmp_path: Path
) -> None:
    asked = {"paint": "1.0.0", "oil": "2", "glue": "3", "wax": "4"}
    manifest = json.dumps({"dependencies": asked}).encode()
    code = b'import "oil/can";\nimport "glue";\n'
    file = archive(tmp_path, {"package/dist/a.js": code, "package/package.json": manifest})
    wanted = {"oil": "2", "paint": "1.0.0"}
    chosen = PackageSet(wanted=wanted, tree={"node_modules/paint": "paint@1.0.0"})
    paint = archive(tmp_path, {"package/red.js": CODE}, "paint-1.0.0")
    lock = PackageLock(
        packages={"paint@1.0.0": integrity(paint)},
        sets=(chosen,),
        # This release does not import wax, and no release has used glue.
        used={"door@0.9": {"oil": "1", "wax": "1"}},
    )
    store = store_in(tmp_path, lock=lock, archives=tmp_path)
    package = Package("door", "1.0", integrity(file))
    folder = store.release(package)
    assert not (folder / "node_modules").exists()
    store.add_packages(package, ["unknown", "paint/colours"])
    assert store.used(package) == {"paint", "oil"}
    assert (folder / "node_modules" / "paint" / "red.js").is_file()
    assert client.read_text().split() == ["pack"]
    store.add_packages(package, ["unknown"])
    assert store.used(package) == {"paint", "oil"}


def test_a_release_that_imports_nothing_needs_no_packages(tmp_path: Path) -> None:
    assert store_in(tmp_path).packages({}) is None


@pytest.mark.nightly  # npm waits ten seconds for an index; the client's refusals are tested above
@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
@pytest.mark.tlc
def test_without_the_index_nothing_is_run_and_that_is_said(tmp_path: Path) -> None:
    arguments = ["conform", "pairing-idempotency:", "--version", VERSION]
    answer = subprocess.run(
        [sys.executable, "-c", "from moltverify.cli import main; main()", *arguments],
        cwd=SPECS.parent,
        env={
            **os.environ,
            "MOLTVERIFY_CACHE": str(tmp_path / "cache"),
            "npm_config_registry": "http://127.0.0.1:9/",
            "npm_config_cache": str(tmp_path / "npm"),
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 3, answer.stderr
    said = " ".join(answer.stdout.split())
    assert "pairing-idempotency: NOT RUN: npm" in said
    assert "the package index cannot be reached" in said
