"""The process that is started for a run in a process of its own."""

import os
import sys
from pathlib import Path

import pytest

from moltverify.running import parent_watch
from moltverify.running.command import PrivateFolder, RunPlace, TlcCommand, tlc_command
from moltverify.running.java_search import Java
from moltverify.running.job import TlcOptions
from moltverify.running.staged_files import made_staged_files
from moltverify.running.tethered_process import launch_alone, tethered
from moltverify.running.toolchain import Jar, Toolchain


def command(java: Path) -> TlcCommand:
    tools = Toolchain(Java(java, "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))
    place = RunPlace(PrivateFolder(java.parent), java.parent / "logs", {"PATH": "/bin"})
    return tlc_command(made_staged_files({"M": b""}, "M", ""), TlcOptions(), tools, place)


@pytest.fixture
def java(tmp_path: Path) -> Path:
    """A file that can be executed; no test starts it."""
    file = tmp_path / "java"
    file.touch(mode=0o755)
    return file


def test_java_is_started_by_the_script_that_watches_this_process(java: Path) -> None:
    started = tethered(command(java))
    script = ["-I", "-S", str(Path(parent_watch.__file__)), str(os.getpid())]
    assert started.arguments == [sys.executable, *script, *command(java).arguments()]


def test_the_process_has_the_folder_environment_and_files_of_the_command(java: Path) -> None:
    given, started = command(java), tethered(command(java))
    assert (started.folder, started.environment) == (given.private.spec, given.environment)
    assert (started.stdout, started.stderr, started.stdin) == (given.output, given.errors, None)


@pytest.mark.parametrize("mode", [None, 0o600])
def test_a_java_that_cannot_be_executed_is_named(tmp_path: Path, mode: int | None) -> None:
    java = tmp_path / "java"
    if mode is not None:
        java.touch(mode=mode)
    with pytest.raises(FileNotFoundError, match="no such program") as caught:
        tethered(command(java))
    assert caught.value.filename == str(java)


def test_nothing_is_written_for_a_java_that_cannot_be_executed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        launch_alone(command(tmp_path / "java"), 1.0)
    assert list(tmp_path.iterdir()) == []
