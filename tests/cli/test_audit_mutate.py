"""`moltverify audit --mutate` as a user meets it, on the real TLC."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from moltverify.audit.results import AuditResult, MutantStatus
from tests.conftest import PROJECT, Finished, Run, environment_in

pytestmark = pytest.mark.tlc

Audit = Callable[..., Finished]


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Audits one copy of the small project, so that its mutants run once for all tests."""
    folder = tmp_path_factory.mktemp("audit")
    shutil.copytree(PROJECT, folder / "project")
    environment = environment_in(folder)

    def run(*arguments: str, columns: int = 100) -> Finished:
        return subprocess.run(
            [sys.executable, "-m", "moltverify", "audit", *arguments],
            cwd=folder / "project",
            env={**environment, "COLUMNS": str(columns)},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return run


def test_the_score_stands_in_the_table_and_survivors_above_it(audit: Audit) -> None:
    answer = audit("--mutate", "--seed", "0")
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = answer.stdout.splitlines()
    [row] = [line for line in lines if line.startswith("door   ") and "%" in line]
    assert row.split()[-2:] == ["31%", "(9/29)"]
    assert "+            /\\ waiting' = waiting \\cap {v}" in answer.stdout
    assert "killed by a property:" not in answer.stdout
    assert any(line.startswith("swap set operations") for line in lines)


def test_what_was_killed_is_listed_when_asked_for(audit: Audit) -> None:
    answer = audit("--mutate", "--killed")
    assert "killed by a property: OnlyWithKey" in answer.stdout


def test_the_data_has_every_mutant(audit: Audit) -> None:
    answer = audit("--mutate", "--json")
    [claim] = msgspec.json.decode(answer.stdout, type=AuditResult).claims
    assert claim.score
    assert len(claim.score.mutants) == 32
    assert claim.score.count(MutantStatus.KILLED) == 9


@pytest.mark.parametrize(("least", "code"), [("31", 0), ("32", 1)])
def test_a_score_under_the_wanted_one_fails(audit: Audit, least: str, code: int) -> None:
    assert audit("--mutate", "--fail-under", least).returncode == code


def test_no_line_but_source_text_is_wider_than_the_terminal(audit: Audit) -> None:
    answer = audit("--mutate", columns=80)
    wide = [line for line in answer.stdout.splitlines() if len(line) > 80]
    assert [line for line in wide if not line.strip().startswith(("-", "+", "/"))] == []


def test_without_mutate_its_options_are_a_mistake(moltverify: Run) -> None:
    answer = moltverify("audit", "--fail-under", "90")
    assert answer.returncode == 2
    assert "--mutate" in answer.stderr


def test_a_budget_that_is_no_duration_is_a_mistake(moltverify: Run) -> None:
    answer = moltverify("audit", "--mutate", "--budget", "soon")
    assert answer.returncode == 2
    assert "is not a duration" in answer.stderr


def test_what_a_budget_leaves_is_said(moltverify: Run, project: Path) -> None:
    answer = moltverify("audit", "--mutate", "--budget", "1ms")
    assert answer.returncode == 0
    assert "32 mutants not reached" in answer.stdout
    assert project.exists()
