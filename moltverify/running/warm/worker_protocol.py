"""The records that a pool and its workers exchange, as one JSON value a line."""

from msgspec import Struct

from moltverify.running.command import JavaProperty


class Machine(Struct, frozen=True):
    """A Java virtual machine to start: its library, its options, and the jar with TLC.

    `renews` says that the jar's classes are rewritten, so that their static state can be reset.
    `environment` is what the models see of the environment.
    """

    library: str
    options: tuple[str, ...]
    jar: str
    renews: bool = False
    environment: tuple[tuple[str, str], ...] = ()


class Request(Struct, frozen=True, kw_only=True):
    """One run of TLC: its arguments, working directory, properties and output files."""

    arguments: tuple[str, ...]
    properties: tuple[JavaProperty, ...]
    folder: str
    stdout: str
    stderr: str


class WorkerAnswer(Struct, frozen=True):
    """The result of a run; `retire_reason` says why the worker must not make another run, if so."""

    exit_code: int
    seconds: float
    retire_reason: str = ""
