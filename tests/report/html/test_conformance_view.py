"""What the page shows of replays."""

from typing import Any

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status, VectorDifference
from moltverify.conformance.results import ReplayFinding
from moltverify.report.extra_findings import Further
from moltverify.report.html.conformance_view import (
    ConformanceView,
    call_counts_text,
    conformance_view,
)
from moltverify.store.findings import Dated
from tests.conformance.made import vector
from tests.report import sample

EXAMPLE = VectorDifference(vector(1, {"door": "shut"}, {"door": "open"}), {"door": "shut"})


def finding(
    status: Status = Status.CONFORMS, version: str = "1.0.0", claim: str = "door", **more: Any
) -> ReplayFinding:
    made = ReplayFinding(
        claim=claim,
        model=claim,
        package="hinge",
        version=version,
        status=status,
        vectors=1_200,
        replayed=1_200,
    )
    return replace(made, **more)


def dated(one: ReplayFinding, day: int = 1, is_old: bool = False) -> Dated[ReplayFinding]:
    return Dated(one, f"2026-01-0{day}T00:00:00+00:00", is_old)


def view(*findings: ReplayFinding) -> ConformanceView:
    shown = conformance_view(
        Further(conformance=tuple(dated(one) for one in findings)), sample.registry()
    )
    assert shown is not None
    return shown


def test_nothing_on_record_is_no_section() -> None:
    assert conformance_view(Further(), sample.registry()) is None


def test_rows_are_in_the_registry_s_order_with_a_cell_for_each_release() -> None:
    shown = view(finding(claim="lamp"), finding(version="2.0.0"))
    assert shown.releases == ("hinge@1.0.0", "hinge@2.0.0")
    assert [row.claim for row in shown.rows] == ["door", "lamp"]
    assert [[cell is not None for cell in row.cells] for row in shown.rows] == [
        [False, True],
        [True, False],
    ]


def test_a_claim_that_is_registered_no_longer_is_not_shown_anywhere() -> None:
    shown = view(finding(Status.LAXER, claim="gone", reason="so", examples=(EXAMPLE,)), finding())
    assert [row.claim for row in shown.rows] == ["door"]
    assert (shown.stories, shown.reasons, shown.row_of("gone")) == ((), (), None)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (finding(), "as_expected"),
        (finding(Status.LAXER, differing=2, known=1), "unexpected"),
        (finding(Status.LAXER, differing=2, known=2), "unexpected"),
        (finding(Status.STRICTER, differing=2), "as_expected"),
        (finding(Status.IN_PART), "inconclusive"),
        (finding(Status.SYMBOL_MOVED), "inconclusive"),
        (finding(Status.COULD_NOT_LOAD), "inconclusive"),
        (finding(Status.NOT_RUN), "inconclusive"),
        (finding(Status.NO_COUNTERPART), "soft"),
        (finding(Status.HAS_FAULT, differing=1), "unexpected"),
        (finding(Status.HAS_NOT), "as_expected"),
        (finding(Status.CANNOT_TELL), "inconclusive"),
    ],
)
def test_a_cell_has_the_class_of_a_verdict(given: ReplayFinding, kind: str) -> None:
    row = view(given).row_of("door")
    assert row is not None
    (cell,) = row.cells
    assert cell is not None
    assert (cell.status, cell.kind) == (given.status.value, kind)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (finding(), "1,200 calls"),
        (finding(absent=2_000), "1,200 calls, 2,000 without counterpart"),
        (finding(Status.LAXER, differing=3), "3 of 1,200"),
        (finding(Status.LAXER, differing=3, known=1), "3 of 1,200, 2 new"),
        (finding(Status.LAXER, differing=3, known=3), "3 of 1,200, known"),
        (
            finding(Status.LAXER, differing=3, known=3, absent=1),
            "3 of 1,200, known, 1 without counterpart",
        ),
        (finding(Status.NOT_RUN), ""),
        (finding(Status.NO_COUNTERPART), ""),
    ],
)
def test_counts_say_what_differs_and_what_of_it_is_new(given: ReplayFinding, text: str) -> None:
    assert call_counts_text(given) == text


def test_a_difference_is_told_once_with_all_its_releases() -> None:
    drifts = [finding(Status.LAXER, version, examples=(EXAMPLE,)) for version in ("1", "2")]
    known = finding(Status.LAXER, "3", examples=(replace(EXAMPLE, known="so"),))
    shown = view(*drifts, known)
    assert [(one.releases, one.known) for one in shown.stories] == [
        ("hinge@1, hinge@2", ""),
        ("hinge@3", "so"),
    ]
    assert shown.stories_of("door") == shown.stories
    assert shown.stories_of("lamp") == ()


def test_reasons_are_told_once_with_all_their_releases() -> None:
    none: dict[str, Any] = {
        "status": Status.NO_COUNTERPART,
        "reason": "no code",
        "omits": "the key",
    }
    shown = view(finding(version="1", **none), finding(version="2", **none), finding(version="3"))
    assert [(one.words, one.releases) for one in shown.reasons] == [
        ("no code", "hinge@1, hinge@2"),
        ("the key", "hinge@1, hinge@2"),
    ]


def test_the_time_is_that_of_the_newest_and_one_old_finding_makes_it_old() -> None:
    kept = [dated(finding(), 2), dated(finding(claim="lamp"), 1, is_old=True)]
    shown = conformance_view(Further(conformance=tuple(kept)), sample.registry())
    assert shown is not None
    assert (shown.recorded, shown.is_old) == ("2026-01-02T00:00:00+00:00", True)
    assert not view(finding()).is_old
