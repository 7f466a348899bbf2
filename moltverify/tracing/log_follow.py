"""All segments of a log, followed in parts that run at the same time."""

from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from moltverify.tracing.follow_run import FollowedRun, Follower
from moltverify.tracing.following import Following
from moltverify.tracing.log_batches import batches
from moltverify.tracing.log_segments import LogSegment


class Followed(Struct, frozen=True):
    """The result of following all segments: the counts of those that fit, and the other ones."""

    counts: dict[LogSegment, tuple[int, ...]]
    others: tuple[LogSegment, ...]
    states: int


def follow_all(following: Following, follower: Follower, jobs: int) -> Followed:
    """Return which segments fit; raises UndecidedError."""
    parts = list(batches(following, follower))

    def run(part: tuple[LogSegment, ...]) -> FollowedRun:
        return follower.run(following.of(part))

    with ThreadPoolExecutor(jobs) as pool:
        runs = list(pool.map(run, parts))
    counts = {
        part[number]: own
        for part, one in zip(parts, runs, strict=True)
        for number, own in one.told.counts.items()
    }
    others = tuple(one for one in following.segments if one not in counts)
    return Followed(counts, others, sum(one.statistics.distinct or 0 for one in runs))
