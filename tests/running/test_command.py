"""The record of a run: its fields, and its command line."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.running.child_environment import java_environment
from moltverify.running.command import (
    PrivateFolder,
    RunPlace,
    TlcCommand,
    tlc_command,
)
from moltverify.running.java_search import Java
from moltverify.running.job import TlcOptions
from moltverify.running.pinned_jar import PinnedJar
from moltverify.running.portless_jar import PORTLESS_JAR, PORTLESS_MAIN
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Jar, Toolchain

TOOLS = Toolchain(Java(Path("/opt/java"), "PATH"), Jar(Path("/opt/tla2tools.jar"), "0" * 64))
PLACE = RunPlace(PrivateFolder(Path("/private")), Path("/logs"), {"PATH": "/bin"})
FILES = made_staged_files({"M": b"module", "N": b""}, "M", "config")
OPTIONS = TlcOptions(heap="512m", workers=2)


def command(options: TlcOptions = OPTIONS, more: tuple[str, ...] = ()) -> TlcCommand:
    return tlc_command(FILES, options, TOOLS, PLACE, more)


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def test_the_command_line_says_everything_that_a_run_depends_on() -> None:
    words = command().arguments()
    assert words[0] == "/opt/java"
    assert words[-1] == "M.tla"
    assert PORTLESS_MAIN in words
    assert "-tool" in words
    assert "-Xmx512m" in words
    assert option(words, "-cp") == f"/opt/tla2tools.jar{os.pathsep}{PORTLESS_JAR}"
    assert option(words, "-workers") == "2"
    assert option(words, "-fp") == "0"
    assert option(words, "-seed") == "0"
    assert option(words, "-lncheck") == "final"
    assert option(words, "-metadir") == "/private/meta"
    assert option(words, "-config") == "M.cfg"


def test_a_library_jar_comes_after_tlcs_own_and_is_named_in_full() -> None:
    jars = (PinnedJar(Path("/libs/a.jar")), PinnedJar(Path("b.jar")))
    path = option(command(replace(OPTIONS, class_path=jars)).arguments(), "-cp")
    assert path.split(os.pathsep) == [
        "/opt/tla2tools.jar",
        str(PORTLESS_JAR),
        "/libs/a.jar",
        str(Path.cwd() / "b.jar"),
    ]


def test_settings_of_the_registry_come_after_our_own() -> None:
    words = command(replace(OPTIONS, jvm=("-Xss16m", "-Da=b"))).arguments()
    at = words.index("-cp")
    assert words[at - 2 : at] == ["-Xss16m", "-Da=b"]


def test_who_names_variables_passes_these_and_what_a_system_needs() -> None:
    current = {"PATH": "/bin", "TRACE": "t", "SECRET": "s", "JAVA_TOOL_OPTIONS": "-ea"}
    assert java_environment(current, ("TRACE", "GONE", "JAVA_TOOL_OPTIONS")) == {
        "PATH": "/bin",
        "TRACE": "t",
        "LC_ALL": "C.UTF-8",
    }
    assert java_environment(current, ()) == {"PATH": "/bin", "LC_ALL": "C.UTF-8"}
    assert "SECRET" in java_environment(current)


def test_no_folder_of_the_user_is_named() -> None:
    words = [word for word in command().arguments() if "/" in word]
    paths = [word.replace(str(PORTLESS_JAR), "/opt/portless.jar") for word in words]
    assert all("/private/" in word or "/opt/" in word for word in paths)


def test_what_the_jvm_writes_stays_in_the_private_folder() -> None:
    words = command().arguments()
    assert "-Djava.io.tmpdir=/private/tmp" in words
    assert "-Duser.home=/private/home" in words
    assert "-XX:-UsePerfData" in words


def test_options_of_the_jvm_come_before_the_class_and_tlcs_after_it() -> None:
    words = command(more=("-coverage", "1")).arguments()
    main = words.index(PORTLESS_MAIN)
    assert all(word.startswith(("-X", "-D")) for word in words[1 : main - 2])
    assert not any(word.startswith(("-X", "-D")) for word in words[main:])
    assert words.index("-coverage") > main


@pytest.mark.parametrize("checked", [True, False])
def test_tlcs_deadlock_flag_switches_the_check_off(checked: bool) -> None:
    words = command(replace(OPTIONS, deadlock=checked)).arguments()
    assert ("-deadlock" in words) is not checked


def test_the_record_has_the_digests_of_all_files() -> None:
    # SHA-256 of "module", of nothing and of "config".
    assert {file.name: file.sha256[:8] for file in command().files} == {
        "M.tla": "120970d8",
        "N.tla": "e3b0c442",
        "M.cfg": "b79606fb",
    }


def test_an_archive_is_mapped_without_a_word() -> None:
    words = replace(command(), archive=Path("/cache/a.jsa")).arguments()
    assert words[1:4] == ["-XX:SharedArchiveFile=/cache/a.jsa", "-Xshare:auto", "-Xlog:disable"]


@pytest.mark.parametrize(
    "name",
    [
        "JAVA_TOOL_OPTIONS",
        "_JAVA_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "CLASSPATH",
        "_JAVA_LAUNCHER_DEBUG",
        "OPENJ9_JAVA_OPTIONS",
    ],
)
def test_variables_that_change_what_a_jvm_does_are_left_out(name: str) -> None:
    given = {name: "-Xmx1m", "PATH": "/bin"}
    assert java_environment(given) == {"PATH": "/bin", "LC_ALL": "C.UTF-8"}


def test_java_sees_a_locale_in_which_every_path_can_be_named() -> None:
    assert java_environment({"LC_ALL": "C"})["LC_ALL"] == "C.UTF-8"


def test_the_private_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    PrivateFolder(tmp_path).create()
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"home": 0o700, "meta": 0o700, "spec": 0o700, "tmp": 0o700}
