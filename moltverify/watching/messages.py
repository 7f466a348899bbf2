"""What the loop of a watch waits for: changed files, keys, and news of the round that it started.

Threads put these messages into a queue, and only the loop takes them out. So no other part of the
watch needs a lock.
"""

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.suite.events import SuiteEvent


class FilesChanged(Struct, frozen=True):
    """Paths that the system reported; with `anything`, others may have changed as well.

    Without paths it is an occasion to look whether the watched folders are still the same.
    """

    paths: frozenset[str] = frozenset()
    anything: bool = False


class Key(Enum):
    """The keys that a watch knows, by their characters."""

    RUN_ALL = "a"
    RUN_FAILED = "f"
    QUIT = "q"


class KeyPressed(Struct, frozen=True):
    """The user pressed a key."""

    key: Key


class RoundNews(Struct, frozen=True):
    """An event of the suite in a round."""

    round: int
    event: SuiteEvent


class RoundOver(Struct, frozen=True):
    """A round has ended, with the error that kept it from running its models, if any did."""

    round: int
    error: MoltverifyError | None = None
    # Neither a verdict nor the user's mistake: raised again where it ends the program.
    defect: BaseException | None = None


Message: TypeAlias = FilesChanged | KeyPressed | RoundNews | RoundOver
Put: TypeAlias = Callable[[Message], None]
