"""The choice between warm workers and processes, by the sizes of the runs to come."""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TypeAlias

from moltverify.errors import ToolchainError
from moltverify.running.capacity import cores
from moltverify.running.class_data_archive import find_archive, made_meanwhile, with_archive
from moltverify.running.engines import Engine, RunSize
from moltverify.running.java_search import Java
from moltverify.running.long_search import long_launch
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.running.warm.self_check import WarmJars
from moltverify.running.warm.worker_command import find_library
from moltverify.running.warm.worker_pool import WarmPool

MIN_SMALL_RUNS = 2  # a single small run is faster in a process than in a worker of its own
# The self-check of a jar takes as long as this number of small runs in processes.
MIN_CHECKED = 8
MIN_PROCESSES = 10  # to wait for an archive, which takes a second and saves 0.2 s per process

LaunchFor: TypeAlias = Callable[[RunSize], Launch]


@contextmanager
def open_engine(
    engine: Engine,
    sizes: Sequence[RunSize],
    toolchain: Toolchain,
    process: Launch = launch_alone,
) -> Iterator[LaunchFor]:
    """Yield a function from a size to its launch, and end all workers afterwards.

    `sizes` are those of the runs to come. Workers start at their first use. `process` launches a
    small run in a process. Raises ToolchainError
    when `engine` is WARM and this machine cannot run warm workers, and for DASK, which only
    `open_chosen` opens.
    """
    if engine is Engine.DASK:
        raise ToolchainError(
            "this is not done on Dask; run, audit and sweep are", "name another engine"
        )
    small = sizes.count(RunSize.SMALL)
    jars = WarmJars(toolchain, may_check=engine is Engine.WARM or small >= MIN_CHECKED)
    warm = warm_sizes(engine, sizes, toolchain, jars)
    cold = 0 if RunSize.SMALL in warm else small
    archive = find_archive(toolchain, may_make=cold >= MIN_PROCESSES)
    alone = with_archive(process, archive) if archive else process
    pool = WarmPool(alone, jars.path)
    for_long = long_launch(toolchain)

    def launch_for(size: RunSize) -> Launch:
        if size in warm:
            return pool.launch
        return alone if size is RunSize.SMALL else for_long

    # Whoever runs one model alone does it again. A single processor would make it wait.
    makes = cold and archive is None and cores() > 1
    with made_meanwhile(toolchain) if makes else nullcontext():
        try:
            yield launch_for
        finally:
            pool.close()


def warm_sizes(
    engine: Engine, sizes: Sequence[RunSize], toolchain: Toolchain, jars: WarmJars
) -> set[RunSize]:
    """Return the sizes that run in workers; raises ToolchainError as `open_engine` does."""
    if engine is Engine.PROCESS:
        return set()
    # A worker takes longer to start than a process. A long run needs other flags of the JVM
    # (`long_search`).
    if engine is Engine.AUTO and sizes.count(RunSize.SMALL) < MIN_SMALL_RUNS:
        return set()
    obstacle = warm_obstacle(toolchain.java) or jar_obstacle(jars)
    if engine is Engine.WARM:
        if obstacle:
            raise ToolchainError(f"no warm workers: {obstacle}", "run with --engine process")
        return set(RunSize)
    return set() if obstacle else {RunSize.SMALL}


def jar_obstacle(jars: WarmJars, libraries: tuple[Path, ...] = ()) -> str:
    """Return why workers are not used with the jar and libraries, or an empty text if they are."""
    if jars.is_tested(libraries):
        return ""
    names = " with ".join(map(str, (jars.toolchain.jar.path, *libraries)))
    check = jars.check(libraries)
    if check is None:
        return f"{names} was not compared in workers and in processes"
    return check.difference and f"{names} differs in workers and in processes: {check.difference}"


def warm_obstacle(java: Java) -> str:
    """Return why this machine cannot run warm workers, or an empty text if it can."""
    # find_spec instead of an import: only the workers need JPype.
    if importlib.util.find_spec("jpype") is None:
        return "JPype is not installed (pip install 'moltverify[fast]')"
    if find_library(java.path) is None:
        return f"{java.path} is not a Java launcher with lib/server/libjvm in its installation"
    return ""
