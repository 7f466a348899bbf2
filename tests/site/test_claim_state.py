"""What the newest release does about a claim, in words."""

import pytest

from moltverify.conformance.affected import timeline_of
from moltverify.conformance.records import Status
from moltverify.conformance.results import ReplayFinding
from moltverify.site.claim_state import NOT_REPLAYED, ClaimState, claim_state
from tests.site.made import finding

RELEASES = ("hinge@1.0.0", "hinge@1.1.0", "hinge@2.0.0")


def state(*statuses: Status | None) -> ClaimState:
    """Return the state of a claim with these findings about the three releases."""
    versions = ("1.0.0", "1.1.0", "2.0.0")
    found: list[ReplayFinding] = [
        finding("door", version, status)
        for version, status in zip(versions, statuses, strict=True)
        if status
    ]
    return claim_state(timeline_of(found), RELEASES)


def test_a_claim_that_was_never_replayed_is_neither_good_nor_bad() -> None:
    shown = state(None, None, None)
    assert shown == NOT_REPLAYED
    assert not shown.is_good
    assert not shown.is_laxer


def test_the_first_release_of_the_newest_answer_is_named() -> None:
    assert state(Status.LAXER, Status.CONFORMS, Status.CONFORMS).since == "since 1.1.0"


def test_an_answer_that_never_changed_is_that_of_every_release_on_record() -> None:
    shown = state(Status.LAXER, Status.LAXER, Status.LAXER)
    assert (shown.word, shown.since) == ("does not hold", "in every release on record")


def test_a_gap_on_record_before_the_first_release_is_admitted() -> None:
    assert state(Status.LAXER, None, Status.CONFORMS).since == "since 2.0.0 at the latest"


def test_a_claim_whose_newest_finding_is_older_says_so() -> None:
    assert state(Status.LAXER, Status.CONFORMS, None).since == "since 1.1.0, as of 1.1.0"
    assert state(Status.CONFORMS, None, None).since == "as of 1.0.0"


@pytest.mark.parametrize("status", Status)
def test_only_what_conforms_or_is_stricter_is_good_and_only_what_is_laxer_is_bad(
    status: Status,
) -> None:
    shown = state(None, None, status)
    assert shown.is_good == (status in (Status.CONFORMS, Status.STRICTER))
    assert shown.is_laxer == (status is Status.LAXER)
