"""A launcher is asked for its release once, whatever it is, and its answer is kept."""

import os
from pathlib import Path

import pytest

from moltverify.running.java_answer import (
    HOUR,
    JavaAnswer,
    ask,
    fresh_answer,
    kept_answer,
    lasting_inputs,
    major_version,
    passing_inputs,
    what_it_prints,
)
from moltverify.running.toolchain import Toolchain
from tests.running.launchers import (
    HOTSPOT,
    answering,
    as_runtime,
    counting,
    script,
    times_asked,
)
from tests.running.test_process import dies

HERE = dict(os.environ)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep answers of one test from another."""
    monkeypatch.setenv("MOLTVERIFY_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize(
    ("release", "major"),
    [
        ("17.0.15", 17),
        ("1.8.0_402", 8),
        ("9", 9),
        ("21", 21),
        ("17-ea", 17),
        ("11.0", 11),
        ("21.0.1+12-LTS", 21),
        ("1.", 1),
        ("", 0),
    ],
)
def test_the_major_version_comes_first_but_for_java_8(release: str, major: int) -> None:
    assert major_version(release) == major


@pytest.mark.parametrize(
    "lines",
    [
        [HOTSPOT],
        ["Vendor Java, version 9 of our packaging", HOTSPOT],
        ["Picked up JAVA_TOOL_OPTIONS: -Dx=1", "", HOTSPOT, "OpenJDK Runtime Environment"],
        ['java version "17.0.15" 2025-04-15 LTS'],
        ['jvm-of-vendor version "17.0.15"'],
    ],
)
@pytest.mark.parametrize("stream", [1, 2])
def test_the_release_is_found_among_other_lines(
    tmp_path: Path, lines: list[str], stream: int
) -> None:
    text = "\n".join(lines)
    launcher = script(tmp_path, f"cat >&{stream} <<'END'\n{text}\nEND")
    assert ask(launcher, HERE) == JavaAnswer(str(launcher), "17.0.15")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("", "does not say its version: exit code 0"),
        ("exit 1", "does not say its version: exit code 1"),
        (
            "echo; echo '  Get Java at a shop near you. '; exit 1",
            "does not say its version: exit code 1, and prints 'Get Java at a shop near you.'",
        ),
        (
            "echo 'You need version \"17\" of Java'",
            "does not say its version: exit code 0, and prints 'You need version \"17\" of Java'",
        ),
        (
            f"echo '{HOTSPOT}'; exit 3",
            f"does not say its version: exit code 3, and prints '{HOTSPOT}'",
        ),
        ("printf 'a\\033[31mred\\n'", r"prints 'a\x1b[31mred'"),
        ("kill -9 $$", "does not say its version: exit code -9"),
        ("yes no", "prints without end"),
    ],
)
def test_what_is_no_java_is_a_problem_in_words(tmp_path: Path, body: str, problem: str) -> None:
    answer = ask(script(tmp_path, body), HERE)
    assert answer.release == ""
    assert problem in answer.problem


def test_a_file_that_the_system_cannot_start_is_a_problem(tmp_path: Path) -> None:
    launcher = script(tmp_path, "")
    launcher.write_bytes(b"\x7fELF of another machine")
    assert ask(launcher, HERE).problem == "does not start: Exec format error"
    assert ask(tmp_path / "gone", HERE).problem == "does not start: No such file or directory"


def test_a_launcher_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    launcher = script(tmp_path, f"sleep 1000 & echo $! > '{tmp_path}/pid'; sleep 1000")
    printed = what_it_prints(launcher, ["-version"], HERE, patience=0.5)
    assert printed.problem == "does not answer within 0 seconds"
    assert dies(int((tmp_path / "pid").read_text()))


def test_java_is_asked_without_the_variables_that_change_what_it_does(tmp_path: Path) -> None:
    launcher = script(tmp_path, 'echo "openjdk version \\"17$JAVA_TOOL_OPTIONS$_JAVA_OPTIONS\\""')
    given = {**HERE, "JAVA_TOOL_OPTIONS": "x", "_JAVA_OPTIONS": "y"}
    assert ask(launcher, given).release == "17"


def test_options_that_the_caller_has_for_java_break_no_real_java(toolchain: Toolchain) -> None:
    given = {**HERE, "JAVA_TOOL_OPTIONS": "-XX:NoSuchFlag", "_JAVA_OPTIONS": "-Xmx1"}
    answer = ask(toolchain.java.path, given)
    assert (answer.problem, answer.release) == ("", toolchain.java.release)


def test_a_runtime_is_asked_once_until_its_launcher_changes(tmp_path: Path) -> None:
    launcher = as_runtime(counting(tmp_path, f"echo '{HOTSPOT}'"))
    for _ in range(3):
        assert kept_answer(launcher, HERE).release == "17.0.15"
    assert times_asked(tmp_path) == 1
    launcher.write_text(launcher.read_text().replace("17.0.15", "21.0.2"))
    assert kept_answer(launcher, HERE).release == "21.0.2"


def test_an_upgrade_in_place_that_keeps_the_launcher_is_noticed(tmp_path: Path) -> None:
    launcher = as_runtime(script(tmp_path, f"cat '{tmp_path}/says'"), 'JAVA_VERSION="17.0.15"\n')
    (tmp_path / "says").write_text(HOTSPOT)
    assert kept_answer(launcher, HERE).release == "17.0.15"
    (tmp_path / "says").write_text('openjdk version "17.0.16"')
    assert kept_answer(launcher, HERE).release == "17.0.15"
    (tmp_path / "release").write_text('JAVA_VERSION="17.0.16"\n')
    assert kept_answer(launcher, HERE).release == "17.0.16"


def test_a_problem_is_kept_too_but_until_the_next_hour_only(tmp_path: Path) -> None:
    launcher = as_runtime(counting(tmp_path, "exit 1"))
    for _ in range(2):
        assert kept_answer(launcher, HERE).problem
    assert times_asked(tmp_path) <= 2  # twice where the hour ended between
    keys = [passing_inputs(launcher, now) for now in (0, HOUR - 1, HOUR)]
    assert keys[0] == keys[1] != keys[2]
    assert lasting_inputs(launcher) not in keys


def test_a_fresh_answer_is_asked_for_and_kept(tmp_path: Path) -> None:
    launcher = as_runtime(counting(tmp_path, f"echo '{HOTSPOT}'"))
    for _ in range(2):
        fresh_answer(launcher, HERE)
    kept_answer(launcher, HERE)
    assert times_asked(tmp_path) == 2


def test_a_script_of_a_version_manager_gives_the_java_that_it_starts(
    tmp_path: Path, toolchain: Toolchain
) -> None:
    real = toolchain.java.path
    shim = counting(tmp_path, f'exec "{real}" "$@"')
    answer = kept_answer(shim, HERE)
    assert Path(answer.launcher).resolve() == real.resolve()
    assert answer.release == toolchain.java.release
    asked = times_asked(tmp_path)
    assert kept_answer(shim, HERE) == answer
    assert times_asked(tmp_path) == asked


def test_a_script_in_another_folder_may_choose_another_java(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shim = script(tmp_path, 'echo "openjdk version \\"$(cat version)\\""')
    for release in ("17.0.1", "21.0.2"):
        folder = tmp_path / release
        folder.mkdir()
        (folder / "version").write_text(release)
        monkeypatch.chdir(folder)
        assert kept_answer(shim, HERE).release == release


def test_a_java_that_was_removed_behind_a_script_is_not_used(tmp_path: Path) -> None:
    inner = as_runtime(answering(tmp_path / "jdk", "17.0.1"))
    settings = f"echo '    java.home = {tmp_path}/jdk'"
    shim = script(tmp_path / "shim", f"{settings}\nexec '{inner}'")
    assert kept_answer(shim, HERE) == JavaAnswer(str(inner), "17.0.1")
    inner.unlink()
    assert kept_answer(shim, HERE).problem


def test_a_script_whose_java_cannot_be_started_by_itself_is_used_as_it_is(tmp_path: Path) -> None:
    shim = script(tmp_path, f"echo '    java.home = {tmp_path}/nowhere'\necho '{HOTSPOT}'")
    assert ask(shim, HERE) == JavaAnswer(str(shim), "17.0.15")


def test_without_a_cache_the_launcher_is_asked_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOLTVERIFY_CACHE", "/dev/null/nowhere")
    launcher = as_runtime(counting(tmp_path, f"echo '{HOTSPOT}'"))
    for _ in range(2):
        assert kept_answer(launcher, HERE).release == "17.0.15"
    assert times_asked(tmp_path) == 2
