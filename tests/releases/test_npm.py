"""The npm client: what it is asked, and what is made of its failures. A script stands for npm."""

import json
import os
import shutil
import threading
from pathlib import Path
from threading import Event

import psutil
import pytest

from moltverify.releases import npm
from moltverify.releases.npm import UnobtainableError, failure_reason
from moltverify.releases.package import Package
from tests.running.dask.clusters import assert_gone, until

PACKAGE = Package("@house/door", "1.2", "sha512-x")
# Says what it was asked, in the folder where it was started.
ASKED = """#!/bin/sh
printf '%s\\n' "$@" > asked
echo '[{"filename": "../house-door-1.2.tgz"}]'
"""


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An npm of ours, the first on the path."""
    file = tmp_path / "bin" / "npm"
    file.parent.mkdir()
    file.write_text(ASKED)
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    return file


def test_an_archive_is_fetched_into_the_folder_and_lies_nowhere_else(
    client: Path, tmp_path: Path
) -> None:
    assert client.is_file()
    # A name that leads out of the folder is only a name.
    assert npm.fetch(PACKAGE, tmp_path) == tmp_path / "house-door-1.2.tgz"
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[:3] == ["pack", "@house/door@1.2", "--json"]
    assert asked[3:5] == ["--pack-destination", str(tmp_path)]


def test_no_package_may_run_a_script(client: Path, tmp_path: Path) -> None:
    assert client.is_file()
    npm.pack(["paint@1.0.0"], tmp_path)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked[:2] == ["pack", "paint@1.0.0"]
    assert "--ignore-scripts" in asked


def test_a_failure_is_told_in_npms_own_words(client: Path, tmp_path: Path) -> None:
    error = {"error": {"code": "E404", "summary": "no such\n  package"}}
    answer = tmp_path / "answer.json"
    answer.write_text(json.dumps(error))
    client.write_text(f"#!/bin/sh\ncat '{answer}'\nexit 1\n")
    with pytest.raises(UnobtainableError, match=r"^npm pack: no such package$"):
        npm.fetch(PACKAGE, tmp_path)


def test_an_npm_that_is_broken_is_told_by_its_last_words(client: Path, tmp_path: Path) -> None:
    client.write_text("#!/bin/sh\necho 'it burns' >&2\nexit 9\n")
    with pytest.raises(UnobtainableError, match=r"^npm pack: it burns$"):
        npm.pack(["paint@1.0.0"], tmp_path)


def test_a_stop_ends_npm_and_all_that_it_started(client: Path, tmp_path: Path) -> None:
    client.write_text("#!/bin/sh\nsleep 1000 &\necho $! > started\nwait\n")
    stop, started, below = Event(), tmp_path / "started", list[psutil.Process]()

    def stop_when_started() -> None:
        until(lambda: started.exists() and started.read_text().endswith("\n"), "npm's child")
        below.append(psutil.Process(int(started.read_text())))
        stop.set()

    threading.Thread(target=stop_when_started).start()
    with pytest.raises(UnobtainableError, match="npm pack did not end: stopped"):
        npm.fetch(PACKAGE, tmp_path, stop)
    assert len(below) == 1
    assert_gone(below)


def test_an_npm_that_cannot_be_started_is_told(client: Path, tmp_path: Path) -> None:
    client.write_text("#!/no/such/shell\n")
    with pytest.raises(UnobtainableError, match="npm pack did not end"):
        npm.pack(["paint@1.0.0"], tmp_path)


def test_without_npm_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnobtainableError, match=r"npm was not found on PATH; install Node\.js"):
        npm.pack(["paint@1.0.0"], tmp_path)


@pytest.mark.parametrize("code", ["ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN"])
def test_an_index_that_cannot_be_reached_is_called_so(code: str) -> None:
    content = json.dumps({"error": {"code": code, "summary": "no answer"}}).encode()
    assert failure_reason(content, b"") == "the package index cannot be reached (no answer)"


def test_a_long_failure_is_cut() -> None:
    assert len(failure_reason(b"", b"x" * 1000)) == 300


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_no_script_of_a_package_is_run(tmp_path: Path) -> None:
    hooks = ("preinstall", "install", "postinstall", "prepare", "prepack", "postpack")
    scripts = {hook: f"echo ran > {tmp_path}/{hook}" for hook in hooks}
    package, user = tmp_path / "package", tmp_path / "user"
    package.mkdir()
    user.mkdir()
    about = {"name": "door", "version": "1.0.0", "scripts": scripts}
    (package / "package.json").write_text(json.dumps(about))
    npm.npm(["pack", str(package), "--json", "--pack-destination", str(user)], tmp_path)
    archive = "file:door-1.0.0.tgz"
    wants = {"name": "user", "version": "1.0.0", "dependencies": {"door": archive}}
    (user / "package.json").write_text(json.dumps({**wants, "scripts": scripts}))
    npm.npm(["install", "--json", "--offline", "--no-audit", "--no-fund"], user)
    assert (user / "node_modules" / "door" / "package.json").is_file()
    assert not [hook for hook in hooks if (tmp_path / hook).exists()]


def test_settings_of_the_user_reach_npm(
    client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.write_text('#!/bin/sh\necho "$npm_config_registry"\n')
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    assert npm.npm(["view"], tmp_path) == b"http://127.0.0.1:9/\n"


def test_npm_waits_for_no_answer_of_the_user(client: Path, tmp_path: Path) -> None:
    client.write_text("#!/bin/sh\nread -r line && echo answered || echo nobody\n")
    assert npm.npm(["login"], tmp_path) == b"nobody\n"


def test_an_npm_that_hangs_is_ended(
    client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(npm, "PATIENCE", 0.2)
    with pytest.raises(UnobtainableError, match=r"npm view did not end: timed out"):
        npm.npm(["view"], tmp_path)
