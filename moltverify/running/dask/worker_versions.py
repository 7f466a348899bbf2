"""The versions that the two sides of a run must share, and what to say where they differ."""

import os
import platform
from importlib.metadata import version

from moltverify.running.dask.shipped_run import WorkerVersions
from moltverify.running.java_search import Java, find_java
from moltverify.store.code_digest import JUDGING, code_digest

SHOWN = 12  # digits of a digest in a message
NAMES = {
    "code": "code of moltverify",
    "java": "release of Java",
    "python": "release of Python",
    "dask": "release of Dask",
}


def code_here() -> str:
    """Return the digest of this process's code; a client calls this on the scheduler."""
    return code_digest(*JUDGING)


def versions_with(java: Java) -> WorkerVersions:
    """Return the versions of this process with a Java."""
    return WorkerVersions(
        code=code_here(),
        java=java.release,
        # Pickles of one minor release of Python may mean nothing to another.
        python=".".join(platform.python_version_tuple()[:2]),
        dask=version("distributed"),
    )


def versions_here(oldest_java: int) -> WorkerVersions:
    """Return the versions of this process; raises ToolchainError if there is no such Java.

    A client calls this on every worker.
    """
    return versions_with(find_java(os.environ, oldest_java))


def version_difference(worker: WorkerVersions, client: WorkerVersions) -> str:
    """Return in which versions a worker differs from the client; empty if in none."""
    pairs = [(name, getattr(worker, name), getattr(client, name)) for name in NAMES]
    return "; ".join(
        f"its {NAMES[name]} is {there[:SHOWN]}, and here it is {here[:SHOWN]}"
        for name, there, here in pairs
        if there != here
    )
