"""What `moltverify doctor` says about jars: what they can do, and whether workers take them."""

import zipfile
from pathlib import Path

import pytest

from moltverify.cli.jar_lines import module_lines, tlc_lines
from moltverify.running.jar_contents import (
    ARGUMENT_READER,
    CONFIG_READER,
    OPTIONS,
    class_names,
    unknown_options,
)
from moltverify.running.toolchain import find_jar
from tests.conftest import Run, edit
from tests.registry.jar_projects import with_doubling
from tests.registry.mistakes import REGISTRY
from tests.running.library_jars import digest, write_jar

LATER_OPTIONS = ("-workers auto", "-noGenerateSpecTE", "-dumpTrace", "-generate")


def text(name: str, uses: str) -> str:
    return f"---- MODULE {name} ----\nEXTENDS {uses}\n====\n"


def test_the_jar_that_comes_along_is_an_old_one() -> None:
    assert [*tlc_lines(find_jar(None, {}).path)] == [
        "keywords of configs: not ALIAS, POSTCONDITION, CHECK_DEADLOCK",
        f"options: knows -generateSpecTE; not {', '.join(LATER_OPTIONS)}",
        "modules beside TLA+'s own: none",
    ]


def test_a_newer_jar_knows_more(tmp_path: Path) -> None:
    jar = tmp_path / "new.jar"
    with zipfile.ZipFile(jar, "w") as made:
        made.writestr(CONFIG_READER, b"\0\x05ALIAS\0\x0dPOSTCONDITION\0\x0eCHECK_DEADLOCK")
        made.writestr(ARGUMENT_READER, b"\0\x04auto\0\x0a-dumptrace\0\x09-generate")
        made.writestr("tla2sany/StandardModules/Json.tla", text("Json", "TLC"))
    knows = "-workers auto, -dumpTrace, -generate"
    assert [*tlc_lines(jar)] == [
        "keywords of configs: knows ALIAS, POSTCONDITION, CHECK_DEADLOCK",
        f"options: knows {knows}; not -generateSpecTE, -noGenerateSpecTE",
        "modules beside TLA+'s own: Json",
        "with access to files, variables or programs: Json",
    ]


def test_modules_that_read_are_told_apart_also_through_others(tmp_path: Path) -> None:
    modules = {
        "Pictures": text("Pictures", "IOUtils"),
        "IOUtils": text("IOUtils", "TLC"),
        "Folds": text("Folds", "Naturals"),
    }
    jar = write_jar(tmp_path / "x.jar", modules)
    with zipfile.ZipFile(jar, "a") as made:
        made.writestr("tlc2/overrides/IOUtils.class", b"")
        made.writestr("Folds.class", b"")
    assert [*module_lines(jar)] == [
        "modules beside TLA+'s own: Folds, IOUtils, Pictures",
        "with operators in Java: Folds, IOUtils",
        "with access to files, variables or programs: IOUtils, Pictures",
    ]


def test_what_is_no_jar_is_asked_in_vain(tmp_path: Path) -> None:
    (tmp_path / "x.jar").write_text("no jar")
    assert class_names(tmp_path / "x.jar") == frozenset()
    assert unknown_options(tmp_path / "x.jar") == set()
    assert OPTIONS


def test_doctor_names_the_jars_of_the_registry(project: Path, moltverify: Run) -> None:
    jar = with_doubling(project)
    env = {"JAVA_HOME": "", "PATH": ""}
    answer = moltverify("doctor", env=env)
    assert f"library {jar}, trusted as sha256 {digest(jar)}" in answer.stdout
    assert "modules beside TLA+'s own: Doubling" in answer.stdout
    jar.write_bytes(jar.read_bytes() + b"more")
    answer = moltverify("doctor", env=env)
    assert "NO  registry" in answer.stdout
    assert "lib.jar has the SHA-256" in answer.stdout


def test_doctor_says_what_is_wrong_with_the_jar_of_the_registry(
    project: Path, moltverify: Run
) -> None:
    named = f"title: A door with a lock, tla2tools: {{path: gone.jar, sha256: {'0' * 64}}}"
    edit(project / REGISTRY, "title: A door with a lock", named)
    answer = moltverify("doctor")
    assert answer.returncode == 3
    assert "NO  TLC" in answer.stdout
    assert "gone.jar; put the jar there" in answer.stdout
    assert "ok  registry" in answer.stdout


# The comparison of workers and processes takes seconds, and test_self_check makes it too.
@pytest.mark.nightly
@pytest.mark.tlc
def test_doctor_says_whether_workers_take_a_library(project: Path, moltverify: Run) -> None:
    with_doubling(project)
    assert "warm workers with lib.jar: yes" in moltverify("doctor").stdout
