"""The limits of one sandbox, and the resource limits of its processes that follow from them."""

from msgspec import Struct

from moltverify.running.capacity import JVM_OVERHEAD, megabytes

MEGABYTE = 2**20
# Java reserves addresses that it never uses: 1 GB for classes, 240 MB for code, 64 MB per thread.
ADDRESSES = 7 * 1024
TEMPORARY = 64  # MB for the modules that TLC unpacks
KILL_DELAY = 10  # seconds of processor time after the timeout, for which only a lost run lives


class SandboxLimits(Struct, frozen=True, kw_only=True):
    """What one run may use, besides the heap and the timeout of its model.

    `processes` counts threads too. `scratch` is the space for TLC's states, and `output` the size
    of what it prints, both in megabytes. `open_files` is for each process.
    """

    processes: int = 512
    scratch: int = 1024
    output: int = 256
    open_files: int = 512

    def memory(self, heap: str) -> int:
        """Return the megabytes of all processes together, files in memory included."""
        return megabytes(heap) + JVM_OVERHEAD + self.scratch + TEMPORARY

    def resources(self, heap: str, timeout: float, cores: int) -> dict[str, int]:
        """Return the limits of each process by their names in Python's module `resource`."""
        return {
            "RLIMIT_AS": (megabytes(heap) + ADDRESSES) * MEGABYTE,
            "RLIMIT_CPU": int(timeout * cores) + KILL_DELAY,
            "RLIMIT_FSIZE": max(self.scratch, self.output) * MEGABYTE,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_NPROC": self.processes,
            "RLIMIT_CORE": 0,
        }
