"""The engine that makes runs on Dask: on a cluster inside this process, or on a scheduler's."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from distributed import Client, SpecCluster

from moltverify.errors import ToolchainError
from moltverify.running.dask.cluster_choice import ClusterChoice, require_tls
from moltverify.running.dask.dask_launch import DaskLauncher
from moltverify.running.dask.portless_nodes import (
    PortlessScheduler,
    PortlessWorker,
    security_of,
    without_extras,
)
from moltverify.running.dask.shipped_run import WorkerVersions
from moltverify.running.dask.worker_plugin import DeskPlugin
from moltverify.running.dask.worker_versions import (
    code_here,
    version_difference,
    versions_here,
    versions_with,
)
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.toolchain import Toolchain
from moltverify.store.private_folders import private_folder

CONNECT = 10.0  # seconds for the scheduler to answer
FIRST_WORKER = 60.0  # seconds for the first worker to come, which may just be starting


@contextmanager
def open_dask(choice: ClusterChoice, jobs: int, toolchain: Toolchain) -> Iterator[LaunchFor]:
    """Yield a function from a size to its launch, as `open_engine` does.

    `jobs` is the number of workers of a cluster inside this process. Raises ToolchainError if the
    scheduler cannot be reached, has no worker, or a worker has other versions.
    """
    with connected_client(choice, jobs) as client:
        versions = checked_versions(client, toolchain)
        client.register_plugin(DeskPlugin())
        launcher = DaskLauncher(client, versions, toolchain.jar)
        try:
            yield launcher.launch_for
        finally:
            launcher.close()


def cluster_threads(choice: ClusterChoice) -> int:
    """Return how many runs a scheduler's workers make at a time; raises as `open_dask` does.

    Their versions are not compared: no run begins before `open_dask`, which does it.
    """
    with connected_client(choice, 1) as client:
        wait_for_worker(client)
        return sum(client.nthreads().values())


@contextmanager
def connected_client(choice: ClusterChoice, jobs: int) -> Iterator[Client]:
    """Yield a client of the chosen cluster; raises ToolchainError if it cannot be reached."""
    without_extras()
    if choice.scheduler is None:
        with own_cluster(jobs) as cluster, Client(cluster, set_as_default=False) as client:
            yield client
        return
    require_tls(choice.scheduler)
    client = client_at(choice.scheduler, choice.certificates)
    with client:
        yield client


@contextmanager
def own_cluster(workers: int) -> Iterator[SpecCluster]:
    """Yield a cluster of threads inside this process; it opens no port."""
    with private_folder("moltverify-dask-") as folder:
        options: dict[str, Any] = {"protocol": "inproc", "dashboard": False}
        worker = {
            "cls": PortlessWorker,
            "options": {
                **options,
                "nthreads": 1,
                "memory_limit": 0,  # Java's memory is that of other processes
                "local_directory": str(folder),
            },
        }
        with SpecCluster(
            scheduler={"cls": PortlessScheduler, "options": options},
            workers=dict.fromkeys(range(workers), worker),
            silence_logs=logging.CRITICAL + 1,
        ) as cluster:
            yield cluster


def client_at(scheduler: str, certificates: Path | None) -> Client:
    """Return a client of a scheduler; raises ToolchainError if it cannot be reached."""
    security = security_of(certificates)
    try:
        return Client(
            scheduler, security=security, timeout=CONNECT, set_as_default=False, name="moltverify"
        )
    except (OSError, TimeoutError, ValueError, ssl.SSLError) as error:
        raise ToolchainError(
            f"the scheduler {scheduler} cannot be reached: {error}",
            "see that it runs, and that both sides have the certificates of the same "
            "`moltverify dask certificates`",
        ) from error


def checked_versions(client: Client, toolchain: Toolchain) -> WorkerVersions:
    """Return the versions of this side; raises ToolchainError if the cluster has others.

    A worker that comes later is checked at each of its runs.
    """
    wait_for_worker(client)
    here = versions_with(toolchain.java)
    there = answers_of(client, toolchain.jar.oldest_java)
    words = (
        (address, answer if isinstance(answer, str) else version_difference(answer, here))
        for address, answer in there.items()
    )
    differences = [f"  {address}: {difference}" for address, difference in words if difference]
    if differences:
        raise ToolchainError(
            "the cluster does not have what this side has:\n" + "\n".join(sorted(differences)),
            "install the same moltverify, Python, Dask and Java everywhere",
        )
    return here


def wait_for_worker(client: Client) -> None:
    """Wait until the cluster has a worker; raises ToolchainError if none comes."""
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
    except TimeoutError as error:
        raise ToolchainError(
            f"the scheduler has had no worker for {FIRST_WORKER:.0f} s",
            "start one: moltverify dask worker tls://HOST:PORT",
        ) from error


def answers_of(client: Client, oldest_java: int) -> dict[str, WorkerVersions | str]:
    """Return the versions of each worker, or what is wrong with it; of the scheduler if wrong."""
    found: dict[str, WorkerVersions | str] = {}
    answers = client.run(versions_here, oldest_java, on_error="return")
    for address, answer in answers.items():
        known = isinstance(answer, WorkerVersions)
        found[address] = answer if known else f"{type(answer).__name__}: {answer}"
    try:
        client.run_on_scheduler(code_here)
    except Exception as error:
        # It reads what clients send, so it needs the package as well.
        found["the scheduler"] = f"{type(error).__name__}: {error}"
    return found
