"""Rows of a sweep: the status of each instance, and how the states grow from row to row."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from moltverify.plural import counted
from moltverify.registry.expectation import MustHold, MustReach, MustViolate
from moltverify.registry.records import Role
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import is_wanted
from moltverify.sweep.ranges import Instance
from moltverify.sweep.results import InstanceRow, InstanceStatus
from moltverify.tlc.outcome import Failed, Holds, Searched, Stopped, Violated, ViolationKind

MAX_MESSAGE = 160  # characters of TLC's message in a row


def instance_row(instance: Instance, result: ModelResult, registered: Instance) -> InstanceRow:
    """Return an instance's row, without growth; `registered` is the instance of the config."""
    status, text = instance_status(result)
    trace = result.trace
    return InstanceRow(
        instance=instance,
        status=status,
        text=text,
        distinct=result.statistics.distinct,
        depth=result.statistics.depth,
        seconds=result.seconds,
        # A false ASSUME, for example, is a violation without states.
        length=len(trace.steps) if trace and trace.steps else None,
        registered=instance == registered,
        cached=result.cached,
    )


def with_growth(rows: Sequence[InstanceRow]) -> Iterator[InstanceRow]:
    """Yield the rows, each with the ratio of its distinct states to the previous row's."""
    yield from rows[:1]
    for before, row in pairwise(rows):
        # TLC stops at a counterexample, so counts of runs that break say nothing about growth.
        both_hold = before.status is InstanceStatus.HOLDS is row.status
        # Where an earlier constant grows, the last one starts again at its smallest size.
        comparable = both_hold and before.instance.fixed == row.instance.fixed
        factor = None
        if comparable and before.distinct and row.distinct:
            factor = row.distinct / before.distinct
        yield replace(row, growth=factor)


def instance_status(result: ModelResult) -> tuple[InstanceStatus, str]:
    """Return the status of an instance, and a sentence about it."""
    match result.outcome:
        case Holds():
            is_witness = result.role is Role.WITNESS
            # A witness is reached by a violation of the invariant that is added for it.
            return InstanceStatus.HOLDS, "not reached" if is_witness else "holds"
        case Searched():
            return InstanceStatus.UNDECIDED, "not decided: random traces only"
        case Violated() as violated:
            return violation_status(result, violated)
        case Stopped(reason):
            return InstanceStatus.UNDECIDED, f"not decided: {reason.value}"
        case Failed(reason, message):
            # A row of the table is one line, and TLC's messages often have several.
            line = " ".join(message.split())
            cut = line if len(line) <= MAX_MESSAGE else f"{line[: MAX_MESSAGE - 3]}..."
            return InstanceStatus.ERROR, f"{reason.value}: {cut}"


def violation_status(result: ModelResult, violated: Violated) -> tuple[InstanceStatus, str]:
    """Return the status for a violation: the expected one, another one, or a false ASSUME."""
    expected = result.expectation
    states = counted(len(violated.trace.steps), "state")
    if isinstance(expected, MustReach):
        # The expectation names the state; TLC reports the invariant that was added for it.
        if is_wanted(MustViolate(expected.invariant, ViolationKind.INVARIANT), violated):
            return InstanceStatus.BREAKS, f"reached in {states}"
    elif isinstance(expected, MustViolate) and is_wanted(expected, violated):
        return InstanceStatus.BREAKS, f"breaks in {states}"
    # After the expected violation: a red may be one that must violate an ASSUME.
    if violated.kind is ViolationKind.ASSUMPTION:
        return InstanceStatus.EXCLUDED, "excluded: an ASSUME is false here"
    name = f"{violated.kind.value} {violated.property or ''}".rstrip()
    # A green must keep all of its properties, so no violation of one is the wrong one.
    if isinstance(expected, MustHold):
        return InstanceStatus.BREAKS, f"breaks in {states}: {name}"
    return InstanceStatus.BREAKS_OTHERWISE, f"breaks otherwise in {states}: {name}"
