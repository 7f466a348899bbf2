"""Invite codes, each of which opens one account."""

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Protocol


class Observe(Protocol):
    """Is told what happens: the kind of an event, and its fields."""

    def __call__(self, kind: str, /, **fields: object) -> None:
        """Take note of an event."""


def ignore(_kind: str, /, **_fields: object) -> None:
    """Do nothing: what observes in production."""


class Invites:
    """Codes that are free, and the accounts that codes have opened."""

    def __init__(self, codes: Iterable[str], observe: Observe = ignore) -> None:
        self.free = set(codes)
        self.accounts: list[str] = []
        self.observe = observe
        self.lock: AbstractContextManager[object] = Lock()

    def redeem(self, code: str, user: str) -> bool:
        """Open an account for the user if the code is free; tell whether it was."""
        self.observe("ask", code=code, user=user)
        with self.lock:
            free = code in self.free
            self.observe("look", code=code, user=user, free=free)
            if free:
                self.free.discard(code)
                self.accounts.append(user)
            self.observe("open" if free else "refuse", code=code, user=user)
        return free


class UnlockedInvites(Invites):
    """The same before the fix: nothing keeps two users apart."""

    def __init__(self, codes: Iterable[str], observe: Observe = ignore) -> None:
        super().__init__(codes, observe)
        self.lock = nullcontext()
