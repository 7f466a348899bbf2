"""Which designs have the behaviour of a log that does not fit the green.

A red that has it, and whose property breaks on the way, is a counterexample that really happened.
The green is asked as well, for behaviours that break a property: with constants of the log, it may
do what it does not do with those that were checked.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from moltverify.errors import UsageError
from moltverify.registry.records import Claim, Role
from moltverify.tla.dependencies import DependencyReader
from moltverify.tlc.trace import Trace
from moltverify.tracing.behaviours import event_places, steps_of_design
from moltverify.tracing.follow_run import FollowedRun, Follower, UndecidedError, value_of
from moltverify.tracing.followed_design import FollowedDesign, followed_design
from moltverify.tracing.following import AT, BROKEN, SEGMENT, Following, Keeping
from moltverify.tracing.log_batches import batches
from moltverify.tracing.log_segments import LogSegment
from moltverify.tracing.trace_answers import DesignOfLog, LoggedViolation

BROKEN_AT_END = f"~(MoltverifyEnds({SEGMENT}, {AT}) /\\ MoltverifyBrokenNow # 0)"


class DesignAnswer(Struct, frozen=True):
    """A design, and for segments that it has the numbers of broken properties, 0 for none.

    `failure` is why TLC could not follow the log with it, if it could not.
    """

    design: FollowedDesign
    broken: Mapping[LogSegment, set[int]]
    failure: str = ""

    def of(self, segment: LogSegment) -> DesignOfLog | None:
        """Return what the design says of a segment, or None if it does not have it."""
        marks = self.broken.get(segment)
        # Of the green only what breaks a property: else the segment would fit.
        if not marks or (self.design.model.role is Role.GREEN and marks == {0}):
            return None
        worst = max(marks)
        breaks = self.design.properties[worst - 1].name if worst else ""
        return DesignOfLog(self.design.model.id, self.design.model.sentence, breaks)


def designs_of_log(
    claim: Claim,
    following: Following,
    segments: Sequence[LogSegment],
    follower: Follower,
    reader: DependencyReader,
) -> list[DesignAnswer]:
    """Return what the green and each red say of segments."""
    answers = []
    for design in (following.design, *red_designs(claim, reader)):
        asked = marking(following, design).of(segments)
        try:
            broken = {
                part[number]: marks
                for part in batches(asked, follower)
                for number, marks in follower.run(asked.of(part)).told.broken.items()
            }
        except UndecidedError as error:
            answers.append(DesignAnswer(design, {}, str(error)))
        else:
            answers.append(DesignAnswer(design, broken))
    return answers


def red_designs(claim: Claim, reader: DependencyReader) -> Iterator[FollowedDesign]:
    """Yield the reds that can be followed."""
    for red in claim.reds:
        try:
            yield followed_design(red, reader)
        except UsageError:
            continue  # its specification is of another form


def marking(following: Following, design: FollowedDesign) -> Following:
    """Return the question whether a design has a behaviour, and which property it breaks."""
    return replace(
        following, design=design, counted=(), keeping=Keeping.GOES_ON, tells_progress=False
    )


def logged_violation(
    claim: Claim,
    following: Following,
    segment: LogSegment,
    answers: Sequence[DesignAnswer],
    follower: Follower,
) -> LoggedViolation | None:
    """Return the behaviour of the first design that breaks a property, if there is one."""
    for answer in answers:
        found = answer.of(segment)
        if found is None or not found.breaks:
            continue
        asked = replace(marking(following, answer.design).of([segment]), goal=BROKEN_AT_END)
        run = follower.run(asked)
        if run.trace and run.trace.steps:
            return violation_in(run, run.trace, claim, asked)
    return None


def violation_in(
    run: FollowedRun, trace: Trace, claim: Claim, following: Following
) -> LoggedViolation:
    """Return what a behaviour breaks, and where.

    A mark comes one state after the one that breaks a property, and with the step that does. Of
    the last state TLC has printed it.
    """
    design, marks = following.design, [value_of(step, BROKEN) for step in trace.steps]
    marked = next((place for place, mark in enumerate(marks) if mark), None)
    number = marks[marked] if marked is not None else max(run.told.broken[0])
    assert isinstance(number, int)
    broken = design.properties[number - 1]
    state = len(marks) if marked is None else marked + (1 if broken.steps else 0)
    return LoggedViolation(
        model=design.model.id,
        sentence=design.model.sentence,
        property=broken.name,
        says=claim.properties.get(broken.name, ""),
        state=state,
        by_step=broken.steps,
        behaviour=Trace(steps_of_design(trace, following)),
        places=event_places(trace, following.segments[0]),
    )
