"""When verdicts were found, which for a cached one is before the run that shows it."""

from msgspec.structs import replace

from moltverify.suite.verdict_times import checking_seconds, verdict_time, verdict_times
from tests.report import sample

SUITE = replace(sample.part("door", "lamp"), started="2026-03-09T10:00:00+00:00")
DOOR, LAMP = SUITE.models


def test_the_time_is_that_of_the_run_that_has_the_models_logs() -> None:
    cached = replace(DOOR, logs="20260301-231500-1a2b3c/models/door", cached=True)
    assert verdict_time(cached, SUITE) == "2026-03-01T23:15:00+00:00"


def test_logs_without_a_time_say_nothing_so_the_run_counts() -> None:
    for logs in ("", "x", "20261399-000000-1a2b3c/models/door", "../../etc"):
        assert verdict_time(replace(DOOR, logs=logs), SUITE) == SUITE.started


def test_the_days_of_all_verdicts_are_told_as_one_day_or_as_two() -> None:
    old = replace(DOOR, logs="20260301-231500-1a2b3c/models/door")
    new = replace(LAMP, logs="20260309-100000-1a2b3c/models/lamp")
    assert verdict_times(replace(SUITE, models=(new,))) == "Checked on 2026-03-09"
    assert verdict_times(replace(SUITE, models=(new, old))) == (
        "Checked between 2026-03-01 and 2026-03-09"
    )
    assert verdict_times(replace(SUITE, models=())) == "Checked on 2026-03-09"


def test_the_time_of_checking_counts_cached_models_too() -> None:
    models = (replace(DOOR, seconds=1.5, cached=True), replace(LAMP, seconds=2.0))
    assert checking_seconds(replace(SUITE, models=models, seconds=0.1)) == 3.5
