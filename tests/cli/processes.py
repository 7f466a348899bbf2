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
PATIENCE = 60.0  # seconds; a loaded machine is slow, a broken one never gets there


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
    """Start the program; whatever a failed test leaves of it is ended by its id."""
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
    """Look until there is something to see."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and may_still():
        if found := look():
            return found
        time.sleep(0.01)
    raise AssertionError("what was waited for never came")


def is_running(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be reaped does not (Linux only)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def in_terminal(*arguments: str, cwd: Path, env: dict[str, str]) -> tuple[str, int]:
    """Run the program on a real terminal; return all it showed, and its exit code."""
    controller, line = pty.openpty()
    program = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=cwd, env=env, stdin=line, stdout=line, stderr=line
    )
    os.close(line)
    shown = b""
    # A terminal whose last user has gone is an error on Linux, not an end of file.
    with suppress(OSError):
        while part := os.read(controller, 65536):
            shown += part
    os.close(controller)
    return shown.decode("utf-8"), program.wait(PATIENCE)
