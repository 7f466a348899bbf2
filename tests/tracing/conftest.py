"""A project whose claim says what the events of a log are, and TLC to follow logs with."""

from pathlib import Path

import pytest

from moltverify.running.engine_selection import LaunchFor
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.tracing.follow_run import Follower
from tests.tracing.house import map_log


@pytest.fixture
def house(project: Path) -> Path:
    """The small project, whose claim says what the events of a log are."""
    map_log(project)
    return project


@pytest.fixture
def follower(toolchain: Toolchain, launch_for: LaunchFor, tmp_path: Path) -> Follower:
    """Warm workers that follow logs."""
    return Follower(
        toolchain=toolchain,
        launch=launch_for(RunSize.SMALL),
        folder=tmp_path / "runs",
        timeout=120.0,
    )
