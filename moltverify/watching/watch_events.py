"""What a watch reports while it goes on, in the order in which it happens."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from moltverify.errors import MoltverifyError
from moltverify.registry.records import Model, Registry
from moltverify.suite.events import SuiteEvent
from moltverify.suite.verdict import Verdict


class Cause(Enum):
    """Why a round runs its models."""

    START = "start"
    CHANGE = "change"
    ALL = "all"
    FAILED = "failed"
    # What an earlier round did not come to, because a change ended it.
    REST = "rest"


class Watching(Struct, frozen=True):
    """The watch begins, or goes on with another registry: its models and folders."""

    registry: Registry
    models: tuple[Model, ...]
    folders: tuple[Path, ...]


class RoundBegan(Struct, frozen=True, kw_only=True):
    """A round begins to check models; `changed` are the files after whose change it does."""

    round: int
    registry: Registry
    models: tuple[Model, ...]
    cause: Cause
    changed: tuple[Path, ...] = ()


class RoundEvent(Struct, frozen=True):
    """An event of the suite in a round that is not out of date."""

    round: int
    event: SuiteEvent


class RoundCancelled(Struct, frozen=True):
    """A change ended a round: what its models would have answered is out of date."""

    round: int


class Refused(Struct, frozen=True):
    """The models cannot be checked until the user has mended something."""

    error: MoltverifyError


class RoundEnded(Struct, frozen=True, kw_only=True):
    """A round is over; `counts` are of all watched models by their newest verdicts.

    `unchecked` counts the models without a verdict.
    """

    round: int
    seconds: float
    counts: dict[Verdict, int]
    unchecked: int

    @property
    def verdict(self) -> Verdict:
        """The worst verdict; a model without one counts as inconclusive."""
        without = [Verdict.INCONCLUSIVE] if self.unchecked else []
        return max([*self.counts, *without], default=Verdict.AS_EXPECTED)


WatchEvent: TypeAlias = Watching | RoundBegan | RoundEvent | RoundCancelled | Refused | RoundEnded
Tell: TypeAlias = Callable[[WatchEvent], None]
