"""A program on a terminal: what stands on the screen when it has ended."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path
from threading import Timer

import pyte


def on_terminal(
    command: list[str], folder: Path, env: dict[str, str], size: list[int], limit: float
) -> tuple[int, str]:
    """Run a command on a terminal of some rows and columns; return its exit code and the screen.

    It is killed after `limit` seconds.
    """
    rows, columns = size
    master, slave = open_terminal(rows, columns)
    own = {name: value for name, value in env.items() if name != "COLUMNS"}
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**own, "TERM": "xterm-256color"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ) as child:
        os.close(slave)
        killer = Timer(limit, child.kill)
        killer.start()
        while chunk := read_or_nothing(master):
            stream.feed(chunk)
        code = child.wait()
        killer.cancel()
    os.close(master)
    return code, "\n".join(line.rstrip() for line in screen.display)


def open_terminal(rows: int, columns: int) -> tuple[int, int]:
    """Return the two sides of a new terminal: that of its screen, and that of programs."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return master, slave


def read_or_nothing(terminal: int) -> bytes:
    """Return what the terminal has next; nothing when its other side is closed."""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says EIO for a closed other side
        return b""
