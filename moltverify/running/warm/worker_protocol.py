"""What a pool and its workers say to each other: one JSON value a line."""

from msgspec import Struct

from moltverify.running.command import JavaProperty


class Machine(Struct, frozen=True):
    """A Java virtual machine to start: its library, its options, and the jar that holds TLC.

    `renews` says that the jar's classes were rewritten so that their state can be made anew.
    """

    library: str
    options: tuple[str, ...]
    jar: str
    renews: bool = False


class Request(Struct, frozen=True, kw_only=True):
    """One run of TLC: its arguments, working directory, properties and output files."""

    arguments: tuple[str, ...]
    properties: tuple[JavaProperty, ...]
    folder: str
    stdout: str
    stderr: str


class WorkerAnswer(Struct, frozen=True):
    """How a run ended, after how many seconds; `surprise` says why no other run should follow."""

    exit_code: int
    seconds: float
    surprise: str = ""
