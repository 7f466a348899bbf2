"""Fixtures for the tests of engines: a warm pool, and a check that its workers end."""

from collections.abc import Iterator
from functools import partial

import pytest

from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_pool import WarmPool
from tests.running.kinds import warm_workers


@pytest.fixture
def pool(toolchain: Toolchain) -> Iterator[WarmPool]:
    """A pool of warm workers; its end is checked to leave no process."""
    pool = WarmPool(launch_alone, partial(warm_jar, toolchain.jar))
    yield pool
    pool.close()
    assert warm_workers() == []
