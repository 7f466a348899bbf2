"""One child process: its deadline, its end, and the end of its process group."""

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from moltverify.running.process import Command, End, Finished, run

# Starts a grandchild that ignores TERM, writes its id, and waits for it.
STUBBORN_FAMILY = """
import pathlib, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import signal, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(600)"], stdout=subprocess.PIPE)
child.stdout.readline()
pathlib.Path("grandchild.tmp").write_text(str(child.pid))
pathlib.Path("grandchild.tmp").rename("grandchild")
child.wait()
"""


def start(
    folder: Path, code: str, timeout: float = 30, stop: threading.Event | None = None
) -> Finished:
    command = Command(
        arguments=[sys.executable, "-c", code],
        folder=folder,
        environment=dict(os.environ),
        stdout=folder / "out",
        stderr=folder / "err",
    )
    return run(command, timeout, stop)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def dies(pid: int) -> bool:
    """Return whether a killed process ends soon; the kernel does that with a delay."""
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def test_a_child_that_ends_gives_its_exit_code_and_its_output(tmp_path: Path) -> None:
    finished = start(tmp_path, "import sys; print('said'); sys.exit(7)")
    assert (finished.exit_code, finished.end) == (7, End.EXITED)
    assert (tmp_path / "out").read_text() == "said\n"


def test_standard_input_is_empty(tmp_path: Path) -> None:
    start(tmp_path, "import sys; print(repr(sys.stdin.read()))")
    assert (tmp_path / "out").read_text() == "''\n"


def test_errors_go_to_a_file_of_their_own(tmp_path: Path) -> None:
    start(tmp_path, "import sys; print('wrong', file=sys.stderr)")
    assert (tmp_path / "err").read_text() == "wrong\n"


def test_a_timeout_ends_the_child(tmp_path: Path) -> None:
    finished = start(tmp_path, "import time; time.sleep(600)", timeout=0.1)
    assert finished.end is End.TIMED_OUT
    assert finished.exit_code < 0


def test_the_stop_flag_ends_the_child_and_its_stubborn_grandchild(tmp_path: Path) -> None:
    stop = threading.Event()

    def stop_once_it_runs() -> None:
        while not (tmp_path / "grandchild").exists():
            time.sleep(0.01)
        stop.set()

    watcher = threading.Thread(target=stop_once_it_runs)
    watcher.start()
    finished = start(tmp_path, STUBBORN_FAMILY, stop=stop)
    watcher.join()
    assert finished.end is End.STOPPED
    assert dies(int((tmp_path / "grandchild").read_text()))


def test_a_grandchild_that_outlives_an_orderly_end_is_ended(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c',"
        " 'import time; time.sleep(600)']); print(child.pid)"
    )
    assert start(tmp_path, code).end is End.EXITED
    assert dies(int((tmp_path / "out").read_text()))


def test_the_ticks_stop_with_the_child(tmp_path: Path) -> None:
    ticks: list[float] = []
    command = Command(
        arguments=[sys.executable, "-c", "import time; time.sleep(0.7)"],
        folder=tmp_path,
        environment=dict(os.environ),
        stdout=tmp_path / "out",
        stderr=tmp_path / "err",
    )
    run(command, 30, None, lambda: ticks.append(time.monotonic()))
    assert len(ticks) >= 2


def test_a_program_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    command = Command(
        arguments=[str(tmp_path / "nothing")],
        folder=tmp_path,
        environment={},
        stdout=tmp_path / "out",
        stderr=tmp_path / "err",
    )
    with pytest.raises(FileNotFoundError):
        run(command, 1)
