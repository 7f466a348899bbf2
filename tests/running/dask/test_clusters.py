"""Clusters of processes with TLS: who may connect, where they listen, and what a kill leaves."""

import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from moltverify.errors import ToolchainError
from moltverify.running.dask.certificates import FILES, make_certificates
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.dask.dask_engine import cluster_threads, open_dask
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.engines import RunSize
from moltverify.running.run_tlc import TlcRun
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from tests.running.dask.clusters import (
    RunningCluster,
    assert_gone,
    dask_workers,
    family,
    kill,
    scheduler,
    service,
    until,
)
from tests.running.kinds import ENDLESS, INIT_NEXT, KINDS, Kind, run, said, write
from tests.running.launchers import answering

pytestmark = [pytest.mark.tlc, pytest.mark.slow]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """A scheduler that all tests of this file share."""
    with scheduler(tmp_path_factory.mktemp("cluster")) as running:
        yield running


def test_results_come_from_two_workers_and_no_process_listens_beyond_loopback(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS["lasso"])
    with cluster.workers(2) as nanny, open_dask(cluster.choice, 1, toolchain) as launch_for:
        there = run(model, toolchain, tmp_path / "there", launch_for(RunSize.SMALL))
        processes = [psutil.Process(cluster.scheduler.pid), psutil.Process(nanny.pid)]
        everything = [*processes, *family(nanny.pid)]
        listening = {
            connection.laddr.ip
            for process in everything
            for connection in process.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        }
        assert cluster_threads(cluster.choice) == 2
    here = run(model, toolchain, tmp_path / "here", launch_alone)
    assert there.reading == here.reading
    assert said(tmp_path / "there") == said(tmp_path / "here")
    assert listening == {"127.0.0.1"}
    assert_gone(everything[1:])


def start_endless(
    launch_for: LaunchFor, toolchain: Toolchain, folder: Path, stack: ExitStack
) -> Future[TlcRun]:
    """Start a run that ends at its timeout only."""
    model = write(folder / "spec", Kind(ENDLESS, INIT_NEXT))
    pool = stack.enter_context(ThreadPoolExecutor(1))
    return pool.submit(run, model, toolchain, folder / "logs", launch_for(RunSize.LONG), 8)


def javas_below(pid: int) -> list[psutil.Process]:
    return [one for one in family(pid) if one.name() == "java"]


def test_a_killed_worker_s_run_is_made_again_and_the_result_says_so(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        nanny = stack.enter_context(cluster.workers(2)).pid
        launch_for = stack.enter_context(open_dask(cluster.choice, 1, toolchain))
        ran = start_endless(launch_for, toolchain, tmp_path, stack)
        java = until(lambda: javas_below(nanny), "TLC")[0]
        worker = next(one for one in dask_workers(nanny) if java in family(one.pid))
        kill(worker.pid)
        assert_gone([java])
        result = ran.result()
        until(lambda: len(dask_workers(nanny)) == 2, "a worker in place of the killed one")
    assert "died; this is another run, on tls://127.0.0.1:" in result.finished.note
    assert result.finished.end.value == "timed out"


@pytest.mark.nightly
def test_nothing_outlives_a_killed_nanny(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        other = stack.enter_context(cluster.workers(1))
        launch_for = stack.enter_context(open_dask(cluster.choice, 1, toolchain))
        ran = start_endless(launch_for, toolchain, tmp_path, stack)
        until(lambda: javas_below(other.pid), "TLC")
        everything = family(other.pid)
        kill(other.pid)
        assert_gone(everything)
        spare = stack.enter_context(cluster.workers(1))
        assert "this is another run" in ran.result().finished.note
        assert family(spare.pid)


def test_a_killed_client_leaves_no_run(cluster: RunningCluster, tmp_path: Path) -> None:
    write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from moltverify.running.dask.cluster_choice import ClusterChoice\n"
        "from moltverify.running.dask.dask_engine import open_dask\n"
        "from moltverify.running.engines import RunSize\n"
        "from moltverify.running.toolchain import find_toolchain\n"
        "from tests.running.kinds import ENDLESS, INIT_NEXT, Kind, run, write\n"
        "tools = find_toolchain(None, os.environ)\n"
        "model = write(Path(sys.argv[3]) / 'spec', Kind(ENDLESS, INIT_NEXT))\n"
        "with open_dask(ClusterChoice(sys.argv[1], Path(sys.argv[2])), 1, tools) as launch_for:\n"
        "    run(model, tools, Path(sys.argv[3]), launch_for(RunSize.LONG), 600)\n"
    )
    choice = cluster.choice
    arguments = [sys.executable, "-c", script, str(choice.scheduler), str(choice.certificates)]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}  # noqa: PTH109 - the checkout
    with cluster.workers(1) as nanny:
        log = tmp_path / "client.log"
        with service([*arguments, str(tmp_path)], log, environment) as client:
            java = until(lambda: javas_below(nanny.pid), f"TLC {log.read_text()}")
            kill(client.pid)
            assert_gone(java)
        assert len(dask_workers(nanny.pid)) == 1


