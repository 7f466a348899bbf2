"""Every command that runs models refuses the same registries, with the same words."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Run, edit

LOCKOUT = Path(__file__).parents[2] / "examples" / "lockout"
COMMANDS = {
    "run": ("run",),
    "accept": ("accept",),
    "sweep": ("sweep", "door", "Visitors=1..2"),
    "audit": ("audit",),
    "conform": ("conform",),
    "docs": ("docs",),
}


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest, project: Path) -> tuple[str, ...]:
    """A command of the project, which is the example with an implementation for `conform`."""
    if request.param == "conform":
        shutil.rmtree(project)
        shutil.copytree(LOCKOUT, project, ignore=shutil.ignore_patterns(".*"))
    return COMMANDS[request.param]


def add_to_configs(project: Path, section: str) -> None:
    """Add a section to the configs of the green and of its one red."""
    for config in (project / "specs").glob("*.cfg"):
        config.write_text(f"{config.read_text()}{section}\n")


def test_a_keyword_that_the_jar_does_not_know_is_an_error_before_the_first_model(
    project: Path, moltverify: Run, command: tuple[str, ...]
) -> None:
    add_to_configs(project, "CHECK_DEADLOCK TRUE")
    answer = moltverify(*command)
    assert (answer.returncode, answer.stdout) == (2, "")
    said = answer.stderr.count("says CHECK_DEADLOCK, which TLC 2.15 (d5b5a7f, 2020) does not know")
    # A witness has the config of its green, and `conform` replays greens only.
    assert said == (1 if "conform" in command else 2)


def test_a_registry_with_a_mistake_is_an_error_before_the_first_model(
    project: Path, moltverify: Run, command: tuple[str, ...]
) -> None:
    add_to_configs(project, "CONSTANT Gone = 1")
    answer = moltverify(*command, env={"PATH": "", "JAVA_HOME": ""})
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.count("Gone") == 2


def test_a_red_that_differs_in_more_than_one_operator_is_not_audited_if_it_must_not(
    project: Path, moltverify: Run
) -> None:
    edit(
        project / "specs" / "registry.yaml",
        "group: house\n",
        "group: house\n    twins: one-operator\n",
    )
    edit(project / "specs" / "Door_Unlocked.cfg", "INVARIANTS TypeOK", "INVARIANTS")
    answer = moltverify("audit")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "differs from" in answer.stderr
    assert "it does not say INVARIANTS TypeOK" in answer.stderr
