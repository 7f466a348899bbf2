"""What the terminal and the page say in the same words about copies of a system's state."""

from collections import Counter

from moltverify.plural import counted
from moltverify.tracing.snapshot_answers import SnapshotReport

NOT_LOOKED_AT = "not looked at"


def sum_words(report: SnapshotReport) -> str:
    """Return how many claims have which answer, the most frequent first."""
    words = Counter(
        one.report.answer.value.upper() if one.report else NOT_LOOKED_AT for one in report.claims
    )
    answers = ", ".join(f"{number} {word}" for word, number in words.most_common())
    return f"{counted(len(report.claims), 'claim')}: {answers}"
