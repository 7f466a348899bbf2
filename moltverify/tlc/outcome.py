"""The outcome of a run as a record: the model holds, is violated, or TLC failed or was stopped."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from moltverify.tlc.trace import Place, Trace


class ViolationKind(Enum):
    """The kind of property that a run found violated."""

    INVARIANT = "invariant"
    CONSTANT_INVARIANT = "constant invariant"
    ACTION_PROPERTY = "action property"
    TEMPORAL_PROPERTY = "temporal property"
    DEADLOCK = "deadlock"
    ASSUMPTION = "assumption"
    ASSERTION = "assertion"
    POSTCONDITION = "postcondition"


# TLC finds these before it computes a state, or after its search, or prints no states with them.
WITHOUT_TRACE = {
    ViolationKind.ASSERTION,
    ViolationKind.ASSUMPTION,
    ViolationKind.CONSTANT_INVARIANT,
    ViolationKind.POSTCONDITION,
}


class FailureReason(Enum):
    """The category of a failure. TRUNCATED and CONTRADICTION are about the output itself.

    SLICES: the slices of a model share states.
    """

    PARSE = "parse"
    SEMANTICS = "semantics"
    CONFIGURATION = "configuration"
    EVALUATION = "evaluation"
    OUT_OF_MEMORY = "out of memory"
    STACK_OVERFLOW = "stack overflow"
    COMMAND_LINE = "command line"
    NO_INITIAL_STATES = "no initial states"
    INCOMPLETE = "incomplete"
    TLC = "TLC crashed"
    CONTRADICTION = "contradiction"
    TRUNCATED = "truncated"
    NO_OUTPUT = "no output"
    OTHER_TLC = "another TLC"
    SLICES = "overlapping slices"


class StopReason(Enum):
    """The reason why a run ended before TLC completed it."""

    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"
    KILLED = "killed"
    OUTPUT = "too much output"


class Statistics(Struct, frozen=True):
    """Counts of states, and the search depth in states; None where TLC did not print the count."""

    generated: int | None = None
    distinct: int | None = None
    queue: int | None = None
    depth: int | None = None
    initial_distinct: int | None = None


class Holds(Struct, frozen=True, tag="holds"):
    """TLC explored all reachable states and found no violation."""


class Searched(Struct, frozen=True, tag="searched"):
    """TLC followed random traces of at most `depth` steps and found no violation: no proof.

    `traces` is their number; None if the time limit of `seconds` ended the search. There were
    `seeds` searches, with the seeds from `seed` on.
    """

    depth: int
    seed: int
    traces: int | None = None
    seconds: float | None = None
    seeds: int = 1


class Violated(Struct, frozen=True, tag="violated"):
    """TLC found one violation; `property` is the name if TLC printed exactly one.

    `candidates` are the names if TLC printed several, at least one of which is violated. `message`
    is TLC's sentence. The trace has no steps for a violation that TLC prints no states for.
    """

    kind: ViolationKind
    property: str | None
    trace: Trace = Trace()
    place: Place | None = None
    message: str = ""
    candidates: tuple[str, ...] = ()


class Failed(Struct, frozen=True, tag="failed"):
    """The run says nothing about the model; `place` is the position in TLC's message, if any.

    `trace` has the states before the expression that could not be evaluated, if TLC printed them.
    """

    reason: FailureReason
    message: str
    place: Place | None = None
    trace: Trace = Trace()


class Stopped(Struct, frozen=True, tag="stopped"):
    """The run was ended from outside, so it says nothing about the model."""

    reason: StopReason


Outcome: TypeAlias = Holds | Searched | Violated | Failed | Stopped


def was_interrupted(outcome: Outcome) -> bool:
    """Tell whether a run was ended before its time limit, which says nothing; a timeout does."""
    return isinstance(outcome, Stopped) and outcome.reason is not StopReason.TIMEOUT


def outcome_text(outcome: Outcome) -> str:
    """Return an outcome in one line, with the first line of TLC's own message where it has one."""
    match outcome:
        case Failed(reason, message):
            return f"{reason.value}: {first_message_line(message)}"
        case Violated():
            return first_message_line(outcome.message) or f"the {outcome.kind.value} breaks"
        case Stopped(reason):
            return f"stopped: {reason.value}"
        case Holds():
            return "nothing was found wrong"
        case Searched():
            return "random traces show no violation"


def first_message_line(text: str) -> str:
    """Return the first line of a message, without the colon that announces the next line."""
    return text.strip().partition("\n")[0].rstrip(":")
