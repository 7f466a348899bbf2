"""Which releases are affected: by their own finding, by their neighbours, or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moltverify.conformance.affected import (
    AffectedRange,
    Answer,
    Timeline,
    affected_ranges,
    is_open,
    judge_release,
    labels_of,
    timeline_of,
    timelines_of,
)
from moltverify.conformance.affected_report import (
    AffectedReport,
    affected_to_json,
    judged_release,
    release_runs,
    resolved_release,
)
from moltverify.conformance.drift_record import FORMAT, RecordFile, alike_releases
from moltverify.conformance.records import Status
from moltverify.errors import ExitCode, UsageError
from moltverify.registry.records import Advisory
from tests.conformance.test_known_drift import finding
from tests.report import sample

HOLDS, LAXER, GONE = Status.CONFORMS, Status.LAXER, Status.NO_COUNTERPART
UNKNOWN = [
    Status.IN_PART,
    Status.NO_COUNTERPART,
    Status.SYMBOL_MOVED,
    Status.COULD_NOT_LOAD,
    Status.NOT_RUN,
    Status.CANNOT_TELL,
]


def timeline(**statuses: Status) -> Timeline:
    """The releases of a house, such as v1=CONFORMS."""
    return timeline_of(
        finding(f"house@{name[1:].replace('_', '.')}", status=status)
        for name, status in statuses.items()
    )


def answer(known: Timeline, version: str) -> Answer:
    return judge_release("door", known, f"house@{version}").answer


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.CONFORMS, Answer.HOLDS),
        (Status.STRICTER, Answer.STRICTER),
        (Status.LAXER, Answer.LAXER),
        *((status, Answer.UNKNOWN) for status in UNKNOWN),
    ],
)
def test_only_what_conforms_or_is_stricter_holds(status: Status, expected: Answer) -> None:
    judged = judge_release("door", timeline(v1=status), "house@1")
    assert (judged.answer, judged.status, judged.by) == (expected, status.value, ())


def test_a_release_without_a_finding_has_the_answer_of_neighbours_that_agree() -> None:
    judged = judge_release("door", timeline(v3=LAXER, v1=LAXER, v9=HOLDS), "house@2")
    assert (judged.answer, judged.by) == (Answer.LAXER, ("house@1", "house@3"))


def test_a_release_between_one_that_conforms_and_a_stricter_one_holds() -> None:
    assert answer(timeline(v1=HOLDS, v3=Status.STRICTER), "2") is Answer.HOLDS


@pytest.mark.parametrize("other", [HOLDS, *UNKNOWN])
def test_neighbours_that_differ_leave_it_unknown(other: Status) -> None:
    assert answer(timeline(v1=LAXER, v3=other), "2") is Answer.UNKNOWN
    assert answer(timeline(v1=other, v3=LAXER), "2") is Answer.UNKNOWN


def test_an_unknown_neighbour_is_named_with_its_status() -> None:
    judged = judge_release("door", timeline(v1=LAXER, v3=GONE), "house@2")
    assert judged.reason == "house@1: LAXER; house@3: NO COUNTERPART"


def test_a_release_newer_than_all_on_record_is_judged_by_the_newest() -> None:
    judged = judge_release("door", timeline(v1=HOLDS, v2=LAXER), "house@3")
    assert (judged.answer, judged.by) == (Answer.LAXER, ("house@2",))


def test_of_a_release_older_than_all_on_record_nothing_is_known() -> None:
    judged = judge_release("door", timeline(v2=HOLDS), "house@1")
    assert (judged.answer, judged.reason) == (Answer.UNKNOWN, "older than all releases on record")


def test_a_claim_without_a_record_is_unknown() -> None:
    judged = judge_release("door", (), "house@1")
    assert (judged.answer, judged.reason) == (Answer.UNKNOWN, "nothing on record")


def test_a_range_goes_over_unknown_releases_and_ends_at_one_that_holds() -> None:
    known = timeline(v1=HOLDS, v2=LAXER, v3=GONE, v4=LAXER, v5=GONE, v6=HOLDS, v7=LAXER, v8=GONE)
    assert affected_ranges(known) == (
        AffectedRange("house@2", "house@4", "house@6"),
        AffectedRange("house@7", "house@7"),
    )


@given(st.lists(st.sampled_from(Status), max_size=12), st.integers(0, 13))
def test_no_answer_is_good_next_to_a_release_that_is_not(
    statuses: list[Status], place: int
) -> None:
    known = timeline(**{f"v{2 * number}": status for number, status in enumerate(statuses)})
    version = 2 * place - 1
    near = [one for number, one in enumerate(statuses) if abs(2 * number - version) == 1]
    good = {Status.CONFORMS, Status.STRICTER}
    if answer(known, str(version)).is_good and 0 < version < 2 * len(statuses):
        assert set(near) <= good


@given(st.lists(st.sampled_from(Status), min_size=1, max_size=12))
def test_each_laxer_release_is_in_one_range_and_no_good_one_in_any(statuses: list[Status]) -> None:
    known = timeline(**{f"v{number}": status for number, status in enumerate(statuses)})
    numbers = [
        (int(one.first.partition("@")[2]), int(one.last.partition("@")[2]))
        for one in affected_ranges(known)
    ]
    for number, status in enumerate(statuses):
        inside = sum(first <= number <= last for first, last in numbers)
        assert inside <= 1
        if status is LAXER:
            assert inside == 1
        if status in (Status.CONFORMS, Status.STRICTER):
            assert inside == 0


def test_the_record_s_file_is_read_in_the_order_of_the_releases() -> None:
    groups = alike_releases([finding("hut@10"), finding("house@9", status=HOLDS), finding("hut@8")])
    known = timelines_of(RecordFile(FORMAT, {"door": groups}))
    assert labels_of(known) == ["hut@8", "house@9", "hut@10"]
    assert [(run.answer, run.releases) for run in release_runs(known["door"])] == [
        (Answer.LAXER, ("hut@8",)),
        (Answer.HOLDS, ("house@9",)),
        (Answer.LAXER, ("hut@10",)),
    ]


def test_an_advisory_is_open_in_releases_before_its_fix() -> None:
    fixed = Advisory("CVE-1", "A hole", fixed="2026.2.10")
    assert is_open(fixed, "house@2026.2.9")
    assert not is_open(fixed, "house@2026.2.10")
    assert not is_open(Advisory("CVE-1", "A hole"), "house@1")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2", "hut@2"),
        ("v3", "house@3"),
        ("3+build.7", "house@3"),
        ("house@3", "house@3"),
        ("2.5", "hut@2.5"),
        ("house@2.5", "house@2.5"),
        ("9", "house@9"),
        ("0", "hut@0"),
    ],
)
def test_a_version_belongs_to_the_name_that_the_package_had_then(text: str, label: str) -> None:
    assert resolved_release(text, ["hut@1", "hut@2", "house@3"]) == label


@pytest.mark.parametrize("text", ["latest", "house@latest", "", "shed@1", "1"])
def test_what_names_no_release_or_several_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        resolved_release(text, ["hut@1", "house@1"])


def report_of(*statuses: Status) -> AffectedReport:
    claims = sample.registry().claims[: len(statuses)]
    known = {claim.id: timeline(v1=status) for claim, status in zip(claims, statuses, strict=True)}
    judged = judged_release("house@1", claims, known, labels_of(known))
    return AffectedReport(registry="", releases=("house@1",), judged=(judged,))


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ([HOLDS, Status.STRICTER], ExitCode.OK),
        ([HOLDS, LAXER], ExitCode.DIFFERS),
        ([GONE, LAXER], ExitCode.DIFFERS),
        ([HOLDS, GONE], ExitCode.NO_VERDICT),
        ([], ExitCode.NO_VERDICT),
    ],
)
def test_the_exit_code_is_0_only_if_all_is_known_to_hold(
    statuses: list[Status], code: ExitCode
) -> None:
    assert report_of(*statuses).exit_code is code


def test_the_worst_claims_are_first_in_the_report_and_its_json() -> None:
    report = report_of(HOLDS, GONE, LAXER)
    answers = [one.judgement.answer.value for one in report.judged[0].claims]
    assert answers == ["laxer", "unknown", "holds"]
    assert affected_to_json(report).index(b'"laxer"') < affected_to_json(report).index(b'"holds"')
