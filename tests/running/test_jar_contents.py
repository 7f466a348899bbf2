"""What a jar has is read from the jar itself."""

import zipfile
from pathlib import Path

from moltverify.running.jar_contents import (
    CONFIG_READER,
    VERSION_CLASS,
    jar_modules,
    tlc_version,
    unknown_keywords,
)
from moltverify.running.toolchain import find_jar

JAR = find_jar(None, {}).path
NEWER = ("ALIAS", "CHECK_DEADLOCK", "POSTCONDITION")


def test_the_modules_and_keywords_of_tlc_2_15_are_known() -> None:
    assert {"Naturals", "TLC", "Bags"} <= jar_modules(JAR)
    assert "Json" not in jar_modules(JAR)
    assert unknown_keywords(JAR, ("INVARIANT", *NEWER, "SYMMETRY")) == set(NEWER)


def test_a_jar_that_knows_a_keyword_is_believed(tmp_path: Path) -> None:
    newer = tmp_path / "newer.jar"
    with zipfile.ZipFile(newer, "w") as made:
        made.writestr(CONFIG_READER, b"\x01\x00\x0eCHECK_DEADLOCK\x01\x00\x06ALIASX")
        made.writestr("SequencesExt.tla", "---- MODULE SequencesExt ----\n====\n")
    assert unknown_keywords(newer, NEWER) == {"ALIAS", "POSTCONDITION"}
    assert jar_modules(newer) == {"SequencesExt"}


def test_a_file_that_is_no_jar_says_nothing(tmp_path: Path) -> None:
    page = tmp_path / "page.jar"
    page.write_text("<html>", encoding="utf-8")
    empty = tmp_path / "empty.jar"
    with zipfile.ZipFile(empty, "w"):
        pass
    for jar in (page, empty, tmp_path / "gone.jar"):
        assert (jar_modules(jar), unknown_keywords(jar, NEWER)) == (frozenset(), set())
        assert tlc_version(jar) is None


def test_the_version_is_the_one_that_tlc_prints(tmp_path: Path) -> None:
    assert tlc_version(JAR) == "2.15"
    newer = tmp_path / "newer.jar"
    with zipfile.ZipFile(newer, "w") as made:
        made.writestr(VERSION_CLASS, b"\x01\x00\x17Version 2026.11.23.033018\x01")
    assert tlc_version(newer) == "2026.11.23.033018"
