"""When verdicts were found: a cached one is from an earlier run than the one that shows it."""

from datetime import UTC, datetime

from moltverify.store.runs import STAMP
from moltverify.suite.results import ModelResult, SuiteResult


def verdict_time(result: ModelResult, suite: SuiteResult) -> str:
    """Return when a model ran, as ISO 8601 in UTC; for a run without logs, the suite's start."""
    # The folder of the logs is named by the time of the run that made them.
    stamp = result.logs.partition("/")[0].rpartition("-")[0]
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).isoformat()
    except ValueError:
        return suite.started


def verdict_times(suite: SuiteResult) -> str:
    """Return between which days the verdicts of a run were found, as the begin of a sentence."""
    days = sorted({verdict_time(one, suite)[:10] for one in suite.models}) or [suite.started[:10]]
    if len(days) == 1:
        return f"Checked on {days[0]}"
    return f"Checked between {days[0]} and {days[-1]}"


def checking_seconds(suite: SuiteResult) -> float:
    """Return how long TLC took for all models, also for those whose verdict was cached."""
    return sum(one.seconds for one in suite.models)
