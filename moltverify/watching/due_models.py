"""The models that are still to be checked: those that a change touched first, then the rest."""

from collections.abc import Collection, Iterable
from pathlib import Path

from msgspec import Struct

from moltverify.watching.watch_events import Cause


class DueRound(Struct, frozen=True):
    """The models of a round that is due, why it is, and the files whose change is the reason."""

    names: tuple[str, ...]
    cause: Cause
    changed: tuple[Path, ...] = ()


class DueModels:
    """Models that wait for a round, in the order in which they came.

    Who saves a module waits for its verdict, so the models that it touches go before those of an
    earlier round that the change ended.
    """

    def __init__(self) -> None:
        self.urgent: dict[str, None] = {}
        self.rest: dict[str, None] = {}
        self.cause = Cause.START
        self.changed: dict[Path, None] = {}

    def __bool__(self) -> bool:
        return bool(self.urgent or self.rest)

    def __contains__(self, name: str) -> bool:
        return name in self.urgent or name in self.rest

    def add(self, names: Iterable[str], cause: Cause, changed: Iterable[Path] = ()) -> None:
        """Let models go first, together with those that already do."""
        self.urgent |= dict.fromkeys(names)
        self.changed |= dict.fromkeys(changed)
        self.cause = cause

    def put_off(self, names: Iterable[str]) -> None:
        """Let models wait until no other round is due."""
        self.rest |= dict.fromkeys(names)

    def keep_only(self, names: Collection[str]) -> None:
        """Forget the models that are no longer watched."""
        self.urgent = {name: None for name in self.urgent if name in names}
        self.rest = {name: None for name in self.rest if name in names}

    def take(self) -> DueRound:
        """Return the next round, whose models are due no longer."""
        for name in self.urgent:
            self.rest.pop(name, None)
        if self.urgent:
            due = DueRound(tuple(self.urgent), self.cause, tuple(self.changed))
            self.urgent, self.changed = {}, {}
        else:
            due = DueRound(tuple(self.rest), Cause.REST)
            self.rest = {}
        return due
