"""Whether a mapping notices what is wrong with a log: seeded logs, followed by TLC."""

from collections.abc import Sequence

from moltverify.tlc.trace import Trace
from moltverify.tracing.behaviours import steps_of_design
from moltverify.tracing.follow_run import Follower, value_of
from moltverify.tracing.following import AT, SEGMENT, Following
from moltverify.tracing.log_follow import follow_all
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.seeded_logs import SeededFault, SeededLog, seeded_logs
from moltverify.tracing.trace_answers import AcceptedLog, LogProof

MOST_TOLD = 20  # accepted logs whose steps are looked up
FEWEST_OF_KIND = 4  # seeded faults of one kind of event, below which their fates say little


def log_proof(
    following: Following, segments: Sequence[LogSegment], follower: Follower, jobs: int, count: int
) -> LogProof:
    """Return which seeded logs still fit, each with the behaviour by which the model allows it.

    `segments` are those that fit. Raises UndecidedError.
    """
    seeded = seeded_logs(segments, following.mapping, count)
    asked = following.of([one.segment for one in seeded])
    fitting = follow_all(asked, follower, jobs).counts
    accepted = [one for one in seeded if one.segment in fitting]
    told = [steps_taken(one, following, follower) for one in accepted[:MOST_TOLD]]
    return LogProof(
        seeded=len(seeded),
        accepted=tuple(
            accepted_log(one, told[number] if number < len(told) else ())
            for number, one in enumerate(accepted)
        ),
        unnoticed=tuple(unnoticed_kinds(seeded, accepted)),
    )


def unnoticed_kinds(seeded: Sequence[SeededLog], accepted: Sequence[SeededLog]) -> list[str]:
    """Return the kinds of events about which no seeded fault is noticed."""
    all_of = [one.event.kind for one in seeded]
    fitting = [one.event.kind for one in accepted]
    return [
        kind
        for kind in dict.fromkeys(all_of)
        if FEWEST_OF_KIND <= all_of.count(kind) == fitting.count(kind)
    ]


def steps_taken(one: SeededLog, following: Following, follower: Follower) -> tuple[str, ...]:
    """Return the actions by which the model has the events around a fault."""
    asked = following.of([one.segment]).to(f"~MoltverifyEnds({SEGMENT}, {AT})")
    trace = follower.run(asked).trace or Trace()
    # From the event before the fault to the one after it.
    return tuple(
        step.action.name
        for step, told in zip(steps_of_design(trace, asked), trace.steps, strict=True)
        if step.action and isinstance(at := value_of(told, AT), int) and one.at <= at <= one.at + 2
    )


def accepted_log(one: SeededLog, steps: tuple[str, ...]) -> AcceptedLog:
    """Return why the model allows a seeded log, with the steps that it takes there."""
    return AcceptedLog(
        fault=one.fault.value,
        place=str(one.event.place),
        kind=one.event.kind,
        words=one.words,
        reason=acceptance_reason(one),
        steps=steps,
    )


def acceptance_reason(one: SeededLog) -> str:
    """Return what about the model allows a seeded log."""
    match one.fault:
        case SeededFault.DROPPED:
            return "the model allows the events after it without it"
        case SeededFault.DOUBLED:
            return "the model allows its step twice in a row here"
        case SeededFault.SWAPPED:
            return "the model allows the two events in either order here"
        case _:
            return "the model allows this value here"
