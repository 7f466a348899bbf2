"""Records of known faults, and of the places of a model that trigger one."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from msgspec import Struct


class FaultKind(Enum):
    """What a fault of TLC can do to an answer, the worst first."""

    FALSE_GREEN = "false green"
    FALSE_ALARM = "false alarm"
    FAILS_CLOSED = "fails closed"
    WRONG_TRACE = "wrong trace"
    WRONG_COUNT = "wrong count"


class Trigger(Enum):
    """What a model or its options must have for a fault to be possible."""

    CONSTRAINT_WITH_LIVENESS = "constraint with liveness"
    CONSTANT_IN_PROPERTY = "constant in property"
    CONTINUE = "continue"
    DEPTH_FIRST = "depth first"
    DEPTH_FIRST_AND_PROPERTY = "depth first and property"
    DEPTH_FIRST_AND_WORKERS = "depth first and workers"
    DUMP_CONSTRAINED = "dump constrained"
    ENABLED_OF_LAMBDA = "enabled of lambda"
    ENABLED_OF_PRIME = "enabled of prime"
    EVENTUALLY_ALWAYS = "eventually always"
    EXCEPT_OF_EXCEPT = "except of except"
    FAIRNESS_WITHOUT_ACTION = "fairness without action"
    IMPLIED_EVENTUALLY_ALWAYS = "implied eventually always"
    INSTANCE_ARGUMENT = "instance argument"
    INVARIANT_IN_SPECIFICATION = "invariant in specification"
    LEVEL_IN_CONSTRUCTOR = "level in constructor"
    MANY_FAIRNESS = "many fairness"
    PRIMED_VALUE = "primed value"
    RANDOM = "random"
    RECOVERY = "recovery"
    SAFETY_PROPERTY = "safety property"
    SEQUENCE_OF_EXCEPT = "sequence of except"
    SHARED_NAME = "shared name"
    SIMULATION_AND_ASSUMPTION = "simulation and assumption"
    SIMULATION_AND_WORKERS = "simulation and workers"
    SYMMETRY_OR_VIEW = "symmetry or view"
    WORKERS = "workers"
    WORKERS_AND_PROPERTY = "workers and property"
    WORKERS_AND_VIEW = "workers and view"


class TlcFault(Struct, frozen=True, kw_only=True):
    """A known fault of TLC.

    `issue` is a reference to TLC's repository, `also` are more reports of the same fault.
    `sentence` says what triggers it and what TLC then does. `affected` are releases of those in
    RELEASES. `mended_in` is the first official release without it, `mended_on` the date
    (year-month-day) of the correction on the main branch; a fault with neither is open. A fault
    without a trigger has the reason in `no_trigger`. A `reduction` makes TLC's search partial by
    design.
    """

    issue: str
    kinds: tuple[FaultKind, ...]
    sentence: str
    affected: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    mended_in: str | None = None
    mended_on: str | None = None
    trigger: Trigger | None = None
    no_trigger: str = ""
    reduction: bool = False

    @property
    def kind(self) -> FaultKind:
        """The worst that the fault can do."""
        return self.kinds[0]

    @property
    def mended(self) -> str:
        """The first release or builds without the fault, in words."""
        if self.mended_in:
            return f"mended in {self.mended_in}"
        if self.mended_on:
            return f"mended in builds of TLC since {self.mended_on}"
        return "part of TLC's design" if self.reduction else "not mended"


class TriggerPlace(Struct, frozen=True):
    """Where a trigger is: a line and column of a file, counted from 1, or an option of the run.

    A column of 0 is not known.
    """

    file: Path | None = None
    line: int = 0
    column: int = 0
    option: str = ""

    def __str__(self) -> str:
        """The place in few words, the file by its name."""
        return f"{self.file.name}:{self.line}" if self.file else self.option


class FaultMatch(Struct, frozen=True):
    """A fault that is possible in a run, with the place of its trigger.

    `release` is the release of TLC, or None for a jar that is not known.
    """

    fault: TlcFault
    place: TriggerPlace
    release: str | None

    @property
    def kind(self) -> FaultKind:
        """The worst that the fault can do."""
        return self.fault.kind
