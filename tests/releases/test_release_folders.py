"""Archives are verified before they are unpacked, and what was unpacked is verified before use."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Conformance
from moltverify.releases.npm import UnobtainableError
from moltverify.releases.package import Package
from moltverify.releases.release_folders import (
    LOCK,
    MANIFEST,
    SEAL,
    dependencies_folder,
    made_folder,
    release_folder,
    require_sealed,
    seal,
    unpack,
    verify,
)
from tests.conformance.conftest import SPECS, VERSION

CODE = b"export const limit = 3;\n"


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    file = folder / "door-1.0.tgz"
    with tarfile.open(file, "w:gz") as content:
        for name, text in members.items():
            member = tarfile.TarInfo(name)
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
    unpack(file, folder)
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


def test_only_code_is_unpacked(tmp_path: Path) -> None:
    names = ["dist/a.js", "dist/a.css", "dist/b/c.mjs", "docs/a.js", "package.json", "README.md"]
    unpack(archive(tmp_path, {f"package/{name}": CODE for name in names}), tmp_path / "door")
    found = {path.relative_to(tmp_path / "door").as_posix() for path in tmp_path.rglob("door/**/*")}
    assert found == {"dist", "dist/a.js", "dist/b", "dist/b/c.mjs", "package.json"}


def test_a_member_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/../../../out.js": CODE})
    with pytest.raises(UnobtainableError, match="cannot be unpacked"):
        unpack(file, tmp_path / "deep" / "door")
    assert not list(tmp_path.rglob("out.js"))


def test_an_archive_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": os.urandom(100_000)})
    file.write_bytes(file.read_bytes()[:50_000])
    with pytest.raises(UnobtainableError, match="cannot be unpacked"):
        unpack(file, tmp_path / "door")


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
    """An npm of ours that installs one package, and packs an archive that lies beside it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "npm"
    file.write_text(
        "#!/bin/sh\n"
        f'echo "$1" >> {tmp_path}/asked\n'
        "case $1 in\n"
        "ci) mkdir node_modules; cp package-lock.json node_modules/installed ;;\n"
        f'pack) cp {tmp_path}/door-1.0.tgz .; echo \'[{{"filename": "door-1.0.tgz"}}]\' ;;\n'
        "esac\n"
    )
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "asked"


@pytest.fixture
def dependencies(tmp_path: Path) -> Path:
    folder = tmp_path / "adapters"
    folder.mkdir()
    for name in (MANIFEST, LOCK):
        (folder / name).write_text(f"the {name} of the release")
    return folder


def test_dependencies_are_installed_once_for_a_lock_file(
    client: Path, dependencies: Path, tmp_path: Path
) -> None:
    folder = dependencies_folder(dependencies, tmp_path / "cache")
    assert (folder / "node_modules" / "installed").read_text() == f"the {LOCK} of the release"
    assert dependencies_folder(dependencies, tmp_path / "cache") == folder
    assert client.read_text() == "ci\n"
    (dependencies / LOCK).write_text("another one")
    assert dependencies_folder(dependencies, tmp_path / "cache") != folder


def test_installed_dependencies_that_were_changed_are_not_used(
    client: Path, dependencies: Path, tmp_path: Path
) -> None:
    folder = dependencies_folder(dependencies, tmp_path / "cache")
    (folder / "node_modules" / "installed").write_text("something else")
    with pytest.raises(UnobtainableError, match="is not what was unpacked there"):
        dependencies_folder(dependencies, tmp_path / "cache")
    assert client.is_file()


def test_without_a_lock_file_nothing_is_installed(tmp_path: Path) -> None:
    folder = dependencies_folder(None, tmp_path / "cache")
    assert not folder.exists()


@pytest.mark.parametrize("name", ["door", "@house/door", "../door"])
def test_a_release_lies_below_its_dependencies_whatever_its_name(
    client: Path, dependencies: Path, tmp_path: Path, name: str
) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE})
    package, cache = Package(name, "1.0", integrity(file)), tmp_path / "cache"
    folder = release_folder(package, dependencies, cache)
    assert folder.parent == dependencies_folder(dependencies, cache)
    assert (folder / "dist" / "a.js").read_bytes() == CODE
    assert release_folder(package, dependencies, cache) == folder
    assert client.read_text().split() == ["ci", "pack"]


def test_a_release_without_dependencies_is_fetched_alone(client: Path, tmp_path: Path) -> None:
    file = archive(tmp_path, {"package/dist/a.js": CODE})
    folder = release_folder(Package("door", "1.0", integrity(file)), None, tmp_path / "cache")
    assert (folder / "dist" / "a.js").is_file()
    assert client.read_text().split() == ["pack"]


@pytest.mark.index
def test_a_release_that_was_tampered_with_is_not_run(cache: Path, conformance: Conformance) -> None:
    package = next(one for one in conformance.packages if one.version == VERSION)
    folder = release_folder(package, conformance.dependencies, cache)
    file = folder / "dist" / "infra" / "dedupe.js"
    text = file.read_bytes()
    file.write_bytes(text + b"\n")
    try:
        with pytest.raises(UnobtainableError, match="is not what was unpacked there"):
            release_folder(package, conformance.dependencies, cache)
    finally:
        file.write_bytes(text)
    assert release_folder(package, conformance.dependencies, cache) == folder


@pytest.mark.index
def test_a_release_of_another_digest_is_not_unpacked(cache: Path, conformance: Conformance) -> None:
    packages = conformance.packages
    other = replace(packages[0], integrity=packages[1].integrity)
    before = set(cache.glob("harness-*/*"))
    with pytest.raises(UnobtainableError, match="is not the pinned one"):
        release_folder(other, conformance.dependencies, cache)
    assert set(cache.glob("harness-*/*")) == before


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
