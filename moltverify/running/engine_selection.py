"""The choice between warm workers and processes, by the sizes of the runs to come."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

from moltverify.errors import ToolchainError
from moltverify.running.class_data_archive import find_archive, with_archive
from moltverify.running.engines import Engine, RunSize
from moltverify.running.java_search import Java
from moltverify.running.long_search import long_launch
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_command import find_library
from moltverify.running.warm.worker_pool import WarmPool

MIN_SMALL_RUNS = 2  # a single small run is faster in a process than in a worker of its own
MIN_PROCESSES = 10  # to make an archive, which takes a second and saves 0.1 s per process

LaunchFor: TypeAlias = Callable[[RunSize], Launch]


@contextmanager
def open_engine(
    engine: Engine, sizes: Sequence[RunSize], toolchain: Toolchain
) -> Iterator[LaunchFor]:
    """Yield a function from a size to its launch, and end all workers afterwards.

    `sizes` are those of the runs to come. Workers start at their first use. Raises ToolchainError
    when `engine` is WARM and this machine cannot run warm workers.
    """
    warm = warm_sizes(engine, sizes, toolchain)
    small = sizes.count(RunSize.SMALL)
    cold = 0 if RunSize.SMALL in warm else small
    archive = find_archive(toolchain, may_make=cold >= MIN_PROCESSES)
    alone = with_archive(launch_alone, archive) if archive else launch_alone
    pool = WarmPool(alone, partial(warm_jar, toolchain.jar))
    for_long = long_launch(toolchain)

    def launch_for(size: RunSize) -> Launch:
        if size in warm:
            return pool.launch
        return alone if size is RunSize.SMALL else for_long

    try:
        yield launch_for
    finally:
        pool.close()


def warm_sizes(engine: Engine, sizes: Sequence[RunSize], toolchain: Toolchain) -> set[RunSize]:
    """Return the sizes that run in workers; raises ToolchainError as `open_engine` does."""
    if engine is Engine.PROCESS:
        return set()
    obstacle = warm_obstacle(toolchain.java)
    if engine is Engine.WARM:
        if obstacle:
            raise ToolchainError(f"no warm workers: {obstacle}", "run with --engine process")
        return set(RunSize)
    # A worker takes longer to start than a process, and its calls into TLC are tested on known
    # releases only. A long run needs other flags of the JVM (`long_search`).
    if obstacle or sizes.count(RunSize.SMALL) < MIN_SMALL_RUNS or toolchain.jar.known_as is None:
        return set()
    return {RunSize.SMALL}


def warm_obstacle(java: Java) -> str:
    """Return why this machine cannot run warm workers, or an empty text if it can."""
    # find_spec instead of an import: only the workers need JPype.
    if importlib.util.find_spec("jpype") is None:
        return "JPype is not installed (pip install 'moltverify[fast]')"
    if find_library(java.path) is None:
        return f"{java.path} is not a Java launcher with lib/server/libjvm in its installation"
    return ""
