"""The cluster inside this process: no port, and the results of a process of its own."""

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import psutil
import pytest

from moltverify.errors import UsageError
from moltverify.running.dask.cluster_choice import ClusterChoice
from moltverify.running.dask.dask_engine import open_dask
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.engines import RunSize
from moltverify.running.process import End
from moltverify.running.run_tlc import TlcTask, run_task
from moltverify.running.staged_files import read_staged_files
from moltverify.running.tethered_process import launch_alone
from moltverify.running.toolchain import Toolchain
from moltverify.tla.dependencies import DependencyReader
from tests.running.kinds import ENDLESS, INIT_NEXT, KINDS, Kind, run, said, write

pytestmark = pytest.mark.tlc


@pytest.fixture(scope="module")
def on_dask(toolchain: Toolchain) -> Iterator[LaunchFor]:
    with open_dask(ClusterChoice(), 2, toolchain) as launch_for:
        yield launch_for


@pytest.mark.usefixtures("on_dask")
def test_a_cluster_inside_this_process_opens_no_port() -> None:
    listening = [
        one for one in psutil.Process().net_connections("inet") if one.status == psutil.CONN_LISTEN
    ]
    assert listening == []


@pytest.mark.parametrize("name", ["holds", "invariant", "evaluation error"])
def test_a_run_on_dask_has_the_result_of_a_process(
    name: str, on_dask: LaunchFor, toolchain: Toolchain, tmp_path: Path
) -> None:
    model = write(tmp_path / "spec", KINDS[name])
    there = run(model, toolchain, tmp_path / "there", on_dask(RunSize.SMALL))
    here = run(model, toolchain, tmp_path / "here", launch_alone)
    assert there.reading == here.reading
    assert (there.finished.engine, there.finished.note) == ("dask", "")
    assert said(tmp_path / "there") == said(tmp_path / "here")


def test_a_run_is_back_soon_after_it_was_cancelled_and_its_java_has_ended(
    on_dask: LaunchFor, toolchain: Toolchain, tmp_path: Path
) -> None:
    job = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    stop, set_at = Event(), [0.0]

    def cancel() -> None:
        set_at[0] = time.monotonic()
        stop.set()

    before = {one.pid for one in psutil.Process().children(recursive=True)}
    timer = threading.Timer(3.0, cancel)
    timer.start()
    task = TlcTask(
        files=read_staged_files(job, DependencyReader()),
        options=job.options,
        toolchain=toolchain,
        logs=tmp_path / "logs",
        stop=stop,
    )
    finished = run_task(task, on_dask(RunSize.LONG)).finished
    assert finished.end is End.STOPPED
    assert time.monotonic() - set_at[0] < 2.0
    deadline = time.monotonic() + 20
    while {one.pid for one in psutil.Process().children(recursive=True)} - before:
        assert time.monotonic() < deadline, "the run goes on although nobody wants it"
        time.sleep(0.05)


def test_progress_comes_from_the_worker(
    on_dask: LaunchFor, toolchain: Toolchain, tmp_path: Path
) -> None:
    job = write(tmp_path / "spec", Kind(ENDLESS, INIT_NEXT))
    stop, told = Event(), []

    def take(progress: object) -> None:
        told.append(progress)
        stop.set()

    task = TlcTask(
        files=read_staged_files(job, DependencyReader()),
        options=job.options,
        toolchain=toolchain,
        logs=tmp_path / "logs",
        stop=stop,
        on_progress=take,
    )
    assert run_task(task, on_dask(RunSize.SMALL)).finished.end is End.STOPPED
    assert told


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "127.0.0.1:8786", "ws://h:1"])
def test_no_scheduler_without_tls_is_accepted(address: str, toolchain: Toolchain) -> None:
    with (
        pytest.raises(UsageError, match="can run code there and here"),
        open_dask(ClusterChoice(address), 1, toolchain),
    ):
        raise AssertionError("connected")


def test_nothing_is_left_of_a_cluster_inside_this_process(toolchain: Toolchain) -> None:
    temporary = Path(os.environ.get("TMPDIR", "/tmp"))
    before = set(temporary.glob("moltverify-dask-*"))
    with open_dask(ClusterChoice(), 1, toolchain):
        assert set(temporary.glob("moltverify-dask-*")) != before
    assert set(temporary.glob("moltverify-dask-*")) == before
    assert [one.name for one in threading.enumerate() if "Profile" in one.name] == []
