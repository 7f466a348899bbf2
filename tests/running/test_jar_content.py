"""A file that is named as TLC's jar and is none: said in words, before a model runs."""

from pathlib import Path

import pytest

from moltverify.errors import ToolchainError
from moltverify.running.jar_content import TLC_CLASS, java_for_jar
from moltverify.running.toolchain import Toolchain, find_jar, find_toolchain
from tests.running.launchers import answering
from tests.running.made_jars import jar_with


def lfs_pointer() -> bytes:
    """Return what a checkout without Git LFS has in the place of a large file."""
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a jar: it is empty"),
        (b"not a jar", "is not a jar: it is not a zip file"),
        (b"\0" * 1000, "is not a jar: it is not a zip file"),
        (b"<!DOCTYPE html><html><body>Releases</body></html>", "it is a web page"),
        (b"\xef\xbb\xbf\r\n <HTML>", "it is a web page"),
        (b'<?xml version="1.0"?><Error>NoSuchKey</Error>', "it is a web page"),
        (lfs_pointer(), "it is a pointer of Git LFS; git lfs pull replaces it"),
        (b"PK\x03\x04" + bytes(50), "it is a zip file that is incomplete or damaged"),
        (b"PK\x05\x06" + bytes(18), f"is a zip file without TLC: it has no {TLC_CLASS}"),
    ],
)
def test_what_is_no_jar_with_tlc_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "tla2tools.jar"
    file.write_bytes(content)
    with pytest.raises(ToolchainError) as caught:
        find_jar(file, {})
    assert str(file) in caught.value.message
    assert words in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("kept", [100, 10_000, 1_000_000, -1, -20, -1000])
def test_a_download_that_broke_off_is_incomplete(
    tmp_path: Path, toolchain: Toolchain, kept: int
) -> None:
    file = tmp_path / "tla2tools.jar"
    file.write_bytes(toolchain.jar.path.read_bytes()[:kept])
    with pytest.raises(ToolchainError, match="is a zip file that is incomplete or damaged"):
        find_jar(file, {})


def test_a_jar_of_something_else_is_no_tlc(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="is a zip file without TLC"):
        find_jar(jar_with(tmp_path / "a.jar", "org/example/Main.class"), {})


def test_a_class_that_is_damaged_inside_a_whole_zip_file_is_noticed(tmp_path: Path) -> None:
    file = jar_with(tmp_path / "a.jar")
    content = bytearray(file.read_bytes())
    content[30 + len(TLC_CLASS) + 3] ^= 0xFF
    file.write_bytes(content)
    with pytest.raises(ToolchainError, match="incomplete or damaged"):
        find_jar(file, {})


def test_a_folder_on_a_path_with_a_colon_cannot_be_given_to_java(tmp_path: Path) -> None:
    (tmp_path / "a:b").mkdir()
    file = jar_with(tmp_path / "a:b" / "tla2tools.jar")
    with pytest.raises(ToolchainError, match="class path ends at ':'"):
        find_jar(file, {})


@pytest.mark.parametrize(("compiled_for", "needed"), [(8, 11), (11, 11), (17, 17), (25, 25)])
def test_the_oldest_java_is_that_of_tlc_s_class(
    tmp_path: Path, compiled_for: int, needed: int
) -> None:
    assert java_for_jar(jar_with(tmp_path / "a.jar", java=compiled_for)) == needed


def test_a_java_that_is_too_old_for_the_jar_is_passed_over(tmp_path: Path) -> None:
    jar = jar_with(tmp_path / "a.jar", java=21)
    older, newer = answering(tmp_path / "older", "17.0.1"), answering(tmp_path / "newer", "21.0.1")
    found = find_toolchain(jar, {"JAVA_HOME": str(tmp_path / "older"), "PATH": str(newer.parent)})
    assert found.java.path == newer
    assert find_toolchain(None, {"PATH": str(older.parent)}).java.path == older
