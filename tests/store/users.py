"""Work done in a process of another user, as far as this one may become another."""

import os
from collections.abc import Callable
from pathlib import Path

NOBODY = 65534


def without_privileges(work: Callable[[], None], user: int = NOBODY) -> int:
    """Do some work in a process that is not root's, and return its exit code."""
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgid(user)
                os.setuid(user)
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def open_to_all(folder: Path) -> None:
    """Let every user come as far as a folder of pytest's."""
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and one.stat().st_mode & 0o001 == 0:
            one.chmod(one.stat().st_mode | 0o011)
