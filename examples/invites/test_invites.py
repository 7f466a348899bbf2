"""The tests of the invites; each leaves a log of what happened in logs/, with the test's name."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Condition

import pytest
from invites import Invites, UnlockedInvites

import moltverify as mv

LOGS = Path(__file__).parent / "logs"
CODE = "welcome-7"


class Meeting:
    """Records events, and holds whoever has looked until the other one has come far enough.

    So the threads meet in every run, and not by luck.
    """

    def __init__(self, log: mv.Recorder, until: str) -> None:
        self.log = log
        self.until = until
        self.came = 0
        self.changed = Condition()

    def __call__(self, kind: str, /, **fields: object) -> None:
        """Record an event; after a look, wait for the second event of the kind `until`."""
        with self.changed:
            self.log.event(kind, **fields)
            self.came += kind == self.until
            self.changed.notify_all()
            if kind == "look" and not self.changed.wait_for(lambda: self.came >= 2, timeout=60):
                raise TimeoutError(f"there was no second {self.until!r}")


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
    """The second user asks while the first one is at it."""
    assert any(redeem_at_once(Invites([CODE], Meeting(log, until="ask"))))


def test_at_once_without_the_lock(log: mv.Recorder) -> None:
    """Both users look before one of them opens an account."""
    assert any(redeem_at_once(UnlockedInvites([CODE], Meeting(log, until="look"))))
