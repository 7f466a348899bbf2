"""A watch on a pseudo-terminal: a test types keys and waits for what is shown."""

import os
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.cli.processes import PATIENCE, PROGRAM
from tests.terminal_screen import open_terminal, read_or_nothing

# The terminal of a new session's leader, whose keys ^C and ^Z become signals.
TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "os.execv(sys.argv[1], sys.argv[1:])"
)
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")


class Terminal:
    """A program on a terminal, and what it has shown that no test has waited for yet."""

    def __init__(self, controller: int, line: int, program: "subprocess.Popen[bytes]") -> None:
        self.controller, self.line, self.program = controller, line, program
        self.shown = ""

    def wait_for(self, text: str) -> str:
        """Wait until a text is shown; return all that came since the last one, without colours."""
        deadline = time.monotonic() + PATIENCE
        raw = b""
        while text not in (plain := self.shown + ESCAPE.sub("", raw.decode("utf-8", "replace"))):
            assert time.monotonic() < deadline, f"{text!r} is not in:\n{plain}"
            if select.select([self.controller], [], [], 1)[0]:
                part = read_or_nothing(self.controller)
                assert part, f"the program has ended:\n{plain}"
                raw += part
        before, _, self.shown = plain.partition(text)
        return before + text

    def type(self, keys: str) -> None:
        """Type some keys."""
        os.write(self.controller, keys.encode())

    def modes(self) -> int:
        """Return whether keys are shown, and whether they wait for Enter, as the system has it."""
        return int(termios.tcgetattr(self.line)[3]) & (termios.ECHO | termios.ICANON)

    def show_keys(self) -> None:
        """Set the terminal as a shell does for itself: keys are shown, and wait for Enter."""
        modes = termios.tcgetattr(self.line)
        modes[3] |= termios.ECHO | termios.ICANON
        termios.tcsetattr(self.line, termios.TCSANOW, modes)

    def wait(self) -> int:
        """Wait for the end of the program and return its exit code."""
        deadline = time.monotonic() + PATIENCE
        # A program cannot end while nobody reads what it writes to its terminal.
        while self.program.poll() is None and time.monotonic() < deadline:
            if select.select([self.controller], [], [], 0.1)[0]:
                self.shown += read_or_nothing(self.controller).decode("utf-8", "replace")
        return self.program.wait(0)


@contextmanager
def watch_on_terminal(*arguments: str, cwd: Path, env: dict[str, str]) -> Iterator[Terminal]:
    """Start a watch on a terminal of its own, as its foreground job."""
    controller, line = open_terminal(40, 120)
    with subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, *PROGRAM, "watch", *arguments],
        cwd=cwd,
        env={**env, "TERM": "xterm-256color"},
        stdin=line,
        stdout=line,
        stderr=line,
        start_new_session=True,
    ) as program:
        try:
            yield Terminal(controller, line, program)
        finally:
            program.terminate()
            for descriptor in (controller, line):
                with suppress(OSError):
                    os.close(descriptor)
