"""Java's settings for a long model: both compilers, and fingerprints outside the heap.

Ten million states take 23 s with these settings, and 38 s with TLC's default fingerprint set. The
memory of the run stays the same: the part for fingerprints is taken from the heap.
"""

from collections.abc import Callable
from threading import Event

from msgspec.structs import replace

from moltverify.running.capacity import megabytes
from moltverify.running.command import JavaProperty, TlcCommand
from moltverify.running.java_answer import major_version
from moltverify.running.java_search import Java
from moltverify.running.process import Finished
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Toolchain

# TLC's default is a quarter of the heap (tlc2.tool.fp.FPSetConfiguration, -fpmem).
FINGERPRINT_SHARE = 4
FINGERPRINTS = JavaProperty("tlc2.tool.fp.FPSet.impl", "tlc2.tool.fp.OffHeapDiskFPSet")
# That set uses sun.misc.Unsafe, and this Java is the first to warn about it (JEP 498).
FIRST_JAVA_WITH_WARNING = 24
# No -XX:TieredStopAtLevel here: a long search is worth the second compiler.
LONG_FLAGS = (
    "-XX:+UseParallelGC",  # TLC warns about every other collector
    "-XX:-UsePerfData",  # no file in the shared temporary directory
)


def long_launch(toolchain: Toolchain) -> Launch:
    """Return a launch for long models, with fingerprints outside the heap where that works."""
    # In another release the set may be missing, or may already be TLC's default.
    off_heap = toolchain.jar.known_as is not None and allows_off_heap(toolchain.java)

    def launch(
        command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        return launch_alone(for_long_search(command, off_heap), timeout, stop, on_tick)

    return launch


def allows_off_heap(java: Java) -> bool:
    """Return whether this Java allows memory outside the heap without a warning."""
    return major_version(java.release) < FIRST_JAVA_WITH_WARNING


def for_long_search(command: TlcCommand, off_heap: bool) -> TlcCommand:
    """Return the command with settings for a search of more than a few seconds."""
    # TLC writes a checkpoint every half hour by default. Nothing can resume from it: the run's
    # private folder is removed.
    options = ("-checkpoint", "0", *command.options)
    long = replace(command, flags=LONG_FLAGS, options=options)
    if not off_heap:
        return long
    memory = megabytes(command.heap)
    fingerprints = memory // FINGERPRINT_SHARE
    return replace(
        long,
        # TLC reads this flag from its own command line and uses all of it (util.TLCRuntime).
        flags=(*LONG_FLAGS, f"-XX:MaxDirectMemorySize={fingerprints}m"),
        heap=f"{memory - fingerprints}m",
        properties=(*command.properties, FINGERPRINTS),
    )
