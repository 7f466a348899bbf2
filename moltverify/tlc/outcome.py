"""What TLC did, as data: it holds, it is violated, TLC failed, or TLC was stopped."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from moltverify.tlc.trace import Place, Trace


class ViolationKind(Enum):
    """What it is that a run found false."""

    INVARIANT = "invariant"
    CONSTANT_INVARIANT = "constant invariant"
    ACTION_PROPERTY = "action property"
    TEMPORAL_PROPERTY = "temporal property"
    DEADLOCK = "deadlock"
    ASSUMPTION = "assumption"
    ASSERTION = "assertion"
    POSTCONDITION = "postcondition"


class FailureReason(Enum):
    """Why a run says nothing about the model."""

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


class StopReason(Enum):
    """Why a run ended before TLC was through."""

    TIMEOUT = "timeout"
    INTERRUPTED = "interrupted"
    KILLED = "killed"


class Statistics(Struct, frozen=True):
    """Counts of states, and the search depth in states; None is what TLC did not say."""

    generated: int | None = None
    distinct: int | None = None
    queue: int | None = None
    depth: int | None = None
    initial_distinct: int | None = None


class Holds(Struct, frozen=True, tag="holds"):
    """All reachable states were explored and nothing was found false."""


class Violated(Struct, frozen=True, tag="violated"):
    """One thing was found false; `property` is its name if TLC gave exactly one.

    `candidates` are the names if TLC gave several, one of which at least is violated; `message` is
    TLC's own sentence. The trace has no steps where TLC prints none.
    """

    kind: ViolationKind
    property: str | None
    trace: Trace = Trace()
    place: Place | None = None
    message: str = ""
    candidates: tuple[str, ...] = ()


class Failed(Struct, frozen=True, tag="failed"):
    """The run is no evidence, for a reason; the place is where TLC points to, if it does.

    The trace has the states on the way to what could not be evaluated, if TLC printed them.
    """

    reason: FailureReason
    message: str
    place: Place | None = None
    trace: Trace = Trace()


class Stopped(Struct, frozen=True, tag="stopped"):
    """The run was ended from outside, so it is no evidence either."""

    reason: StopReason


Outcome: TypeAlias = Holds | Violated | Failed | Stopped


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


def first_message_line(text: str) -> str:
    """Return the first line of a message, without the colon that announces the next line."""
    return text.strip().partition("\n")[0].rstrip(":")
