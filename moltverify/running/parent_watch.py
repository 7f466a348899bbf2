"""Run as a script: becomes the given program, tied to its parent's life and without a network.

    python -I -S tether.py PARENT PROGRAM [ARGUMENT]...

It uses the standard library only, because it runs before every model. Only Linux has both means;
elsewhere the script stays beside the program and watches the parent, and the network remains.
"""

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
WATCH = 0.2  # seconds between looks at the parent, where the kernel does not watch it


def main(arguments: list[str]) -> None:
    """Become the program, or watch over it; never returns in the first case."""
    parent, program = int(arguments[0]), arguments[1:]
    if not sys.platform.startswith("linux"):
        watch_over(parent, program)
        return
    die_with(parent)
    leave_network()
    try:
        os.execvp(program[0], program)  # noqa: S606 - an argument list, no shell
    except OSError as error:
        sys.exit(f"{program[0]}: {error.strerror}")


def die_with(parent: int) -> None:
    """Let the kernel kill this process when the thread that started it ends.

    That thread waits for the model, so it ends earlier only with its whole process. The setting
    outlives exec (prctl(2)).
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        # It died before the kernel was told to watch it.
        os.kill(os.getpid(), signal.SIGKILL)


def leave_network() -> bool:
    """Move to a network of this process' own, where the system lets a user do that."""
    user, group = os.getuid(), os.getgid()
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    # Without these maps the process could create no files (user_namespaces(7)).
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    return True


def watch_over(parent: int, program: list[str]) -> None:
    """Run the program as a child, kill it when the parent is gone, and end as it ends."""
    child = subprocess.Popen(program)
    while child.poll() is None:
        if os.getppid() != parent:
            child.kill()
        with suppress(subprocess.TimeoutExpired):
            child.wait(WATCH)
    if child.returncode < 0:
        os.kill(os.getpid(), -child.returncode)
    sys.exit(child.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
