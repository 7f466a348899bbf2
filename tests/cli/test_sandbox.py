"""`moltverify run --sandbox`, and what `doctor` says about sandboxes."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.running.made_jars import changed_jar
from tests.running.sandbox.boxes import needs_sandbox


@needs_sandbox
@pytest.mark.tlc
def test_every_model_runs_in_a_sandbox(moltverify: Run) -> None:
    answer = moltverify("run", "door", "--sandbox", "--no-cache", "--json")
    result = json.loads(answer.stdout)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert {model["engine"] for model in result["models"]} == {"sandbox"}
    assert {model["verdict"] for model in result["models"]} == {"as expected"}


def test_without_bubblewrap_no_model_runs(project: Path, tmp_path: Path, moltverify: Run) -> None:
    java_only = tmp_path / "bin"
    java_only.mkdir()
    (java_only / "java").symlink_to("/usr/bin/java")
    answer = moltverify("run", "door", "--sandbox", env={"PATH": str(java_only)})
    assert answer.returncode == 3
    assert "error: no sandbox: bwrap is not installed" in answer.stderr
    assert not (project / ".moltverify" / "runs").exists()


def test_a_warm_worker_is_no_sandbox(moltverify: Run) -> None:
    answer = moltverify("run", "door", "--sandbox", "--engine", "warm")
    assert answer.returncode == 2
    assert "leave out --engine warm" in answer.stderr


@needs_sandbox
def test_a_jar_whose_modules_reach_files_is_refused(moltverify: Run, tmp_path: Path) -> None:
    jar = changed_jar(tmp_path / "newer.jar", {})
    with zipfile.ZipFile(jar, "a") as made:
        made.writestr("tla2sany/StandardModules/Json.tla", "---- MODULE Json ----\n====\n")
        made.writestr("tlc2/module/Json.class", b"\xca\xfe\xba\xbe\x01\x00\x0cjava/io/File")
    answer = moltverify("run", "door", "--sandbox", "--tla2tools", str(jar))
    assert answer.returncode == 3
    assert "(Json)" in answer.stderr
    assert f"refused there: {jar}" in moltverify("doctor", "--tla2tools", str(jar)).stdout


@needs_sandbox
def test_doctor_says_that_there_is_a_sandbox_and_what_limits_it(moltverify: Run) -> None:
    answer = moltverify("doctor")
    assert "ok  sandbox\n      bubblewrap starts Java\n" in answer.stdout
    assert "control group" in answer.stdout


def test_doctor_says_why_there_is_none(moltverify: Run, tmp_path: Path) -> None:
    (tmp_path / "java").symlink_to("/usr/bin/java")
    answer = moltverify("doctor", env={"PATH": str(tmp_path)})
    assert "ok  sandbox\n      none: bwrap is not installed" in answer.stdout
