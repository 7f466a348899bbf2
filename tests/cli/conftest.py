"""One recorded run of the small project, shared by all tests that need results and no new run."""

import shutil
from pathlib import Path

import pytest

from moltverify.running.java_answer import KIND
from moltverify.store.cache_folder import VARIABLE
from tests.cli.processes import run_program
from tests.conftest import PROJECT, Finished, cache_beside, environment_in


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Finished]:
    """The small project after its first run, and the output of that run: three runs of TLC."""
    folder = tmp_path_factory.mktemp("first") / "project"
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(".moltverify"))
    return folder, run_program("run", cwd=folder, env=environment_in(folder.parent))


@pytest.fixture
def recorded(project: Path, first_run: tuple[Path, Finished], environment: dict[str, str]) -> Path:
    """The small project with the records of its first run; what is unchanged is cached."""
    shutil.copytree(first_run[0] / ".moltverify", project / ".moltverify")
    # Neither the tools nor Java's answers: those there are links to the session's own.
    shutil.copytree(
        cache_beside(first_run[0].parent),
        environment[VARIABLE],
        ignore=shutil.ignore_patterns("tools", KIND),
        dirs_exist_ok=True,
    )
    return project
