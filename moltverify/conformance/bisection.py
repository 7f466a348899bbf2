"""The releases between which a claim's result changes, found with few replays.

Releases between two that were replayed with the same result are taken to have it too. A fault that
came and went between two of them is not seen; `conform --all` replays every release.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from moltverify.conformance.results import ReplayFinding
from moltverify.conformance.stretches import stretches
from moltverify.releases.package import Package

Replayer = Callable[[Package], ReplayFinding]


class DriftRange(Struct, frozen=True):
    """A drift's reason, the first and the last release with it, and the first one without it after.

    `fixed` is empty if the newest release has the drift.
    """

    reason: str
    first: str
    last: str
    fixed: str = ""


def bisect(releases: Sequence[Package], replay: Replayer) -> dict[str, ReplayFinding]:
    """Return the findings of the releases that were replayed, by label, in the releases' order.

    Of each two neighbours with different results among them, no release lies in between.
    """
    found: dict[int, ReplayFinding] = {}

    def finding(place: int) -> ReplayFinding:
        if place not in found:
            found[place] = replay(releases[place])
        return found[place]

    waiting = [(0, len(releases) - 1)] if releases else []
    while waiting:
        first, last = waiting.pop()
        if signature(finding(first)) == signature(finding(last)) or last - first < 2:
            continue
        middle = (first + last) // 2
        waiting += [(first, middle), (middle, last)]
    return {releases[place].label: found[place] for place in sorted(found)}


def signature(finding: ReplayFinding) -> tuple[object, ...]:
    """Return what two releases with the same result have in common."""
    reasons = tuple(sorted(one.known for one in finding.examples))
    return finding.status, reasons, finding.reason


def drift_ranges(findings: Sequence[ReplayFinding]) -> list[DriftRange]:
    """Return each stretch of releases with a drift; the findings are in the releases' order."""
    ranges: list[DriftRange] = []
    for reason in dict.fromkeys(one.known for finding in findings for one in finding.examples):
        ranges += ranges_of(reason, findings)
    return ranges


def ranges_of(reason: str, findings: Sequence[ReplayFinding]) -> list[DriftRange]:
    """Return the stretches of releases with one drift.

    A release in which its calls could not be made ends no stretch: nothing is known of it.
    """
    replays = (
        (one.label, any(example.known == reason for example in one.examples), bool(one.replayed))
        for one in findings
    )
    return [DriftRange(reason, *stretch) for stretch in stretches(replays)]
