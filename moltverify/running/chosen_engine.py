"""The engine that a user chose: one of this machine, or the workers of a cluster."""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from moltverify.running.dask.cluster_choice import ClusterChoice, missing_dask
from moltverify.running.engine_selection import LaunchFor, open_engine
from moltverify.running.engines import Engine, RunSize
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain


def open_chosen(  # noqa: PLR0913 - an argument per choice
    engine: Engine,
    sizes: Sequence[RunSize],
    toolchain: Toolchain,
    cluster: ClusterChoice,
    jobs: int,
    process: Launch | None = None,
) -> AbstractContextManager[LaunchFor]:
    """Open the engine that a user chose, which may be a cluster; as `open_engine` otherwise.

    `process` is that of `open_engine`. `jobs` is the number of workers of a cluster inside this
    process. Raises ToolchainError if a package or the cluster is missing, or a worker has other
    versions.
    """
    if engine is not Engine.DASK:
        return open_engine(engine, sizes, toolchain, process or launch_alone)
    try:
        from moltverify.running.dask.dask_engine import open_dask  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise missing_dask(error) from error
    return open_dask(cluster, jobs, toolchain)
