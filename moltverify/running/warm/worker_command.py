"""A command in the form for warm workers: the virtual machine that it needs, and the run."""

from pathlib import Path

from moltverify.running.command import TlcCommand
from moltverify.running.warm.worker_protocol import Machine, Request

WARM_FLAGS = (
    "-XX:+UseSerialGC",  # one collector thread: 0.37 s against 0.40 s with the parallel one
    # The second compiler costs more than it saves, even where classes stay loaded: 156 models take
    # 33 s of processor time with it and 20 s without.
    "-XX:TieredStopAtLevel=1",
    "-XX:MetaspaceSize=256m",  # loaded classes cause no full collection below this size
    "-XX:-UsePerfData",  # no file in the shared temporary directory
    "-Xrs",  # the JVM installs no handlers for signals: they belong to the worker
)

# Where each run loads its classes again, compiled code lives for one run, so only hot methods are
# worth it: a tiny model takes 0.12 s with this flag and 0.17 s without (0.02 s where classes stay).
FRESH_FLAGS = ("-XX:CompileThresholdScaling=8",)


def machine_for(command: TlcCommand, renewing: Path | None = None) -> Machine | None:
    """Return the virtual machine for a command; None if Java has no library to load.

    `renewing` is the rewritten jar to use in place of the command's own.
    """
    library = find_library(command.java)
    if library is None:
        return None
    # The whole heap from the start: the young generation is larger and is collected less often,
    # which saves 2 s of 60 s of processor time for 158 models.
    sizes = (f"-Xmx{command.heap}", f"-Xms{command.heap}")
    fresh = () if renewing else FRESH_FLAGS
    return Machine(
        str(library),
        (*WARM_FLAGS, *fresh, *sizes, *map(str, command.properties), *command.settings),
        str(renewing or command.jar),
        renewing is not None,
        tuple(sorted(command.environment.items())),
    )


def request_for(command: TlcCommand) -> Request:
    """Return a command's run, without the parts that `machine_for` covers."""
    return Request(
        arguments=tuple(command.tlc_arguments()),
        properties=command.private_properties,
        folder=str(command.private.spec),
        stdout=str(command.output),
        stderr=str(command.errors),
    )


def find_library(launcher: Path) -> Path | None:
    """Return the libjvm of a Java launcher's installation, or None if it does not exist."""
    # Resolved, because /usr/bin/java is usually a link; the launcher is at <home>/bin/java.
    home = launcher.resolve().parent.parent
    names = ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll")
    return next((home / name for name in names if (home / name).is_file()), None)
