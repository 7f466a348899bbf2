"""Clusters of real processes on loopback, as `moltverify dask` starts them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import psutil

from moltverify.running.dask.certificates import make_certificates
from moltverify.running.dask.cluster_choice import ClusterChoice

PATIENCE = 90.0  # seconds; only a failed test waits so long, also on a loaded machine
PROGRAM = (sys.executable, "-m", "moltverify")
Found = TypeVar("Found")


def until(look: Callable[[], Found], what: str) -> Found:
    """Call a function until it returns a value that is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"never came: {what}")


@contextmanager
def service(
    arguments: Sequence[str], log: Path, environment: Mapping[str, str] = os.environ
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process with its output in a file; end it, with all that it started."""
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, env=environment, stdout=output, stderr=output)
    try:
        yield process
    finally:
        below = family(process.pid)
        process.terminate()
        try:
            process.wait(PATIENCE / 3)
        finally:
            process.kill()
            process.wait()
            for left in below:
                # What is left after an orderly end is a fault that `assert_gone` would have shown.
                if left.is_running():
                    left.kill()


def family(pid: int) -> list[psutil.Process]:
    """Return all processes below one, which may have ended."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def address_in(log: Path) -> str:
    """Return the address that a scheduler prints."""
    for line in log.read_text().splitlines():
        if "tls://" in line:
            return line.split()[-1]
    return ""


class RunningCluster:
    """A scheduler and the processes of its workers; `folder` has certificates and logs."""

    def __init__(self, folder: Path, scheduler: subprocess.Popen[bytes], address: str) -> None:
        self.folder, self.scheduler, self.address = folder, scheduler, address

    @property
    def choice(self) -> ClusterChoice:
        """The cluster as a client names it."""
        return ClusterChoice(self.address, self.folder / "certificates")

    @contextmanager
    def workers(
        self, count: int, environment: Mapping[str, str] = os.environ
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start workers, and wait until they serve."""
        log = self.folder / f"workers-{time.monotonic_ns()}.log"
        certificates = str(self.folder / "certificates")
        arguments = [*PROGRAM, "dask", "worker", self.address, "--certificates", certificates]
        with service([*arguments, "--workers", str(count)], log, environment) as process:
            until(lambda: "at work" in log.read_text() or process.poll(), "workers")
            assert process.poll() is None, log.read_text()
            yield process


@contextmanager
def scheduler(folder: Path) -> Iterator[RunningCluster]:
    """Start a scheduler without workers, with certificates of its own."""
    folder.mkdir(exist_ok=True)
    make_certificates(folder / "certificates", days=1)
    log = folder / "scheduler.log"
    arguments = [*PROGRAM, "dask", "scheduler", "--port", "0"]
    certificates = str(folder / "certificates")
    with service([*arguments, "--certificates", certificates], log) as process:
        address = until(lambda: address_in(log), "the scheduler's address")
        yield RunningCluster(folder, process, address)


def dask_workers(nanny: int) -> list[psutil.Process]:
    """Return the processes of a nanny in which Dask's workers are."""
    return [
        one
        for one in psutil.Process(nanny).children()
        if "spawn_main" in " ".join(one.cmdline()) and one.status() != psutil.STATUS_ZOMBIE
    ]


def kill(pid: int) -> None:
    """End a process so that it cannot tidy up."""
    os.kill(pid, signal.SIGKILL)


def assert_gone(processes: Sequence[psutil.Process]) -> None:
    """Wait until processes have ended; a zombie has."""
    for process in processes:
        until(lambda process=process: has_ended(process), f"the end of {process}")  # type: ignore[misc]


def has_ended(process: psutil.Process) -> bool:
    """Tell whether a process has ended."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
