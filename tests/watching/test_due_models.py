"""Which models a round takes: those that a change touched before the rest."""

from pathlib import Path

from moltverify.watching.due_models import DueModels, DueRound
from moltverify.watching.watch_events import Cause


def test_what_a_change_touches_goes_before_what_was_put_off() -> None:
    due = DueModels()
    due.put_off(["slow", "touched"])
    due.add(["touched"], Cause.CHANGE, [Path("A.tla")])
    assert due.take() == DueRound(("touched",), Cause.CHANGE, (Path("A.tla"),))
    assert due.take() == DueRound(("slow",), Cause.REST)
    assert not due


def test_changes_that_come_together_make_one_round() -> None:
    due = DueModels()
    due.add(["one", "two"], Cause.CHANGE, [Path("A.tla")])
    due.add(["two", "three"], Cause.CHANGE, [Path("B.tla")])
    assert due.take() == DueRound(
        ("one", "two", "three"), Cause.CHANGE, (Path("A.tla"), Path("B.tla"))
    )


def test_models_that_are_no_longer_watched_are_not_due() -> None:
    due = DueModels()
    due.add(["gone", "kept"], Cause.ALL)
    due.put_off(["gone", "other"])
    due.keep_only({"kept", "other"})
    assert "gone" not in due
    assert due.take().names == ("kept",)
    assert due.take().names == ("other",)
