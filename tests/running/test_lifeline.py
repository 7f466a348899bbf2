"""All processes that moltverify started end when it ends, for any reason."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from moltverify.running import parent_watch as tether
from tests.running.kinds import children
from tests.running.test_process import dies

REGISTRY = """
suite: {title: Endless}
groups: {clocks: Clocks}
claims:
  - id: clock
    group: clocks
    title: A clock goes on
    statement: A clock that goes goes on.
    assumptions: [There is time.]
    bounds: None, so that it never ends.
    green: {module: Clock.tla}
    reaches: [{id: past, shows: Time goes back, state: Past}]
    reds: [{id: late, fault: It loses time., module: Clock_Late.tla, violates: Positive}]
    phrases: {Init: It starts, Tick: It ticks, Late: It is late}
"""
FILES = {
    "registry.yaml": REGISTRY,
    "Clock.tla": "---- MODULE Clock ----\nEXTENDS Integers\nVARIABLE time\nInit == time = 0\n"
    "Tick == time' = time + 1\nSpec == Init /\\ [][Tick]_time\nPositive == time >= 0\n"
    "Past == time < 0\n====\n",
    "Clock.cfg": "SPECIFICATION Spec\nINVARIANT Positive\n",
    "Clock_Late.tla": "---- MODULE Clock_Late ----\nEXTENDS Clock\n"
    "Late == time' = time - 1\n====\n",
    "Clock_Late.cfg": "SPECIFICATION Spec\nINVARIANT Positive\nCONSTANT Tick <- Late\n",
}


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A project whose green and witness never end."""
    specs = tmp_path / "project" / "specs"
    specs.mkdir(parents=True)
    for name, content in FILES.items():
        (specs / name).write_text(content, encoding="utf-8")
    return specs.parent


def start(project: Path, environment: dict[str, str], engine: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "moltverify", "run", "clock", "--green", "--engine", engine, "-j2"],
        cwd=project,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until a condition holds that other processes make true, which has no event."""
    pause, left = threading.Event(), seconds
    while not condition() and left > 0:
        pause.wait(0.05)
        left -= 0.05
    assert condition()


def searching(project: Path) -> bool:
    """Return whether TLC is searching in two models."""
    outputs = list(project.glob(".moltverify/runs/*/models/*/output.txt"))
    began = [file for file in outputs if "Finished computing initial" in file.read_text()]
    return len(began) == 2


@pytest.mark.tlc
@pytest.mark.parametrize(
    ("number", "engine"),
    [
        (signal.SIGKILL, "warm"),
        (signal.SIGTERM, "process"),
        # The other two pairs meet the same two mechanisms.
        pytest.param(signal.SIGKILL, "process", marks=pytest.mark.nightly),
        pytest.param(signal.SIGTERM, "warm", marks=pytest.mark.nightly),
    ],
)
def test_nothing_outlives_a_killed_run(
    engine: str, number: signal.Signals, endless: Path, environment: dict[str, str]
) -> None:
    parent = start(endless, environment, engine)
    try:
        wait_for(lambda: searching(endless) or parent.poll() is not None)
        started = children(parent.pid)
        assert len(started) == 2
    finally:
        parent.send_signal(number)
        parent.wait()
    assert all(dies(pid) for pid in started)


def tethered(parent: int, *program: str) -> "subprocess.CompletedProcess[str]":
    script = str(Path(tether.__file__))
    return subprocess.run(
        [sys.executable, "-I", "-S", script, str(parent), *program],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_a_program_runs_as_it_would_without_its_tether() -> None:
    done = tethered(os.getpid(), "/bin/sh", "-c", "echo said; exit 7")
    assert (done.returncode, done.stdout, done.stderr) == (7, "said\n", "")


def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    gone = os.getppid()  # anything but this process
    done = tethered(gone, "/bin/echo", "said")
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")


def test_a_program_that_is_missing_is_named() -> None:
    done = tethered(os.getpid(), "/no/such/program")
    assert done.returncode == 1
    assert done.stderr == "/no/such/program: No such file or directory\n"


WATCH = (
    "import runpy, sys; "
    "runpy.run_path(sys.argv[1], run_name='it')['watch_over'](int(sys.argv[2]), sys.argv[3:])"
)


@pytest.mark.parametrize(
    ("program", "exit_code"), [("exit 7", 7), ("kill -KILL $$", -signal.SIGKILL)]
)
def test_where_the_kernel_does_not_help_the_tether_ends_as_its_program(
    program: str, exit_code: int
) -> None:
    me = str(os.getpid())
    watched = [sys.executable, "-c", WATCH, tether.__file__, me, "/bin/sh", "-c", program]
    assert subprocess.run(watched, check=False, timeout=30).returncode == exit_code


def test_where_the_kernel_does_not_help_the_tether_kills_what_lost_its_parent() -> None:
    elsewhere = str(os.getppid())
    watched = [sys.executable, "-c", WATCH, tether.__file__, elsewhere, "/bin/sleep", "600"]
    assert subprocess.run(watched, check=False, timeout=30).returncode == -signal.SIGKILL
