"""The history of verdicts: appended, never doubled, and refused if it is something else."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.site.history_page import ChartSeries, bar_chart, changed_claims, series_of
from moltverify.site.run_history import (
    ClaimVerdict,
    RunEntry,
    read_history,
    run_entry,
    with_entry,
    write_history,
)
from moltverify.suite.verdict import Verdict
from tests.report.elements import read_html
from tests.site.made import REPLAYS, sample_contents


@pytest.fixture
def entry() -> RunEntry:
    return run_entry(sample_contents(*REPLAYS))


def later(entry: RunEntry, day: int, **more: object) -> RunEntry:
    return replace(entry, run=f"run-{day}", started=f"2027-01-{day:02}T00:00:00+00:00", **more)


def test_an_entry_counts_models_and_what_the_newest_release_does(entry: RunEntry) -> None:
    assert (entry.newest, entry.holds, entry.laxer) == ("hinge@2.0.0", 1, 1)
    assert entry.claims["door"] == ClaimVerdict(Verdict.AS_EXPECTED, 3)
    assert entry.claims["torn"].verdict is Verdict.BROKEN
    assert 0 < entry.as_expected < entry.models


def test_a_history_is_read_as_it_was_written(tmp_path: Path, entry: RunEntry) -> None:
    file = tmp_path / "history.json"
    assert read_history(file) == ()
    write_history(file, [entry, later(entry, 2)])
    assert read_history(file) == (entry, later(entry, 2))


def test_a_site_made_twice_from_one_run_adds_one_entry(entry: RunEntry) -> None:
    runs = with_entry((), entry)
    changed = replace(entry, laxer=5)
    assert with_entry(runs, changed) == (changed,)


def test_entries_are_in_the_order_of_their_time(entry: RunEntry) -> None:
    assert with_entry([later(entry, 3)], later(entry, 2)) == (later(entry, 2), later(entry, 3))


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}', "not json", "\x00"])
def test_another_file_is_refused_and_stays(tmp_path: Path, content: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(UsageError, match="is no history"):
        read_history(file)
    assert file.read_text() == content


def test_a_history_of_another_format_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_text('{"format": 99, "runs": []}')
    with pytest.raises(UsageError, match="has format 99"):
        read_history(file)


def test_a_claim_whose_verdict_changed_is_told_with_both(entry: RunEntry) -> None:
    broken = entry.claims | {"door": ClaimVerdict(Verdict.BROKEN, None)}
    runs = [entry, later(entry, 2, claims=broken), later(entry, 3, claims=broken)]
    ((run, claim, before, after),) = changed_claims(runs)
    assert (run.run, claim, before, after) == (
        "run-2", "door", Verdict.AS_EXPECTED, Verdict.BROKEN,
    )  # fmt: skip


def test_bars_reach_from_zero_to_the_largest_value() -> None:
    chart = read_html(bar_chart(ChartSeries("States", (0, 5, 10), "S")).encode())
    heights = [float(one.attributes["height"]) for one in chart.all("rect")]
    assert heights == [0, 50, 100]
    assert chart.one("svg").attributes["aria-label"] == "States: 10 in the last of 3 runs"


def test_a_chart_of_nothing_but_zeros_is_empty_and_no_error() -> None:
    chart = read_html(bar_chart(ChartSeries("Wrong", (0,), "L")).encode())
    assert [one.attributes["height"] for one in chart.all("rect")] == ["0.00"]


def test_without_replays_no_chart_is_about_releases() -> None:
    titles = [one.title for one in series_of([run_entry(sample_contents())])]
    assert not any("release" in title for title in titles)