def test_a_killed_scheduler_ends_runs_without_a_verdict_and_the_workers(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        running = stack.enter_context(scheduler(tmp_path / "own"))
        workers = stack.enter_context(running.workers(1))
        with open_dask(running.choice, 1, toolchain) as launch_for:
            ran = start_endless(launch_for, toolchain, tmp_path, stack)
            until(lambda: javas_below(workers.pid), "TLC")
            everything = family(workers.pid)
            kill(running.scheduler.pid)
            with pytest.raises(OSError, match="the connection to Dask's scheduler was lost"):
                ran.result()
        assert_gone(everything)
        assert workers.wait(60) == 3


def test_who_has_other_certificates_cannot_connect(cluster: RunningCluster, tmp_path: Path) -> None:
    make_certificates(tmp_path / "others", days=1)
    with pytest.raises(ToolchainError, match="cannot be reached"):
        cluster_threads(ClusterChoice(cluster.address, tmp_path / "others"))


def test_who_has_no_certificates_is_told_how_to_make_them(
    cluster: RunningCluster, tmp_path: Path
) -> None:
    shutil.copy(cluster.folder / "certificates" / FILES[0], tmp_path)
    with pytest.raises(ToolchainError, match=r"certificate\.pem") as raised:
        cluster_threads(ClusterChoice(cluster.address, tmp_path))
    assert "moltverify dask certificates" in raised.value.hint


def test_a_worker_with_another_java_is_an_error_before_the_first_run(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    home = answering(tmp_path / "java", "42.0.1").parents[1]
    environment = {**os.environ, "JAVA_HOME": str(home)}
    with (
        cluster.workers(1, environment),
        pytest.raises(ToolchainError, match=r"its release of Java is 42\.0\.1, and here it is"),
        open_dask(cluster.choice, 1, toolchain),
    ):
        pytest.fail("the cluster is open")


WITHOUT_THE_PACKAGE = """
import asyncio, sys
from distributed import Worker
from distributed.security import Security
folder = sys.argv[2]
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "moltverify":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
security = Security(
    tls_ca_file=f"{folder}/authority.pem", tls_worker_cert=f"{folder}/certificate.pem",
    tls_worker_key=f"{folder}/key.pem", require_encryption=True,
)
async def main():
    worker = Worker(sys.argv[1], security=security, host="127.0.0.1", nthreads=1,
                    dashboard_address="127.0.0.1:0", local_directory=sys.argv[3])
    async with worker:
        print("at work", flush=True)
        await worker.finished()
asyncio.run(main())
"""


def test_a_worker_without_the_package_is_an_error_and_no_verdict(
    toolchain: Toolchain, tmp_path: Path
) -> None:
    log = tmp_path / "worker.log"
    program = [sys.executable, "-c", WITHOUT_THE_PACKAGE]
    # Of its own, because a scheduler that has had a client gives its plugin to each new worker, and
    # one that cannot read it does not start.
    with scheduler(tmp_path / "own") as cluster:
        certificates = str(cluster.folder / "certificates")
        stack = ExitStack()
        stack.enter_context(service([*program, cluster.address, certificates, str(tmp_path)], log))
        until(lambda: "at work" in log.read_text(), "the worker")
        with (
            stack,
            pytest.raises(ToolchainError, match="No module named 'moltverify"),
            open_dask(cluster.choice, 1, toolchain),
        ):
            pytest.fail("the cluster is open")
