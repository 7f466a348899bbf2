"""What a sandbox needs of a machine, and which jars it refuses."""

import os
import sys
from pathlib import Path

import pytest

from moltverify.errors import ToolchainError
from moltverify.running.sandbox import control_groups
from moltverify.running.sandbox.sandbox_needs import require_sandbox, sandbox_obstacle
from moltverify.running.toolchain import Toolchain
from tests.running.library_jars import needs_javac, reading_jar
from tests.running.sandbox.boxes import needs_sandbox


def with_bwrap(folder: Path, body: str) -> str:
    """Write a program in the place of bubblewrap, and return its folder for PATH."""
    program = folder / "bwrap"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


@needs_sandbox
def test_this_machine_can(toolchain: Toolchain) -> None:
    assert sandbox_obstacle(toolchain.java) == ""
    require_sandbox(toolchain)


def test_a_missing_bubblewrap_is_named_with_its_package(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError, match="no sandbox: bwrap is not installed") as caught:
        require_sandbox(toolchain)
    assert "bubblewrap" in caught.value.message
    assert "doctor" in caught.value.hint


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("echo 'bwrap: No permissions to create new namespace' >&2; exit 1", "No permissions"),
        ("exit 3", "exit code 3"),
    ],
)
def test_a_bubblewrap_that_fails_is_an_obstacle_in_its_words(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, words: str
) -> None:
    monkeypatch.setenv("PATH", with_bwrap(tmp_path, body))
    assert words in sandbox_obstacle(toolchain.java)


def test_other_systems_have_none(toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "for Linux" in sandbox_obstacle(toolchain.java)


def test_root_without_a_control_group_has_none(
    toolchain: Toolchain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", with_bwrap(tmp_path, "exit 0"))
    monkeypatch.setattr(control_groups, "OWN_GROUPS", tmp_path / "missing")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "control group" in sandbox_obstacle(toolchain.java)


@needs_sandbox
@needs_javac
def test_a_library_that_reaches_files_is_refused_by_name(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    jar = reading_jar(tmp_path / "reading.jar")
    with pytest.raises(ToolchainError, match=r"reading.jar: it has modules that .* \(IOUtils\)"):
        require_sandbox(toolchain, [jar])
