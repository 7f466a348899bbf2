"""A service that the tests of one module share."""

import shutil
from collections.abc import Iterator

import pytest

from tests.cli.processes import run_program
from tests.conftest import PROJECT, environment_in
from tests.serve.served import Service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service about the small project, with limits that no test of a module meets."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "home").mkdir()
    project = folder / "project"
    shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns(".moltverify"))
    environment = environment_in(folder / "home")
    # So that the pages have verdicts.
    run_program("run", cwd=project, env=environment)
    limits = {"own_seconds": 600, "per_minute": 1000, "per_hour": 1000}
    with serving(project, environment, **limits) as service:
        yield service
        assert service.process.poll() is None
