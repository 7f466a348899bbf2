"""A command line for one TLC process, taken apart for a worker that runs many."""

from pathlib import Path

from msgspec import Struct

from moltverify.running.process import Command
from moltverify.running.warm.worker_protocol import Machine, Property, Request

# These say where one run's private files are; TLC reads them while it runs, not when it starts.
PER_RUN = ("java.io.tmpdir", "user.home", "TLA-Library")

WARM_FLAGS = (
    "-XX:+UseSerialGC",  # one collector thread: 0.37 s against 0.40 s with the parallel one
    # The second compiler takes longer than it saves, even where classes stay: 20 s of processor
    # time for 156 models against 33 s.
    "-XX:TieredStopAtLevel=1",
    "-XX:MetaspaceSize=256m",  # no full collection just because classes pile up
    "-XX:-UsePerfData",  # no file in the shared temporary directory
    "-Xrs",  # signals are the worker's
)

# Where each run loads its classes anew, only what is truly hot is worth compiling: a tiny model
# takes 0.12 s against 0.17 s. Where they stay, 0.02 s.
FRESH_FLAGS = ("-XX:CompileThresholdScaling=8",)


class Invocation(Struct, frozen=True):
    """A run, and the machine that it needs."""

    machine: Machine
    request: Request


def read_invocation(command: Command, renewing: Path | None = None) -> Invocation | None:
    """Take a command apart; None if it is not TLC, or Java has no library to load.

    `renewing` is the rewritten jar to use in place of the command's own.
    """
    launcher, *rest = command.arguments
    library = find_library(Path(launcher))
    if library is None or "-cp" not in rest:
        return None
    flags, (_, jar, main, *arguments) = rest[: rest.index("-cp")], rest[rest.index("-cp") :]
    if main != "tlc2.TLC":
        return None
    properties = [Property(*flag[2:].split("=", 1)) for flag in flags if flag.startswith("-D")]
    lasting = [f"-D{one.name}={one.value}" for one in properties if one.name not in PER_RUN]
    sizes = [flag for flag in flags if flag.startswith(("-Xmx", "-Xss"))]
    # The whole heap from the start: its young part then fills, and is collected, less often
    # (2 s of 60 s of processor time for 158 models).
    sizes += [flag.replace("-Xmx", "-Xms") for flag in sizes if flag.startswith("-Xmx")]
    fresh = () if renewing else FRESH_FLAGS
    return Invocation(
        Machine(
            str(library),
            (*WARM_FLAGS, *fresh, *sizes, *lasting),
            str(renewing or jar),
            renewing is not None,
        ),
        Request(
            arguments=tuple(arguments),
            properties=tuple(one for one in properties if one.name in PER_RUN),
            folder=str(command.folder),
            stdout=str(command.stdout),
            stderr=str(command.stderr),
        ),
    )


def find_library(launcher: Path) -> Path | None:
    """Return the library of the virtual machine that a Java launcher would load, if it is there."""
    home = launcher.resolve().parents[1]
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return next((home / name for name in names if (home / name).is_file()), None)
