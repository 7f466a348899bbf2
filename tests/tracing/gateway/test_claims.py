"""The gateway's own rows, compared with the claims: they fit, and each seeded fault is found."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from moltverify.registry.load import load_registry
from moltverify.registry.records import Registry
from moltverify.registry.registry_files import RegistryFiles
from moltverify.running.engine_selection import open_engine
from moltverify.running.engines import RunSize
from moltverify.running.toolchain import Toolchain
from moltverify.snapshots.claim_events import snapshot_events
from moltverify.snapshots.hidden_ids import IdNames
from moltverify.snapshots.snapshot_registry import load_snapshots
from moltverify.suite.run_options import RunOptions
from moltverify.tracing.event_log import given_event_log
from moltverify.tracing.follow_run import Follower
from moltverify.tracing.trace_answers import FitAnswer, TraceReport
from moltverify.tracing.validation import answer_about_log, validation
from tests.tracing.gateway.make import ROWS, SPECS
from tests.tracing.gateway.scenarios import MINUTE, NOON, SECOND
from tests.tracing.gateway.snapshots import Change, add, put, snapshot

pytestmark = pytest.mark.tlc

Compared = Callable[..., TraceReport]

APPROVALS = "operator_approvals"
EVENTS = "channel_ingress_events"
REQUESTS = "channel_pairing_requests"
CLAIMS = ("approvals-token", "ingress-idempotency", "pairing", "pairing-cap")
# An approval that is asked for at noon ends after two minutes.
END = NOON + 2 * MINUTE


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(SPECS / "registry.yaml")


@pytest.fixture(scope="module")
def follower(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Follower]:
    """TLC in a warm worker, which all tests share."""
    with open_engine(RunOptions().engine, [RunSize.SMALL] * 4, toolchain) as launch_for:
        launch, folder = launch_for(RunSize.SMALL), tmp_path_factory.mktemp("runs")
        yield Follower(toolchain=toolchain, launch=launch, folder=folder, timeout=120.0)


@pytest.fixture
def compared(registry: Registry, follower: Follower) -> Compared:
    """Compares snapshots with one claim."""
    suite = load_snapshots(registry)
    reader = RegistryFiles(registry).reader

    def compare(claim: str, *paths: Path) -> TraceReport:
        told = snapshot_events(suite, paths, IdNames(shown=True))
        (events,) = (one.events for one in told.claims if one.claim == claim)
        read = partial(given_event_log, "event", events)
        return answer_about_log(validation(registry.claim(claim), read, follower, reader))

    return compare


@pytest.mark.parametrize("claim", CLAIMS)
def test_rows_that_the_published_code_made_fit(
    compared: Compared, tmp_path: Path, claim: str
) -> None:
    report = compared(claim, snapshot(tmp_path, "busy-1"), snapshot(tmp_path, "busy-2"))
    assert report.answer is FitAnswer.FITS, report.reason
    assert report.segments >= 5


@pytest.mark.parametrize("claim", ["pairing", "pairing-cap"])
def test_files_that_the_published_code_made_fit(compared: Compared, claim: str) -> None:
    report = compared(claim, ROWS / "files-1", ROWS / "files-2")
    assert report.answer is FitAnswer.FITS, report.reason


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_record_that_never_met_the_situation_is_thin(
    compared: Compared, tmp_path: Path, claim: str
) -> None:
    report = compared(claim, snapshot(tmp_path, "quiet"))
    assert report.answer is FitAnswer.THIN
    assert [row.name for row in report.coverage if row.is_thin]


def test_one_snapshot_is_thin_for_a_claim_that_needs_a_step_between_two(
    compared: Compared, tmp_path: Path
) -> None:
    report = compared("pairing", snapshot(tmp_path, "busy-1"))
    assert [row.name for row in report.coverage if row.is_thin] == ["approve"]


def test_the_published_code_lets_an_approval_be_used_seconds_after_its_end(
    compared: Compared, tmp_path: Path
) -> None:
    report = compared("approvals-token", snapshot(tmp_path, "late"))
    assert_stops(report, "late", "use", breaks="InTime")


def assert_stops(report: TraceReport, key: str, kind: str, breaks: str = "") -> None:
    """Assert which segment alone does not fit, at which kind of event, and what a red breaks."""
    answer = FitAnswer.VIOLATES if breaks else FitAnswer.DOES_NOT_FIT
    assert report.answer is answer, report.reason
    (misfit,) = report.misfits
    assert (misfit.violation.property if misfit.violation else "") == breaks
    assert any(key in one for one in misfit.keys), misfit.keys
    assert misfit.stopped is not None
    assert misfit.stopped.kind == kind
    assert misfit.fitted < misfit.events


@pytest.mark.parametrize(
    ("change", "key", "kind", "breaks"),
    [
        pytest.param(
            put(APPROVALS, "used", resolved_at_ms=END, consumed_at_ms=END + 1),
            "used",
            "allow",
            "InTime",
            id="decided at its end",
        ),
        pytest.param(
            put(APPROVALS, "used", consumed_at_ms=END),
            "used",
            "use",
            "InTime",
            id="used at its end",
        ),
        pytest.param(
            put(APPROVALS, "denied", consumed_at_ms=NOON + 70 * SECOND),
            "denied",
            "use",
            "",
            id="used although denied",
        ),
        pytest.param(
            put(APPROVALS, "unanswered", consumed_at_ms=NOON + 140 * SECOND),
            "unanswered",
            "use",
            "",
            id="used although nobody answered",
        ),
        pytest.param(
            put(APPROVALS, "open", consumed_at_ms=NOON + 235 * SECOND),
            "open",
            "use",
            "",
            id="used before the decision",
        ),
        pytest.param(
            put(APPROVALS, "unanswered", resolved_at_ms=NOON + 60 * SECOND),
            "unanswered",
            "time-out",
            "",
            id="expired before its end",
        ),
        pytest.param(
            add(APPROVALS, "used", consumed_at_ms=NOON + 22 * SECOND),
            "used",
            "use",
            "UsedOnce",
            id="used twice",
        ),
    ],
)
def test_a_fault_seeded_into_approvals_is_found(
    compared: Compared, tmp_path: Path, change: Change, key: str, kind: str, breaks: str
) -> None:
    report = compared("approvals-token", snapshot(tmp_path, "busy-1", change))
    assert_stops(report, key, kind, breaks)


def test_a_second_use_between_two_snapshots_is_found(compared: Compared, tmp_path: Path) -> None:
    later = put(APPROVALS, "used", consumed_at_ms=NOON + 30 * SECOND)
    second = snapshot(tmp_path, "busy-2", later)
    report = compared("approvals-token", snapshot(tmp_path, "busy-1"), second)
    assert_stops(report, "used", "use", breaks="UsedOnce")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(put(EVENTS, "at once", status="claimed"), id="claimed although done"),
        pytest.param(
            put(EVENTS, "at once", attempts=1, last_attempt_at=NOON + 7 * MINUTE),
            id="given back although done",
        ),
    ],
)
def test_a_fault_seeded_into_messages_is_found(
    compared: Compared, tmp_path: Path, change: Change
) -> None:
    report = compared("ingress-idempotency", snapshot(tmp_path, "busy-1", change))
    assert_stops(report, "at once", "take")


@pytest.mark.parametrize(
    ("change", "breaks"),
    [
        pytest.param(
            put(EVENTS, "at once", completed_at=NOON + 20 * MINUTE),
            "AtMostOnce",
            id="done a second time",
        ),
        pytest.param(put(EVENTS, "at once", attempts=1), "", id="another attempt although done"),
        pytest.param(
            put(EVENTS, "at once", status="failed", completed_at=None),
            "",
            id="failed although done",
        ),
        pytest.param(
            put(EVENTS, "at once", status="claimed", completed_at=None),
            "",
            id="claimed although done",
        ),
    ],
)
def test_a_fault_between_two_snapshots_of_messages_is_found(
    compared: Compared, tmp_path: Path, change: Change, breaks: str
) -> None:
    second = snapshot(tmp_path, "busy-2", change)
    report = compared("ingress-idempotency", snapshot(tmp_path, "busy-1"), second)
    assert_stops(report, "at once", "take", breaks)


@pytest.mark.parametrize(
    ("change", "key", "kind"),
    [
        pytest.param(
            put(
                REQUESTS,
                "carol",
                created_at="2026-01-15T12:50:00.000Z",
                last_seen_at="2026-01-15T12:50:00.000Z",
            ),
            "carol",
            "ask-again",
            id="a new time of creation for the same code",
        ),
        pytest.param(
            put(REQUESTS, "erin", last_seen_at="2026-01-15T13:24:00.001Z"),
            "carol",
            "another-write",
            id="still there when another one is written after its end",
        ),
        pytest.param(
            put(REQUESTS, "carol", last_seen_at="2026-01-15T13:24:00.001Z"),
            "carol",
            "ask-again",
            id="refreshed after its end",
        ),
    ],
)
def test_a_fault_seeded_into_pairing_is_found(
    compared: Compared, tmp_path: Path, change: Change, key: str, kind: str
) -> None:
    second = snapshot(tmp_path, "busy-2", change)
    report = compared("pairing", snapshot(tmp_path, "busy-1"), second)
    assert_stops(report, key, kind)


def test_at_its_limit_a_request_is_still_refreshed_and_left_alone(
    compared: Compared, tmp_path: Path
) -> None:
    limit = put(REQUESTS, "carol", last_seen_at="2026-01-15T13:24:00.000Z")
    paths = snapshot(tmp_path, "busy-1"), snapshot(tmp_path, "busy-2", limit)
    assert compared("pairing", *paths).answer is FitAnswer.FITS


def test_a_fourth_live_request_is_found(compared: Compared, tmp_path: Path) -> None:
    fourth = add(
        REQUESTS,
        "carol",
        request_id="dave",
        code="EMU3AHQY",
        created_at="2026-01-15T12:25:00.000Z",
        last_seen_at="2026-01-15T12:25:00.000Z",
    )
    report = compared("pairing-cap", snapshot(tmp_path, "busy-1", fourth))
    assert_stops(report, "dave", "ask", breaks="PendingCap")


def test_a_fourth_request_fits_where_the_first_has_ended(
    compared: Compared, tmp_path: Path
) -> None:
    fourth = add(
        REQUESTS,
        "carol",
        request_id="dave",
        code="EMU3AHQY",
        created_at="2026-01-15T13:04:00.001Z",
        last_seen_at="2026-01-15T13:04:00.001Z",
    )
    report = compared("pairing-cap", snapshot(tmp_path, "busy-1", fourth))
    assert report.answer is FitAnswer.FITS, report.reason
