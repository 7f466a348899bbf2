"""The program as a process that is watched, signalled, or given a terminal."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.conftest import Finished, java_children

PROGRAM = [sys.executable, "-m", "moltverify"]
PATIENCE = 60.0  # seconds; only a failed test waits so long, also on a loaded machine


def run_program(*arguments: str, cwd: Path, env: dict[str, str]) -> Finished:
    """Run the program to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def started(*arguments: str, cwd: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start the program; what a failed test leaves running is ended by its process id."""
    with subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        javas: list[int] = []
        try:
            yield program
        finally:
            if program.poll() is None:
                javas = java_children(program.pid, workers=True)
                program.kill()
            for java in javas:
                with suppress(ProcessLookupError):
                    os.kill(java, signal.SIGKILL)


def wait_for_java(program: subprocess.Popen[str]) -> list[int]:
    """Wait until the program has a Java process, and return its id."""
    return wait_until(
        lambda: java_children(program.pid, workers=True), lambda: program.poll() is None
    )


def wait_until(
    look: Callable[[], list[int]], may_still: Callable[[], bool] = lambda: True
) -> list[int]:
    """Call a function until it returns a value that is true."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and may_still():
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("what was waited for never came")


def is_running(pid: int) -> bool:
    """Return whether a process runs; a zombie does not (Linux only)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def in_terminal(*arguments: str, cwd: Path, env: dict[str, str]) -> tuple[str, int]:
    """Run the program on a pseudo-terminal; return its output and its exit code."""
    controller, line = pty.openpty()
    program = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=cwd, env=env, stdin=line, stdout=line, stderr=line
    )
    os.close(line)
    shown = b""
    # On Linux a read from a terminal without a writer is an error, not an end of file.
    with suppress(OSError):
        while part := os.read(controller, 65536):
            shown += part
    os.close(controller)
    return shown.decode("utf-8"), program.wait(PATIENCE)
