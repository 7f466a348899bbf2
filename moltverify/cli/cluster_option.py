"""The options of `--engine dask`: which cluster makes the runs."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.running.dask.cluster_choice import ClusterChoice, missing_dask, require_tls
from moltverify.running.engines import Engine
from moltverify.suite.run_options import RunOptions


def certificates_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --certificates."""
    return click.option(
        "--certificates",
        type=click.Path(path_type=Path, file_okay=False),
        help="The cluster's certificates.  [default: a folder of the user's settings]",
    )(command)


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --scheduler and --certificates; the command gets them as `cluster`."""

    @wraps(command)
    def with_cluster(
        *arguments: Any, scheduler: str | None, certificates: Path | None, **others: Any
    ) -> Any:
        cluster = ClusterChoice(scheduler, certificates and certificates.absolute())
        return command(*arguments, cluster=cluster, **others)

    decorated: Callable[..., Any] = certificates_option(with_cluster)
    return click.option(
        "--scheduler",
        metavar="tls://HOST:PORT",
        help="With --engine dask: whose workers run TLC.  [default: workers in this process]",
    )(decorated)


def require_engine(engine: Engine, cluster: ClusterChoice) -> None:
    """Raise UsageError for options of a cluster without one, and for a scheduler without TLS."""
    if engine is not Engine.DASK and cluster != ClusterChoice():
        raise UsageError("--scheduler and --certificates belong to Dask", "add --engine dask")
    if cluster.scheduler is not None:
        require_tls(cluster.scheduler)
    elif cluster.certificates is not None:
        raise UsageError("--certificates belongs to --scheduler", "name one: tls://HOST:PORT")


def on_cluster(options: RunOptions, cluster: ClusterChoice) -> RunOptions:
    """Return the options for runs on a cluster; raises UsageError as `require_engine` does."""
    require_engine(options.engine, cluster)
    return replace(options, cluster=cluster)


def with_threads(options: RunOptions) -> RunOptions:
    """Return the options with as many runs at a time as the cluster makes, if none were named."""
    jobs = jobs_on_cluster(options.engine, options.cluster)
    return replace(options, jobs=options.jobs or jobs)


def jobs_on_cluster(engine: Engine, cluster: ClusterChoice) -> int | None:
    """Return how many runs a scheduler's workers make at a time; None for all other engines.

    Raises ToolchainError before the first model if the cluster cannot make them.
    """
    if engine is not Engine.DASK:
        return None
    try:
        from moltverify.running.dask.dask_engine import cluster_threads  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise missing_dask(error) from error
    return cluster_threads(cluster) if cluster.scheduler else None
