"""What a user can mend: one tree of errors, each with a hint and an exit code.

    MoltverifyError
    ├── UsageError         the command line asks for something that is not there      2
    ├── RegistryError      the registry or a spec's file is wrong                     2
    ├── ToolchainError     no Java, no jar, or one that does not work                 3
    ├── StoreError         the folder of recorded runs cannot be read or written      3
    ├── MergeError         results of shards do not belong together                   3
    └── StoppedError       a signal came before there was anything to show      130, 143

A model that fails is a result, not an error.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """How moltverify ends, for shells and CI."""

    OK = 0
    DIFFERS = 1
    USAGE = 2
    NO_VERDICT = 3
    INTERRUPTED = 130
    TERMINATED = 143


class MoltverifyError(Exception):
    """Says what is wrong and, in `hint`, how to mend it."""

    exit_code: int = ExitCode.NO_VERDICT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MoltverifyError):
    """The command line names something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE


class RegistryError(MoltverifyError):
    """The registry, or a file that it names, is wrong; the message lists every mistake."""

    exit_code = ExitCode.USAGE


class ToolchainError(MoltverifyError):
    """Java or tla2tools.jar is missing or does not work."""


class StoreError(MoltverifyError):
    """The folder of recorded runs cannot be read or written."""


class MergeError(MoltverifyError):
    """Results of shards do not belong together; the message lists every reason."""


class StoppedError(MoltverifyError):
    """A signal ended what was asked for; the exit code is the shell's for it."""

    def __init__(self, signal: int) -> None:
        super().__init__("interrupted")
        self.exit_code = 128 + signal
