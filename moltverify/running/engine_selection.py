"""Which engine runs what, by what is known of its size."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from typing import TypeAlias

from moltverify.errors import ToolchainError
from moltverify.running.class_data_archive import find_archive, with_archive
from moltverify.running.engines import Engine, RunSize
from moltverify.running.long_search import long_launch
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Java, Toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_command import find_library
from moltverify.running.warm.worker_pool import WarmPool

FEWEST = 2  # small runs that are worth a worker
WORTH_AN_ARCHIVE = 10  # processes: each saves 0.1 s, and making one takes a second

LaunchFor: TypeAlias = Callable[[RunSize], Launch]


@contextmanager
def open_engine(
    engine: Engine, sizes: Sequence[RunSize], toolchain: Toolchain
) -> Iterator[LaunchFor]:
    """Yield the launch for each size; end all workers afterwards. Nothing starts before its use.

    `sizes` are those of the runs to come. Raises ToolchainError when warm workers are asked for
    and cannot be had.
    """
    warm = warm_sizes(engine, sizes, toolchain)
    small = sizes.count(RunSize.SMALL)
    cold = 0 if RunSize.SMALL in warm else small
    archive = find_archive(toolchain, may_make=cold >= WORTH_AN_ARCHIVE)
    alone = with_archive(launch_alone, archive) if archive else launch_alone
    pool = WarmPool(alone, partial(warm_jar, toolchain.jar))
    # Only a long run is worth asking Java for its version, which takes 0.1 s.
    for_long = cache(partial(long_launch, toolchain))

    def launch_for(size: RunSize) -> Launch:
        if size in warm:
            return pool.launch
        return alone if size is RunSize.SMALL else for_long()

    try:
        yield launch_for
    finally:
        pool.close()


def warm_sizes(engine: Engine, sizes: Sequence[RunSize], toolchain: Toolchain) -> set[RunSize]:
    """Return the sizes for the workers; raises ToolchainError as `open_engine` does."""
    if engine is Engine.PROCESS:
        return set()
    obstacle = warm_obstacle(toolchain.java)
    if engine is Engine.WARM:
        if obstacle:
            raise ToolchainError(f"no warm workers: {obstacle}", "run with --engine process")
        return set(RunSize)
    # A worker takes longer to start than a process does, and follows tested releases only.
    if obstacle or sizes.count(RunSize.SMALL) < FEWEST or toolchain.jar.known_as is None:
        return set()
    return {RunSize.SMALL}


def warm_obstacle(java: Java) -> str:
    """Say what stands against warm workers, or nothing."""
    if importlib.util.find_spec("jpype") is None:
        return "JPype is not installed (pip install 'moltverify[fast]')"
    if find_library(java.path) is None:
        return f"{java.path} is no launcher with a lib/server/libjvm beside it"
    return ""
