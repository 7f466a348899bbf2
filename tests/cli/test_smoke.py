"""`moltverify run --smoke` on the real TLC."""

import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run, edit
from tests.suite.test_loop import ENDLESS

pytestmark = pytest.mark.tlc
REGISTRY = "specs/registry.yaml"


@pytest.fixture
def endless(project: Path) -> Path:
    """The small project with a red that TLC never ends."""
    edit(project / "specs" / "Door_Unlocked.tla", "====", f"{ENDLESS}\n====")
    return project


def records(project: Path) -> list[Path]:
    return list(project.glob(".moltverify/runs/*"))


def test_a_model_that_is_ended_early_is_fine_and_nothing_is_recorded(
    endless: Path, moltverify: Run
) -> None:
    answer = moltverify("run", "--smoke", "3s")
    assert (answer.returncode, answer.stderr) == (0, "")
    # A slow machine ends the others too.
    assert re.fullmatch("smoke: [1-3] of 3 ended early; nothing here holds\n", answer.stdout)
    assert records(endless) == []


@pytest.mark.nightly  # three runs
def test_no_verdict_comes_from_the_cache_or_goes_into_it(project: Path, moltverify: Run) -> None:
    for _ in range(2):
        suite = json.loads(moltverify("run", "--smoke", "20s", "--json").stdout)
        assert suite["smoke"] == 20
        assert not any(model.get("cached") for model in suite["models"])
    assert "cached" not in moltverify("run").stdout
    assert len(records(project)) == 1


def test_an_error_counts(project: Path, moltverify: Run) -> None:
    edit(project / "specs" / "Door.tla", "====", 'Bad == 1 + "a"\nASSUME Bad = 2\n====')
    answer = moltverify("run", "--smoke", "20s", "--green")
    assert answer.returncode == 3
    assert "BROKEN" in answer.stdout
    assert "smoke: 0 of 2 ended early; 2 failed; nothing here holds\n" in answer.stdout


def test_a_violation_that_is_not_expected_counts(project: Path, moltverify: Run) -> None:
    edit(project / REGISTRY, "violates: OnlyWithKey\n        length: 3", "kind: deadlock")
    answer = moltverify("run", "--smoke", "20s")
    assert answer.returncode == 1
    assert "UNEXPECTED" in answer.stdout
    assert "1 failed; nothing here holds\n" in answer.stdout


def test_a_count_that_differs_is_named_and_does_not_count(project: Path, moltverify: Run) -> None:
    edit(project / REGISTRY, "distinct: 6", "distinct: 7")
    answer = moltverify("run", "--smoke", "20s")
    assert answer.returncode == 0
    assert "not counted: door: expected 7 distinct states, but TLC found 6\n" in answer.stdout


@pytest.mark.nightly  # tests/suite shows it in process
def test_merge_refuses_a_smoke_run(project: Path, moltverify: Run) -> None:
    (project / "part.json").write_text(moltverify("run", "--smoke", "20s", "--json").stdout)
    answer = moltverify("merge", "part.json")
    assert answer.returncode == 3
    assert "part.json comes from a smoke run, which gives no verdicts" in answer.stderr


@pytest.mark.parametrize(
    "more", [("--timeout", "5s"), ("--report", "html=x.html"), ("--also-with", "x.jar")]
)
def test_what_needs_a_verdict_is_refused(moltverify: Run, more: tuple[str, ...]) -> None:
    answer = moltverify("run", "--smoke", "5s", *more)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "smoke" in answer.stderr
