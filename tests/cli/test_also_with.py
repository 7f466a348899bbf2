"""`moltverify run --also-with`: other jars, some with a fault, and what each report says."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

import moltverify as mv
from moltverify.running.toolchain import find_jar
from moltverify.suite.other_answers import Agreement
from moltverify.suite.results import SuiteResult, suite_from_json
from moltverify.suite.verdict import Verdict
from tests.cli.processes import run_program
from tests.conftest import PROJECT, Finished, Run, edit, environment_in
from tests.running.made_jars import changed_jar, miscounting_jar, rebuilt_jar

# Nightly, because tests/suite/test_several_jars.py compares in process.
pytestmark = [pytest.mark.tlc, pytest.mark.nightly]

JAR = find_jar(None, {}).path
REPORTS = ("json", "junit", "markdown", "html", "receipt")


def with_cardinality(project: Path) -> None:
    """Let the green model break an invariant about the number of visitors inside."""
    specs = project / "specs"
    edit(specs / "Door.tla", "====\n", "NoneInside == Cardinality(inside) = 0\n====\n")
    for config in specs.glob("*.cfg"):
        edit(config, "OnlyWithKey", "OnlyWithKey NoneInside")


class Disputed(NamedTuple):
    """A project, what a run with a second jar printed, and the environment of that run."""

    project: Path
    answer: Finished
    environment: dict[str, str]


@pytest.fixture(scope="module")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Disputed:
    """A project after a run with a jar that counts wrong, with all reports."""
    folder = tmp_path_factory.mktemp("disputed") / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(".moltverify"))
    with_cardinality(folder)
    miscounting_jar(folder / "other.jar")
    reports = [word for name in REPORTS for word in ("--report", f"{name}=report.{name}")]
    environment = environment_in(folder.parent) | {"COLUMNS": "200"}
    command = ("run", "--green", "--no-cache", "--also-with", "other.jar", *reports)
    answer = run_program(*command, cwd=folder, env=environment)
    return Disputed(folder, answer, environment)


def recorded(project: Path) -> SuiteResult:
    return suite_from_json((project / "report.json").read_bytes())


def test_a_difference_is_a_verdict_of_its_own_with_both_answers(disputed: Disputed) -> None:
    result = recorded(disputed.project)
    [other] = result.tools.also
    assert disputed.answer.returncode == 3
    assert other.name == f"TLC 2.15 (jar {other.jar[:12]})"
    assert result["door"].reason == (
        "the verdicts differ: TLC 2.15: expected that the model holds, but the invariant "
        f"NoneInside is violated after 3 states; {other.name}: holds in 6 distinct states"
    )
    printed = disputed.answer.stdout
    assert "≠ green            DISPUTED: the verdicts differ: TLC 2.15: expected" in printed
    assert printed.splitlines()[-1] == (
        f"also on {other.name}: the same verdicts, counts and traces for 1 model; 1 model differs"
    )


@pytest.mark.parametrize("report", REPORTS)
def test_every_report_names_both_answers(disputed: Disputed, report: str) -> None:
    project = disputed.project
    text = (project / f"report.{report}").read_text(encoding="utf-8").replace("\\", "")
    assert "disputed" in text
    [other] = recorded(project).tools.also
    for told in (other.jar, other.name, "holds in 6 distinct states", "NoneInside"):
        assert told in text


def test_the_result_has_what_the_other_tlc_found(disputed: Disputed) -> None:
    project = disputed.project
    result = recorded(project)["door"]
    [other] = result.also
    assert (result.verdict, other.agreement) == (Verdict.DISPUTED, Agreement.DIFFERS)
    assert (other.verdict, other.statistics.distinct) == (Verdict.AS_EXPECTED, 6)
    assert [one.what for one in other.differences] == ["verdicts"]
    runs = project / ".moltverify" / "runs"
    for logs in (result.logs, other.logs):
        assert (runs / logs / "output.txt").stat().st_size > 0


def test_a_jar_that_cannot_run_the_model_is_no_difference_and_no_agreement(
    project: Path, moltverify: Run
) -> None:
    module = "tla2sany/StandardModules/FiniteSets.tla"
    changed_jar(project / "other.jar", {module: [(b"LOCAL INSTANCE", b"LOCAL INSTANZ")]})
    answer = moltverify("run", "door:unlocked", "--also-with", "other.jar", "--no-traces")
    assert answer.returncode == 3
    assert "? red      unlocked  INCONCLUSIVE: violates the invariant Only" in answer.stdout
    said = " ".join(answer.stdout.split())
    assert " cannot tell: TLC came to no conclusion (parse) at line " in said
    assert said.endswith(": 1 model cannot be compared")


def test_python_gets_the_comparison_and_both_verdicts_are_cached(
    project: Path, tmp_path: Path
) -> None:
    edit(project / "specs" / "registry.yaml", "A door with a lock", str(tmp_path))
    other = rebuilt_jar(tmp_path / "other.jar")
    first = mv.check(project / "specs", "door:unlocked", also_with=[other])
    again = mv.check(project / "specs", "door:unlocked", also_with=[str(other)])
    assert first.ok
    assert again.ok
    assert [one.agreement for one in first["door:unlocked"].also] == [Agreement.SAME]
    assert again["door:unlocked"].cached
    assert mv.check(project / "specs", "door:unlocked")["door:unlocked"].also == ()


def test_a_receipt_of_a_comparison_is_verified_with_the_same_jars(disputed: Disputed) -> None:
    def verify(*more: str) -> Finished:
        command = ("verify-receipt", "report.receipt", *more)
        return run_program(*command, cwd=disputed.project, env=disputed.environment)

    same = verify("--also-with", "other.jar")
    assert (same.returncode, same.stdout) == (0, "2 models: all the same\n")
    alone = verify()
    assert alone.returncode == 1
    assert "door verdict: was disputed, is unexpected" in alone.stdout


def test_a_jar_that_cannot_be_compared_is_said_once_before_the_first_model(
    project: Path, moltverify: Run
) -> None:
    page = project / "page.jar"
    page.write_text("<html>", encoding="utf-8")
    answers = [
        moltverify("run", "--also-with", name) for name in ("page.jar", "gone.jar", str(JAR))
    ]
    assert [answer.returncode for answer in answers] == [3, 3, 2]
    assert [answer.stdout for answer in answers] == ["", "", ""]
    assert f"{page} is not a jar: it is a web page" in answers[0].stderr
    assert "there is no file gone.jar (--also-with)" in answers[1].stderr
    assert "is the same jar as" in answers[2].stderr
    assert all(answer.stderr.count("error: ") == 1 for answer in answers)


def test_parts_of_a_suite_are_merged_only_if_they_had_the_same_jars(
    disputed: Disputed, moltverify: Run, project: Path
) -> None:
    parts = json.loads((disputed.project / "report.json").read_bytes())
    two = parts | {"tools": parts["tools"] | {"also": []}}
    for name, content in (("1.json", parts), ("2.json", two)):
        (project / name).write_text(json.dumps(content), encoding="utf-8")
    answer = moltverify("merge", "1.json", "2.json")
    assert answer.returncode == 3
    assert "2.json comes from a comparison with no jar, 1.json from " in answer.stderr
