"""What the tests of the engines share: a warm pool, and that nothing of it stays."""

from collections.abc import Iterator

import pytest

from moltverify.engine.child import launch_alone
from moltverify.engine.pool import WarmPool
from tests.engine.kinds import warm_workers


@pytest.fixture
def pool() -> Iterator[WarmPool]:
    """A pool of warm workers, whose end leaves none of them."""
    pool = WarmPool(launch_alone, is_known_jar=True)
    yield pool
    pool.close()
    assert warm_workers() == []
