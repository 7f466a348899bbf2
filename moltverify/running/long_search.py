"""How Java runs a model that takes long: both compilers, fingerprints off the heap.

Ten million states take 23 s in this way, and 38 s with TLC's own choice of a fingerprint set; the
memory that a model may have is shared out anew, not raised.
"""

from collections.abc import Callable
from contextlib import suppress
from threading import Event

from msgspec.structs import replace

from moltverify.errors import ToolchainError
from moltverify.running.capacity import megabytes
from moltverify.running.command import JavaProperty, TlcCommand
from moltverify.running.process import Finished
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.toolchain import Java, Toolchain, java_version

# TLC keeps its fingerprints in a quarter of the heap (tlc2.tool.fp.FPSetConfiguration, -fpmem).
SHARE = 4
FINGERPRINTS = JavaProperty("tlc2.tool.fp.FPSet.impl", "tlc2.tool.fp.OffHeapDiskFPSet")
COMPLAINS = 24  # from this Java on sun.misc.Unsafe, which that set needs, is warned of (JEP 498)
LONG_FLAGS = (
    "-XX:+UseParallelGC",  # TLC warns about every other collector
    "-XX:-UsePerfData",  # no file in the shared temporary directory
)


def long_launch(toolchain: Toolchain) -> Launch:
    """Return the launch of a long model, with fingerprints off the heap where that works."""
    # In another release the set may be missing, or be the choice that TLC makes anyway.
    off_heap = toolchain.jar.known_as is not None and may_leave_heap(toolchain.java)

    def launch(
        command: TlcCommand, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        return launch_alone(for_long_search(command, off_heap), timeout, stop, on_tick)

    return launch


def may_leave_heap(java: Java) -> bool:
    """Tell whether this Java lets a program have memory off its heap without a warning."""
    with suppress(ToolchainError):
        return java_version(java) < COMPLAINS
    # The run itself reports a Java that does not work.
    return False


def for_long_search(command: TlcCommand, off_heap: bool) -> TlcCommand:
    """Return the command as is best for a search of more than a few seconds."""
    # Every half hour TLC would write down a run that nobody resumes: its folder goes.
    options = ("-checkpoint", "0", *command.options)
    long = replace(command, flags=LONG_FLAGS, options=options)
    if not off_heap:
        return long
    memory = megabytes(command.heap)
    fingerprints = memory // SHARE
    return replace(
        long,
        # TLC takes all that this allows, and reads it off the command line (util.TLCRuntime).
        flags=(*LONG_FLAGS, f"-XX:MaxDirectMemorySize={fingerprints}m"),
        heap=f"{memory - fingerprints}m",
        properties=(*command.properties, FINGERPRINTS),
    )
