"""The question that TLC answers about a log."""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.trace_records import TraceMapping
from moltverify.tracing.followed_design import FollowedDesign
from moltverify.tracing.log_segments import LogSegment

SEGMENT, AT, HIDDEN, SEEN, BROKEN = (
    f"moltverify{name}" for name in ("Segment", "At", "Hidden", "Seen", "Broken")
)
OWN_VARIABLES = (SEGMENT, AT, HIDDEN, SEEN, BROKEN)
STEP, HIDE = "MoltverifyStep", "MoltverifyHide"  # the names of actions, before their numbers
GOAL = "MoltverifyGoal"


class Keeping(Enum):
    """What becomes of behaviours that break a property: they end, or they go on and are marked."""

    ENDS = "ends"
    GOES_ON = "goes on"


class Following(Struct, frozen=True, kw_only=True):
    """What TLC is to find out about segments of a log.

    `counted` are names and predicates of states, each with the number up to which it is counted.
    `goal` is an invariant that TLC breaks by reaching what is sought; without one, TLC looks at
    all behaviours. With `tells_progress` it prints how far it came.
    """

    design: FollowedDesign
    mapping: TraceMapping
    segments: tuple[LogSegment, ...]
    counted: tuple[tuple[str, int], ...] = ()
    keeping: Keeping = Keeping.ENDS
    goal: str = ""
    tells_progress: bool = False

    def of(self, segments: Sequence[LogSegment]) -> "Following":
        """Return the same question about other segments."""
        return replace(self, segments=tuple(segments))

    def to(self, goal: str) -> "Following":
        """Return the question for a behaviour that breaks an invariant."""
        return replace(self, goal=goal)
