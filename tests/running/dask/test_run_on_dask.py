"""Runs whose workers die: which are made again, and which come to an end."""

import os
import signal
import uuid
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from distributed import get_worker

from moltverify.running.dask.dask_engine import connected_client
from moltverify.running.dask.dask_launch import DaskLauncher
from moltverify.running.dask.run_on_dask import (
    MOST_DEATHS,
    MOST_MOMENTS,
    TOGETHER,
    Death,
    may_be_made_again,
)
from moltverify.running.dask.shipped_run import ShippedAnswer
from moltverify.running.dask.worker_versions import versions_with
from moltverify.running.engines import RunSize
from moltverify.running.job import TlcOptions
from moltverify.running.run_tlc import TlcRun, TlcTask, run_task
from moltverify.running.staged_files import made_staged_files
from moltverify.running.toolchain import Toolchain
from tests.running.dask.clusters import RunningCluster, scheduler

LATER = TOGETHER + 1


def deaths(*times: float) -> list[Death]:
    return [Death(f"tls://127.0.0.1:{number}", at) for number, at in enumerate(times)]


@pytest.mark.parametrize("number", [1, 4, 8, MOST_DEATHS])
def test_workers_that_die_together_count_as_one(number: int) -> None:
    assert may_be_made_again(deaths(*[100.0 + 0.1 * at for at in range(number)]))


def test_a_run_whose_workers_die_again_and_again_is_given_up() -> None:
    moments = [100 + LATER * at for at in range(MOST_MOMENTS + 1)]
    assert may_be_made_again(deaths(*moments[:-1]))
    assert not may_be_made_again(deaths(*moments))


def test_too_many_deaths_end_a_run_however_close_they_are() -> None:
    assert not may_be_made_again(deaths(*[100.0] * (MOST_DEATHS + 1)))


def test_a_run_that_dask_gives_up_without_a_death_is_not_made_again() -> None:
    assert not may_be_made_again([])


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with scheduler(tmp_path_factory.mktemp("dask")) as running:
        yield running


def killing(folder: Path, times: int) -> Callable[[bytes], bytes]:
    """Return a work that ends its worker a number of times, before it answers."""
    folder.mkdir()

    # Dask sends a function inside another one by its code, because the workers cannot import it.
    def work(_: bytes) -> bytes:
        (folder / uuid.uuid4().hex).touch()
        if len(list(folder.iterdir())) <= times:
            os.kill(os.getpid(), signal.SIGKILL)
        nothing = zlib.compress(b"")
        answer = ShippedAnswer(
            worker=str(get_worker().address), folder="/none", output=nothing, errors=nothing
        )
        return msgspec.msgpack.encode(answer)

    return work


def made(cluster: RunningCluster, toolchain: Toolchain, folder: Path, times: int) -> TlcRun:
    """Make a run whose work is as `killing` says, on two workers."""
    task = TlcTask(
        files=made_staged_files({"M": b"---- MODULE M ----\n====\n"}, "M", ""),
        options=TlcOptions(timeout=5, environment=()),
        toolchain=toolchain,
        logs=folder / "logs",
    )
    work = killing(folder / "begun", times)
    with cluster.workers(2), connected_client(cluster.choice, 1) as client:
        client.wait_for_workers(2, timeout=60)
        launcher = DaskLauncher(client, versions_with(toolchain.java), toolchain.jar, work)
        try:
            return run_task(task, launcher.launch_for(RunSize.SMALL))
        finally:
            launcher.close()


# Dask gives a run up at the fourth death.
@pytest.mark.tlc
def test_a_run_outlives_more_deaths_than_dask_allows_if_they_come_together(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    note = made(cluster, toolchain, tmp_path, 5).finished.note
    assert note.count("died; this is another run") == 5


@pytest.mark.campaign  # as long as so many workers need to start
@pytest.mark.tlc
def test_a_run_that_ends_every_worker_comes_to_an_end(
    cluster: RunningCluster, toolchain: Toolchain, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="Dask workers died while they had this run"):
        made(cluster, toolchain, tmp_path, 1000)
    assert len(list((tmp_path / "begun").iterdir())) <= MOST_DEATHS + 4
