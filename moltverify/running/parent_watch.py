"""A script that runs a program which ends with its parent process and has no network.

    python -I -S parent_watch.py PARENT PROGRAM [ARGUMENT]...

PARENT is a process id. The script imports the standard library only, because it runs before every
model. On Linux it replaces itself by the program. Elsewhere it runs the program as a child and
polls the parent, and the program keeps the network.
"""

import ctypes
import os
import sys

SIGKILL = 9  # the module `signal` takes 2 ms to import
PR_SET_PDEATHSIG = 1  # linux/prctl.h
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
WATCH = 0.2  # seconds between checks of the parent, where the kernel does not watch it


def main(arguments: list[str]) -> None:
    """Replace this process by the program on Linux, run the program as a child elsewhere."""
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
    """Make the kernel kill this process when the thread that started it ends.

    That thread waits for the model, so it ends earlier only with its whole process. The setting
    is preserved across exec (prctl(2)).
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    # The parent may have ended before the call: then no signal comes, and another process has
    # adopted this one.
    if os.getppid() != parent:
        os.kill(os.getpid(), SIGKILL)


def leave_network() -> bool:
    """Move this process to a network namespace of its own; return False if it is not allowed.

    The new namespace has no interface but a loopback that is down.
    """
    # Read before unshare: inside the new namespace both are the overflow id until the maps exist.
    user, group = os.getuid(), os.getgid()
    # A user may make a network namespace only inside a user namespace, where it has the rights.
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    # Without these maps the process could not create files (user_namespaces(7)).
    try:  # noqa: SIM105 - the module contextlib takes 3 ms to import
        # The kernel refuses a group map from an unprivileged process before setgroups is denied.
        write_ascii("/proc/self/setgroups", "deny")
    except OSError:
        pass
    write_ascii("/proc/self/uid_map", f"{user} {user} 1")
    write_ascii("/proc/self/gid_map", f"{group} {group} 1")
    return True


def write_ascii(file: str, text: str) -> None:
    """Write a short text to a file; raises OSError."""
    with open(file, "w", encoding="ascii") as opened:  # noqa: PTH123 - pathlib takes 10 ms
        opened.write(text)


def watch_over(parent: int, program: list[str]) -> None:
    """Run the program as a child, kill it when the parent ends, and end with its exit code."""
    import subprocess  # noqa: PLC0415 - not on Linux, where its 10 ms precede every model
    from contextlib import suppress  # noqa: PLC0415 - as above

    child = subprocess.Popen(program)
    while child.poll() is None:
        # A process whose parent ended is adopted, so that its parent's id changes.
        if os.getppid() != parent:
            child.kill()
        with suppress(subprocess.TimeoutExpired):
            child.wait(WATCH)
    # The caller tells a signal from an exit code, so the same signal must end this script.
    if child.returncode < 0:
        os.kill(os.getpid(), -child.returncode)
    sys.exit(child.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
