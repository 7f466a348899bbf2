"""The command line: help, version, errors and their exit codes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moltverify import __version__
from moltverify.errors import (
    ExitCode,
    MoltverifyError,
    RegistryError,
    StoppedError,
    StoreError,
    ToolchainError,
    UsageError,
)
from tests.conftest import Run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("x"), 2),
        (RegistryError("x"), 2),
        (ToolchainError("x"), 3),
        (StoreError("x"), 3),
        (StoppedError(2), 130),
        (StoppedError(15), 143),
        (MoltverifyError("x"), 3),
    ],
)
def test_every_error_has_its_exit_code(error: MoltverifyError, code: int) -> None:
    assert error.exit_code == code


def test_exit_codes_are_what_shells_and_ci_rely_on() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "DIFFERS": 1,
        "USAGE": 2,
        "NO_VERDICT": 3,
        "INTERRUPTED": 130,
        "TERMINATED": 143,
    }


def test_the_version_is_told(moltverify: Run) -> None:
    answer = moltverify("--version")
    assert answer.returncode == 0
    assert answer.stdout.endswith(f" {__version__}\n")


def test_without_a_command_there_is_help_and_exit_code_2(moltverify: Run) -> None:
    answer = moltverify()
    assert answer.returncode == 2
    assert "moltverify run reset-link     check one claim" in answer.stdout + answer.stderr


@pytest.mark.parametrize("command", ["run", "list", "show", "doctor", "check-registry", "docs"])
def test_every_command_has_help(moltverify: Run, command: str) -> None:
    answer = moltverify(command, "-h")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert f"moltverify {command} [OPTIONS]" in answer.stdout


@pytest.mark.parametrize("arguments", [["rnu"], ["--verbose"], ["list", "--jsno"], ["show"]])
def test_what_click_does_not_know_exits_with_2(moltverify: Run, arguments: list[str]) -> None:
    answer = moltverify(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("Usage: ")


def test_the_installed_program_is_the_same(project: Path, environment: dict[str, str]) -> None:
    program = Path(sys.executable).parent / "moltverify"
    answer = subprocess.run(
        [program, "list", "--names"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.stdout, answer.returncode) == ("door\n", 0)


def test_a_folder_that_is_gone_is_no_bug(tmp_path: Path, environment: dict[str, str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); os.execv(sys.executable, sys.argv[1:])"
    answer = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "moltverify", "list"],
        cwd=gone,
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in answer.stderr
    assert answer.returncode == 2


def test_selectors_are_completed_from_the_registry(
    project: Path, environment: dict[str, str]
) -> None:
    completing = {"_MOLTVERIFY_COMPLETE": "bash_complete", "COMP_WORDS": "moltverify run do"}
    answer = subprocess.run(
        [Path(sys.executable).parent / "moltverify"],
        cwd=project,
        env={**environment, **completing, "COMP_CWORD": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.split() == ["plain,door", "plain,door@let-in", "plain,door:unlocked"]
