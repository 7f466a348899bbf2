"""The errors that a user can correct, each with a hint and an exit code.

    MoltverifyError
    ├── UsageError         the command line names something that does not exist       2
    ├── RegistryError      the registry or a spec's file has mistakes                 2
    ├── EventError         an event has a value that a log cannot hold               2
    ├── ToolchainError     Java or the jar is missing or does not work                3
    ├── StoreError         the folder of recorded runs cannot be read or written      3
    ├── MergeError         results of shards do not belong together                   3
    ├── SnapshotError      a copy of a system's state cannot be read                  3
    └── StoppedError       a signal came before there was anything to show      130, 143

A model that fails is a result, not an error.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of moltverify; the last two are 128 and a signal's number, as in a shell."""

    OK = 0
    DIFFERS = 1
    # The code of click's own usage errors too.
    USAGE = 2
    NO_VERDICT = 3
    INTERRUPTED = 130
    TERMINATED = 143


class MoltverifyError(Exception):
    """Base of all errors: `message` says what is wrong and where, `hint` how to correct it."""

    # Not 1, which says that TLC reached a conclusion and that it is unexpected.
    exit_code: int = ExitCode.NO_VERDICT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MoltverifyError):
    """The command line names something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE


class RegistryError(MoltverifyError):
    """The registry, or a file that it names, has mistakes; the message lists all of them."""

    exit_code = ExitCode.USAGE


class EventError(MoltverifyError):
    """An event of a program cannot be recorded; Python's traceback shows the hint too."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.add_note(hint)


class ToolchainError(MoltverifyError):
    """Java or tla2tools.jar is missing or does not work."""


class StoreError(MoltverifyError):
    """The folder of recorded runs cannot be read or written."""


class MergeError(MoltverifyError):
    """Results of shards do not belong together; the message lists every reason."""


class SnapshotError(MoltverifyError):
    """A copy of a system's state cannot be read."""


class StoppedError(MoltverifyError):
    """A signal ended the command; the exit code is 128 and the signal's number."""

    def __init__(self, signal: int) -> None:
        super().__init__("interrupted")
        self.exit_code = 128 + signal
