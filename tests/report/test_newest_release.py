"""What reports say first: what does not hold in the newest release on record."""

import pytest
from msgspec.structs import replace

from moltverify.conformance.records import Status
from moltverify.conformance.results import ReplayFinding
from moltverify.report.extra_findings import Further
from moltverify.report.files.formats import FORMATS
from moltverify.report.files.github import step_summary
from moltverify.report.newest_release import NewestRelease, newest_release, shown_verdict
from moltverify.report.pages.markdown import suite_markdown
from moltverify.store.findings import Dated
from moltverify.suite.verdict import Verdict
from tests.report import sample


def finding(claim: str, version: str, status: Status) -> ReplayFinding:
    return ReplayFinding(claim=claim, model=claim, package="hinge", version=version, status=status)


RECORDED = (
    finding("door", "1.0", Status.CONFORMS),
    finding("door", "2.0", Status.LAXER),
    finding("lamp", "2.0", Status.STRICTER),
)
GOOD = sample.part("door", "lamp")


def newest(*recorded: ReplayFinding) -> NewestRelease:
    found = newest_release(Further(recorded=recorded), sample.registry(), {"door", "lamp"})
    assert found is not None
    return found


def text(*recorded: ReplayFinding) -> str:
    shown = newest(*recorded) if recorded else None
    return suite_markdown(GOOD, sample.registry(), shown, traces=False)


def test_the_newest_release_is_that_with_the_highest_version() -> None:
    assert newest(*RECORDED).release == "hinge@2.0"
    assert newest(*reversed(RECORDED)).release == "hinge@2.0"


def test_without_a_record_there_is_no_newest_release() -> None:
    assert newest_release(Further(), sample.registry(), {"door"}) is None
    unknown = finding("cellar", "1.0", Status.LAXER)
    assert newest_release(Further(recorded=(unknown,)), sample.registry(), {"cellar"}) is None


def test_a_replay_in_the_store_counts_before_the_record() -> None:
    later = replace(RECORDED[1], status=Status.CONFORMS)
    further = Further(conformance=(Dated(later, "2026-01-01", False),), recorded=RECORDED)
    found = newest_release(further, sample.registry(), {"door", "lamp"})
    assert found is not None
    assert found.laxer == ()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (Status.CONFORMS, Verdict.AS_EXPECTED),
        (Status.STRICTER, Verdict.AS_EXPECTED),
        (Status.IN_PART, Verdict.INCONCLUSIVE),
        (Status.LAXER, Verdict.UNEXPECTED),
    ],
)
def test_the_worst_answer_gives_the_line_its_colour(status: Status, verdict: Verdict) -> None:
    assert newest(RECORDED[2], finding("door", "2.0", status)).verdict is verdict


def test_only_a_laxer_release_spoils_the_title() -> None:
    assert GOOD.verdict is Verdict.AS_EXPECTED
    assert shown_verdict(GOOD, newest(*RECORDED)) is Verdict.UNEXPECTED
    assert shown_verdict(GOOD, newest(RECORDED[2])) is Verdict.AS_EXPECTED
    assert shown_verdict(GOOD, None) is Verdict.AS_EXPECTED


def test_markdown_says_first_what_does_not_hold() -> None:
    title, line, laxer, models = text(*RECORDED).split("\n\n")[:4]
    assert title.startswith("## ❌ ")
    assert line.startswith("❌ In hinge@<!-- -->2.0, the newest release on record, 1 of 2 claims")
    assert laxer == "Laxer than its claim: <code>door</code>."
    assert models.startswith("Models: ")


def test_markdown_s_table_has_a_column_for_the_newest_release() -> None:
    rows = [one for one in text(*RECORDED).splitlines() if one.startswith("|")]
    assert [one.split(" | ")[-1] for one in rows if "---" not in one] == [
        "hinge@<!-- -->2.0 |",
        "❌ laxer |",
        "✅ stricter |",
    ]
    assert len({one.count("|") for one in rows}) == 1


def test_without_a_record_markdown_has_neither() -> None:
    assert "newest release" not in text()
    assert text().startswith("## ✅ ")
    assert "laxer" not in text()


def test_the_markdown_format_and_the_step_s_summary_take_the_record() -> None:
    further = Further(recorded=RECORDED)
    summary = step_summary(GOOD, sample.registry(), further)
    assert "1 of 2 claims does not hold" in summary.decode()
    assert FORMATS["markdown"](GOOD, sample.registry(), sample.sources(), further) == summary
