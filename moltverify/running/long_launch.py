"""How Java is started for a model that takes long: both compilers, fingerprints off the heap.

Ten million states take 23 s in this way, and 38 s with TLC's own choice of a fingerprint set; the
memory that a model may have is shared out anew, not raised.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from moltverify.errors import ToolchainError
from moltverify.running.capacity import megabytes
from moltverify.running.process import Launch
from moltverify.running.tethered_process import launch_alone, with_arguments
from moltverify.running.toolchain import Java, Toolchain, java_version

# TLC keeps its fingerprints in a quarter of the heap (tlc2.tool.fp.FPSetConfiguration, -fpmem).
SHARE = 4
FINGERPRINTS = "-Dtlc2.tool.fp.FPSet.impl=tlc2.tool.fp.OffHeapDiskFPSet"
COMPLAINS = 24  # from this Java on sun.misc.Unsafe, which that set needs, is warned of (JEP 498)


def long_launch(toolchain: Toolchain) -> Launch:
    """Return what launches a long model, with fingerprints off the heap where that works."""
    # In another release the set may be missing, or be the choice that TLC makes anyway.
    off_heap = toolchain.jar.known_as is not None and may_leave_heap(toolchain.java)
    return with_arguments(launch_alone, partial(long_arguments, off_heap=off_heap))


def may_leave_heap(java: Java) -> bool:
    """Tell whether this Java lets a program have memory off its heap, and says nothing of it."""
    with suppress(ToolchainError):
        return java_version(java) < COMPLAINS
    # What is wrong with it is said where it is to run the model.
    return False


def long_arguments(arguments: Sequence[str], off_heap: bool) -> Iterator[str]:
    """Yield a command's arguments, changed as is best for a search of more than a few seconds."""
    for argument in arguments:
        if argument.startswith("-XX:TieredStopAtLevel="):
            continue
        if argument.startswith("-Xmx") and off_heap:
            yield from divided(megabytes(argument.removeprefix("-Xmx")))
        else:
            yield argument
        if argument == "-tool":
            # Every half hour TLC would write down a run that nobody resumes: its folder goes.
            yield from ("-checkpoint", "0")


def divided(memory: int) -> Iterator[str]:
    """Yield Java's options for so many megabytes: some for fingerprints, the rest as heap."""
    fingerprints = memory // SHARE
    yield FINGERPRINTS
    # TLC takes all that this allows, and reads it off the command line (util.TLCRuntime).
    yield f"-XX:MaxDirectMemorySize={fingerprints}m"
    yield f"-Xmx{memory - fingerprints}m"
