"""How many models this machine can run at a time: cores and memory, within a container's limits."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from moltverify.running.job import TlcOptions

BESIDE_HEAP = 300  # MB a virtual machine takes beside its heap: code, classes, stacks
GROUP = Path("/sys/fs/cgroup")  # cgroups(7), version 2, as a container sees its own


def default_jobs(options: Sequence[TlcOptions], workers: int | None) -> int:
    """Return how many runs with such options to start at a time.

    `workers` overrides the threads of TLC's own.
    """
    threads = workers or max((one.workers for one in options), default=1)
    heap = max((megabytes(one.heap) for one in options), default=1)
    room = memory()
    by_memory = room // (heap + BESIDE_HEAP) if room else cores()
    return max(1, min(cores() // threads, by_memory))


def megabytes(heap: str) -> int:
    """Return the size that Java's notation, such as 512m or 2g, stands for."""
    return int(heap[:-1]) * {"m": 1, "g": 1024}[heap[-1]]


def cores() -> int:
    """Return how many cores this process may use, rounded up."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with suppress(OSError, ValueError):
        quota, period = (GROUP / "cpu.max").read_text(encoding="ascii").split()
        return min(allowed or 1, max(1, -(-int(quota) // int(period))))
    return allowed or 1


def memory() -> int | None:
    """Return the megabytes that are free to use, or None where the system does not say."""
    return min(limits(), default=None)


def limits() -> Iterator[int]:
    """List what bounds memory, in megabytes: the machine's free memory, the container's rest."""
    with suppress(OSError, IndexError, ValueError):
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        yield int(text.split("MemAvailable:")[1].split()[0]) // 1024
    with suppress(OSError, ValueError):
        limit = int((GROUP / "memory.max").read_text(encoding="ascii"))
        yield max(0, limit - int((GROUP / "memory.current").read_text(encoding="ascii"))) // 2**20
