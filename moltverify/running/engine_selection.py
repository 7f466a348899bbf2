"""Which engine runs which model, by what is known of its size."""

import importlib.util
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial

from moltverify.errors import ToolchainError
from moltverify.registry.records import Model
from moltverify.running.class_data_archive import find_archive, with_archive
from moltverify.running.long_launch import long_launch
from moltverify.running.model_size import Engine, Sizes
from moltverify.running.process import Launch
from moltverify.running.run_job import LaunchFor
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Java, Toolchain
from moltverify.running.warm.warm_jar import warm_jar
from moltverify.running.warm.worker_command import find_library
from moltverify.running.warm.worker_pool import WarmPool

FEWEST = 2  # small models that are worth a worker
WORTH_AN_ARCHIVE = 10  # processes: each saves 0.1 s, and making one takes a second


@contextmanager
def open_engine(
    engine: Engine, models: Sequence[Model], toolchain: Toolchain, sizes: Sizes
) -> Iterator[LaunchFor]:
    """Yield what launches each model; end all workers afterwards. Nothing starts before its use.

    Raises ToolchainError when warm workers are asked for and cannot be had.
    """
    small = {model.id for model in models if sizes.is_small(model)}
    warm = set(models_to_keep_warm(engine, models, small, toolchain))
    archive = find_archive(toolchain, may_make=len(small) - len(warm) >= WORTH_AN_ARCHIVE)
    alone = with_archive(launch_alone, archive) if archive else launch_alone
    pool = WarmPool(alone, partial(warm_jar, toolchain.jar))
    # Only a long model is worth asking Java for its version, which takes 0.1 s.
    for_long = cache(partial(long_launch, toolchain))

    def launch_for(model: Model) -> Launch:
        if model.id in warm:
            return pool.launch
        return alone if model.id in small else for_long()

    try:
        yield launch_for
    finally:
        pool.close()


def models_to_keep_warm(
    engine: Engine, models: Sequence[Model], small: Collection[str], toolchain: Toolchain
) -> Collection[str]:
    """Return the ids of the models for the workers; raises ToolchainError as `open_engine` does."""
    if engine is Engine.PROCESS:
        return ()
    obstacle = warm_obstacle(toolchain.java)
    if engine is Engine.WARM:
        if obstacle:
            raise ToolchainError(f"no warm workers: {obstacle}", "run with --engine process")
        return [model.id for model in models]
    # A worker takes longer to start than a process does, and follows tested releases only.
    if obstacle or len(small) < FEWEST or toolchain.jar.known_as is None:
        return ()
    return small


def warm_obstacle(java: Java) -> str:
    """Say what stands against warm workers, or nothing."""
    if importlib.util.find_spec("jpype") is None:
        return "JPype is not installed (pip install 'moltverify[fast]')"
    if find_library(java.path) is None:
        return f"{java.path} is no launcher with a lib/server/libjvm beside it"
    return ""
