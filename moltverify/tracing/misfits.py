"""Segments that do not fit: how far they do, by which behaviour, and which designs have them."""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from moltverify.registry.records import Claim
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.trace import Trace
from moltverify.tracing.behaviours import event_places, steps_of_design
from moltverify.tracing.designs_of_log import DesignAnswer, designs_of_log, logged_violation
from moltverify.tracing.follow_run import Follower, UndecidedError, without_cursor
from moltverify.tracing.following import AT, Following
from moltverify.tracing.literal_state import literal_state
from moltverify.tracing.log_batches import batches
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.plain_ids import with_plain_ids
from moltverify.tracing.stop_reasons import StopReasons, stop_reasons
from moltverify.tracing.stopping import StopPlace
from moltverify.tracing.trace_answers import Misfit, StoppedEvent

MOST_SHOWN = 5  # segments that do not fit and are looked at one by one


class MisfitSearch(Struct, frozen=True):
    """The question that some segments did not satisfy, and what it is asked with."""

    claim: Claim
    following: Following
    follower: Follower
    reader: DependencyReader

    def misfits(self, segments: Sequence[LogSegment]) -> tuple[Misfit, ...]:
        """Return the first segments that do not fit; those that break a property come first.

        Raises UndecidedError.
        """
        answers = designs_of_log(self.claim, self.following, segments, self.follower, self.reader)
        shown = sorted(segments, key=lambda one: not self.breaks(one, answers))[:MOST_SHOWN]
        fitted = self.fitted(shown)
        return tuple(self.misfit(one, fitted[one], answers) for one in shown)

    def breaks(self, segment: LogSegment, answers: Sequence[DesignAnswer]) -> bool:
        """Tell whether a design breaks a property with a segment's events."""
        return any((found := one.of(segment)) and found.breaks for one in answers)

    def fitted(self, segments: Sequence[LogSegment]) -> dict[LogSegment, int]:
        """Return how many events of each segment fit."""
        asked = replace(self.following.of(segments), tells_progress=True)
        found = dict[LogSegment, int]()
        for part in batches(asked, self.follower):
            told = self.follower.run(asked.of(part)).told.reached
            found |= {one: told.get(number, 0) for number, one in enumerate(part)}
        return found

    def misfit(self, segment: LogSegment, fitted: int, answers: Sequence[DesignAnswer]) -> Misfit:
        """Return one segment's longest prefix, the event after it, and what explains it."""
        asked = replace(self.following.of([segment]), goal=f"{AT} # {fitted}")
        trace = self.behaviour(asked)
        reasons = self.reasons(asked, trace, fitted)
        return Misfit(
            keys=segment.keys,
            events=len(segment.events),
            fitted=fitted,
            stopped=stopped_event(segment, fitted),
            blocked=reasons.blocked,
            allowed=reasons.allowed,
            more_allowed=reasons.more,
            designs=tuple(filter(None, (one.of(segment) for one in answers))),
            violation=logged_violation(self.claim, asked, segment, answers, self.follower),
            prefix=Trace(steps_of_design(trace, asked)),
            places=event_places(trace, segment),
            names=with_plain_ids(segment.events, asked.mapping.ids)[1],
        )

    def behaviour(self, asked: Following) -> Trace:
        """Return the behaviour to a goal, without states where TLC cannot print it."""
        try:
            return self.follower.run(asked).trace or Trace()
        except UndecidedError:
            # TLC ends a trace of more than 65,535 states; how much fits is known all the same.
            return Trace()

    def reasons(self, asked: Following, trace: Trace, fitted: int) -> StopReasons:
        """Return why the event after a prefix does not fit, as far as it can be told."""
        if not trace.steps:
            return StopReasons()
        state = literal_state(without_cursor(trace.steps[-1]).state)
        if state is None:
            return StopReasons()
        return stop_reasons(StopPlace(asked, asked.segments[0], fitted, state), self.follower)


def stopped_event(segment: LogSegment, at: int) -> StoppedEvent:
    """Return the event after the first `at` ones."""
    event = segment.events[at]
    text = msgspec.json.encode(event.fields).decode()
    return StoppedEvent(str(event.place), event.kind, text)
