"""`moltverify audit --mutate` as a user meets it, on the real TLC."""

import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest

from moltverify.audit.results import AuditResult, MutantStatus
from tests.conftest import Finished, Run, environment_in

# tests/mutation shows the same without the whole program.
pytestmark = [pytest.mark.tlc, pytest.mark.nightly]

Audit = Callable[..., Finished]


LAMP = """\
---- MODULE Lamp ----
EXTENDS Naturals
VARIABLES on, turns
TypeOK == on \\in BOOLEAN /\\ turns \\in 0 .. 9
Init == on = FALSE /\\ turns = 0
Turn == turns' = (IF turns < 3 THEN turns + 1 ELSE 0) /\\ on' = ~on
Spec == Init /\\ [][Turn]_<<on, turns>>
Bounded == turns <= 3
====
"""
CONFIG = "SPECIFICATION Spec\nINVARIANTS TypeOK Bounded\n"
RED = """\
---- MODULE Lamp_Endless ----
EXTENDS Lamp
TurnOn == turns' = turns + 1 /\\ on' = ~on
====
"""
REGISTRY = """\
suite: {title: A lamp}
groups: {house: The house}
claims:
  - id: lamp
    group: house
    title: A lamp is turned three times
    statement: It is.
    assumptions: [There is one lamp.]
    bounds: Three times.
    green: {module: Lamp.tla}
    reds:
      - {id: endless, fault: It is turned on and on., module: Lamp_Endless.tla, violates: Bounded}
    audit: {allow: [{finding: "no-*", reason: It is small.}]}
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Audits one small claim, so that its mutants run once for all tests."""
    folder = tmp_path_factory.mktemp("audit")
    specs = folder / "project" / "specs"
    specs.mkdir(parents=True)
    (specs / "Lamp.tla").write_text(LAMP)
    (specs / "Lamp_Endless.tla").write_text(RED)
    (specs / "Lamp.cfg").write_text(CONFIG)
    (specs / "Lamp_Endless.cfg").write_text(f"{CONFIG}CONSTANT Turn <- TurnOn\n")
    (specs / "registry.yaml").write_text(REGISTRY)
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
    [row] = [line for line in lines if line.startswith("lamp  ") and "%" in line]
    assert row.split()[-2:] == ["29%", "(2/7)"]
    assert "+Init == on = TRUE /\\ turns = 0" in answer.stdout
    assert "killed by a property:" not in answer.stdout
    assert any(line.startswith("swap constants") for line in lines)


def test_what_was_killed_is_listed_when_asked_for(audit: Audit) -> None:
    answer = audit("--mutate", "--killed")
    assert "killed by a property: Bounded" in answer.stdout


def test_the_data_has_every_mutant(audit: Audit) -> None:
    answer = audit("--mutate", "--json")
    [claim] = msgspec.json.decode(answer.stdout, type=AuditResult).claims
    assert claim.score
    assert len(claim.score.mutants) == 7
    assert claim.score.count(MutantStatus.KILLED) == 2


@pytest.mark.parametrize(("least", "code"), [("28", 0), ("29", 1)])
def test_a_score_under_the_wanted_one_fails(audit: Audit, least: str, code: int) -> None:
    assert audit("--mutate", "--fail-under", least).returncode == code


def test_no_line_but_source_text_is_wider_than_the_terminal(audit: Audit) -> None:
    answer = audit("--mutate", columns=80)
    wide = [line for line in answer.stdout.splitlines() if len(line) > 80]
    assert [line for line in wide if not line.strip().startswith(("-", "+", "/"))] == []


def test_what_a_budget_leaves_is_said(audit: Audit) -> None:
    answer = audit("--mutate", "--budget", "1ms")
    assert answer.returncode == 0
    assert "7 mutants not reached" in answer.stdout


def test_without_mutate_its_options_are_a_mistake(moltverify: Run) -> None:
    answer = moltverify("audit", "--fail-under", "90")
    assert answer.returncode == 2
    assert "--mutate" in answer.stderr


def test_a_budget_that_is_no_duration_is_a_mistake(moltverify: Run) -> None:
    answer = moltverify("audit", "--mutate", "--budget", "soon")
    assert answer.returncode == 2
    assert "is not a duration" in answer.stderr
