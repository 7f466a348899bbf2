"""Modules whose Java code reaches files or programs are found by what their classes name."""

import zipfile
from pathlib import Path

import pytest

from moltverify.running.sandbox.acting_modules import acting_modules
from moltverify.running.toolchain import find_jar
from tests.running.library_jars import (
    doubling_jar,
    needs_javac,
    overriding_jar,
    reading_jar,
    write_jar,
)
from tests.running.made_jars import changed_jar
from tests.running.sandbox.boxes import escape_jar


def test_the_jar_that_comes_along_has_none() -> None:
    assert acting_modules(find_jar(None, {}).path) == ()


def test_a_library_without_classes_has_none(tmp_path: Path) -> None:
    assert acting_modules(doubling_jar(tmp_path / "library.jar")) == ()


@needs_javac
def test_a_class_that_computes_only_is_harmless(tmp_path: Path) -> None:
    assert acting_modules(overriding_jar(tmp_path / "library.jar")) == ()


@needs_javac
def test_a_class_that_reads_variables_or_files_is_found(tmp_path: Path) -> None:
    assert acting_modules(reading_jar(tmp_path / "reading.jar")) == ("IOUtils",)
    assert acting_modules(escape_jar(tmp_path / "escape")) == ("Escape",)


@pytest.mark.parametrize("place", ["tlc2/module/Json.class", "tlc2/overrides/Json$Inner.class"])
def test_json_of_a_later_tlc_is_found_in_the_jar_of_tlc(tmp_path: Path, place: str) -> None:
    jar = changed_jar(tmp_path / "tlc.jar", {})
    with zipfile.ZipFile(jar, "a") as made:
        made.writestr("tla2sany/StandardModules/Json.tla", "---- MODULE Json ----\n====\n")
        made.writestr(place, b"\xca\xfe\xba\xbe\x01\x00\x0cjava/io/File")
    assert acting_modules(jar) == ("Json",)


def test_a_file_that_is_no_jar_has_none(tmp_path: Path) -> None:
    (tmp_path / "text.jar").write_text("text")
    assert acting_modules(tmp_path / "text.jar") == ()
    assert acting_modules(write_jar(tmp_path / "empty.jar", {})) == ()
