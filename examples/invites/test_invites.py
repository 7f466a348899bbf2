"""The tests of the invites; each leaves a log of what happened in logs/, with the test's name."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Condition

import pytest
from invites import Invites, UnlockedInvites

import moltverify as mv

LOGS = Path(__file__).parent / "logs"
CODE = "welcome-7"


class Turns:
    """Records events, and lets users go on from one event to the next in turns.

    So the threads meet in every run, and not by luck.
    """

    def __init__(self, log: mv.Recorder, turns: str) -> None:
        self.log = log
        self.left = deque(turns.split())
        self.changed = Condition()

    def __call__(self, kind: str, /, **fields: object) -> None:
        """Record a user's event, then wait until the next event is theirs."""
        with self.changed:
            self.wait_for(fields["user"])
            self.left.popleft()
            self.log.event(kind, **fields)
            self.changed.notify_all()
            self.wait_for(fields["user"])

    def wait_for(self, user: object) -> None:
        """Wait for a user's turn; who has no more turns goes on."""
        if not self.changed.wait_for(
            lambda: user not in self.left or self.left[0] == user, timeout=60
        ):
            raise TimeoutError(f"it is {self.left[0]}'s turn, and nothing happens")


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Iterator[mv.Recorder]:
    """The log of a test."""
    with mv.record(LOGS / f"{request.node.name}.jsonl") as log:
        yield log


def redeem_at_once(invites: Invites) -> list[bool]:
    """Let two users redeem the same code in two threads."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(invites.redeem, [CODE, CODE], ["ann", "bob"]))


def test_one_after_the_other(log: mv.Recorder) -> None:
    """The second user comes when the first one is through."""
    invites = Invites([CODE], log.event)
    assert [invites.redeem(CODE, "ann"), invites.redeem(CODE, "bob")] == [True, False]


def test_at_once(log: mv.Recorder) -> None:
    """The second user asks when the first one has looked, and waits for the lock."""
    turns = Turns(log, "ann ann bob ann bob bob")
    assert any(redeem_at_once(Invites([CODE], turns)))


def test_at_once_without_the_lock(log: mv.Recorder) -> None:
    """Both users look before one of them opens an account."""
    turns = Turns(log, "ann ann bob bob ann bob")
    assert any(redeem_at_once(UnlockedInvites([CODE], turns)))
