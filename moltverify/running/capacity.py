"""The number of models to run at a time, from cores and memory within a container's limits."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from moltverify.running.job import TlcOptions

JVM_OVERHEAD = 300  # MB that a virtual machine uses in addition to its heap: code, classes, stacks
# cgroups(7), version 2. A container sees its own group here; a process outside a container sees
# the root group, which lacks the files with limits.
GROUP = Path("/sys/fs/cgroup")


def default_jobs(options: Sequence[TlcOptions], workers: int | None) -> int:
    """Return how many runs with these options to start at a time, at least 1.

    `workers`, if given, replaces the number of TLC's threads in all options.
    """
    threads = workers or max((one.workers for one in options), default=1)
    heap = max((megabytes(one.heap) for one in options), default=1)
    available = memory()
    # Each run counts as the largest one: any combination of runs may be active at a time.
    by_memory = available // (heap + JVM_OVERHEAD) if available else cores()
    return max(1, min(cores() // threads, by_memory))


def several_workers() -> int:
    """Return the number of TLC's threads for a machine that chooses it, at least 2."""
    # TLC 2.15 has no `-workers auto`. Never one: a pinned counterexample is compared only
    # for one thread, so the verdict would depend on the machine.
    return max(2, cores())


def megabytes(heap: str) -> int:
    """Return a size in Java's notation, such as 512m or 2g, as a number of megabytes."""
    return int(heap[:-1]) * {"m": 1, "g": 1024}[heap[-1]]


def cores() -> int:
    """Return how many cores this process may use; a fraction, from a quota, is rounded up."""
    # The affinity mask respects taskset and cpusets, which cpu_count ignores; macOS has none.
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # ValueError: the file has "max" in place of a number where there is no quota.
    with suppress(OSError, ValueError):
        quota, period = (GROUP / "cpu.max").read_text(encoding="ascii").split()
        return min(allowed or 1, max(1, -(-int(quota) // int(period))))
    return allowed or 1


def memory() -> int | None:
    """Return the available memory in megabytes, or None where the system does not report it."""
    return min(limits(), default=None)


def limits() -> Iterator[int]:
    """Yield limits in megabytes: the machine's available memory, the rest of the group's limit."""
    # MemAvailable, not MemFree: the kernel gives up its file cache when a process needs memory.
    with suppress(OSError, IndexError, ValueError):
        text = Path("/proc/meminfo").read_text(encoding="ascii")
        yield int(text.split("MemAvailable:")[1].split()[0]) // 1024
    with suppress(OSError, ValueError):
        limit = int((GROUP / "memory.max").read_text(encoding="ascii"))
        yield max(0, limit - int((GROUP / "memory.current").read_text(encoding="ascii"))) // 2**20
