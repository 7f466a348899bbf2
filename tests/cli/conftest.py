"""One recorded run of the small project, shared by all tests that need results and no new run."""

import shutil
from pathlib import Path

import pytest

from tests.cli.processes import run_program
from tests.conftest import PROJECT, Finished, environment_in


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Finished]:
    """The small project after its first run, and what that run said: three runs of TLC."""
    folder = tmp_path_factory.mktemp("first") / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(".moltverify"))
    return folder, run_program("run", cwd=folder, env=environment_in(folder.parent))


@pytest.fixture
def recorded(project: Path, first_run: tuple[Path, Finished]) -> Path:
    """The small project with the store of its first run: whatever is unchanged is cached."""
    shutil.copytree(first_run[0] / ".moltverify", project / ".moltverify")
    return project
