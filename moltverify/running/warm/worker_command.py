"""A command as warm workers take it: the virtual machine that it needs, and the run."""

from pathlib import Path

from moltverify.running.command import TlcCommand
from moltverify.running.warm.worker_protocol import Machine, Request

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


def machine_for(command: TlcCommand, renewing: Path | None = None) -> Machine | None:
    """Return the virtual machine for a command; None if Java has no library to load.

    `renewing` is the rewritten jar to use in place of the command's own.
    """
    library = find_library(command.java)
    if library is None:
        return None
    # The whole heap from the start: its young part then fills, and is collected, less often
    # (2 s of 60 s of processor time for 158 models).
    sizes = (f"-Xmx{command.heap}", f"-Xms{command.heap}")
    fresh = () if renewing else FRESH_FLAGS
    return Machine(
        str(library),
        (*WARM_FLAGS, *fresh, *sizes, *map(str, command.properties)),
        str(renewing or command.jar),
        renewing is not None,
    )


def request_for(command: TlcCommand) -> Request:
    """Return the run that a command asks for."""
    return Request(
        arguments=tuple(command.tlc_arguments()),
        properties=command.private_properties,
        folder=str(command.private.spec),
        stdout=str(command.output),
        stderr=str(command.errors),
    )


def find_library(launcher: Path) -> Path | None:
    """Return the library of the virtual machine that a Java launcher would load, if it is there."""
    home = launcher.resolve().parents[1]
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return next((home / name for name in names if (home / name).is_file()), None)
