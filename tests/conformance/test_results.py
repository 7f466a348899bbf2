"""What an invocation concludes from its findings, and its JSON form."""

import msgspec
import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status
from moltverify.conformance.results import (
    ConformanceResult,
    ReplayFinding,
    replays_to_json,
    status_counts,
)
from moltverify.errors import ExitCode


def finding(status: Status, differing: int = 0, known: int = 0) -> ReplayFinding:
    return ReplayFinding(
        claim="door",
        model="door",
        package="house",
        version="1",
        status=status,
        differing=differing,
        known=known,
        laxer=differing,
        new_laxer=differing - known,
    )


def result(*findings: ReplayFinding) -> ConformanceResult:
    return ConformanceResult(started="2026-01-01T00:00:00+00:00", seconds=1.0, findings=findings)


GOOD, ABSENT, FAILED = map(finding, (Status.CONFORMS, Status.NO_COUNTERPART, Status.NOT_RUN))
KNOWN, NEW = finding(Status.LAXER, 3, 3), finding(Status.LAXER, 3, 2)
HAS, HAS_NOT = finding(Status.HAS_FAULT, 1, 0), finding(Status.HAS_NOT)
STRICTER = replace(finding(Status.STRICTER, 3, 2), laxer=0, new_laxer=0)
UNLOADED = finding(Status.COULD_NOT_LOAD)
UNTOLD = finding(Status.CANNOT_TELL)


@pytest.mark.parametrize(
    ("findings", "code"),
    [
        ([GOOD], ExitCode.OK),
        ([GOOD, ABSENT], ExitCode.OK),
        ([GOOD, KNOWN], ExitCode.OK),
        ([GOOD, FAILED], ExitCode.NO_VERDICT),
        ([KNOWN, FAILED], ExitCode.NO_VERDICT),
        ([FAILED, NEW], ExitCode.DIFFERS),
        ([STRICTER], ExitCode.OK),
        ([UNLOADED], ExitCode.NO_VERDICT),
        ([GOOD, HAS_NOT], ExitCode.OK),
        ([HAS_NOT, UNTOLD], ExitCode.NO_VERDICT),
        ([UNTOLD, HAS], ExitCode.DIFFERS),
        ([], ExitCode.NO_VERDICT),
    ],
)
def test_only_new_drift_a_fault_and_what_is_not_known_fail(
    findings: list[ReplayFinding], code: ExitCode
) -> None:
    assert result(*findings).exit_code is code


def test_what_is_not_on_record_is_new() -> None:
    assert (KNOWN.new, NEW.new) == (0, 1)


def test_a_release_may_have_no_version() -> None:
    assert GOOD.label == "house@1"
    assert replace(GOOD, version="").label == "house"


def test_statuses_are_counted_from_good_to_bad() -> None:
    assert status_counts([NEW, GOOD, FAILED, GOOD]) == {
        Status.CONFORMS: 2,
        Status.NOT_RUN: 1,
        Status.LAXER: 1,
    }
    assert list(status_counts([NEW, GOOD])) == [Status.CONFORMS, Status.LAXER]


def test_the_json_form_holds_everything_and_names_its_format() -> None:
    whole = result(GOOD, NEW)
    content = replays_to_json(whole)
    assert msgspec.json.decode(content, type=ConformanceResult) == whole
    assert msgspec.json.decode(content)["format"] == 2


def test_the_json_form_leaves_out_what_is_empty() -> None:
    (only,) = msgspec.json.decode(replays_to_json(result(GOOD)))["findings"]
    assert set(only) == {"claim", "model", "package", "version", "status"}
