"""Result of a sweep, as frozen records with one JSON form."""

from enum import Enum

from msgspec import Struct

from moltverify import __version__
from moltverify.errors import ExitCode
from moltverify.registry.records import Role
from moltverify.sweep.ranges import Instance

FORMAT = 2  # of the JSON form


class InstanceStatus(Enum):
    """Outcome of one instance.

    A witness is checked as an invariant that says it is never reached, so a witness that is reached
    has the status BREAKS. EXCLUDED means that an ASSUME is false for these constants.
    """

    HOLDS = "holds"
    BREAKS = "breaks"
    BREAKS_OTHERWISE = "breaks otherwise"
    EXCLUDED = "excluded"
    UNDECIDED = "not decided"
    ERROR = "error"


# Not EXCLUDED: the module itself says that it is not about such an instance.
UNKNOWN = {InstanceStatus.UNDECIDED, InstanceStatus.ERROR}


class InstanceRow(Struct, frozen=True, kw_only=True):
    """One instance: its status in a word and in a sentence, its counts, its wall-clock seconds.

    `depth`, and `length` of the counterexample, are numbers of states. `growth` is the ratio of
    this row's distinct states to the previous row's. It is None unless only the last constant
    differs between the rows and TLC explored both to the end.
    """

    instance: Instance
    status: InstanceStatus
    text: str
    distinct: int | None = None
    depth: int | None = None
    seconds: float
    length: int | None = None
    growth: float | None = None
    registered: bool = False
    cached: bool = False


class ModelSweep(Struct, frozen=True, kw_only=True):
    """One model in all sizes; `registered` is the instance that its own config describes.

    `missing` are the instances without a result, because the sweep was interrupted.
    """

    id: str
    role: Role
    sentence: str
    registered: Instance
    rows: tuple[InstanceRow, ...]
    missing: tuple[Instance, ...] = ()

    def with_status(self, *statuses: InstanceStatus) -> tuple[InstanceRow, ...]:
        """Return the rows that have one of the statuses."""
        return tuple(row for row in self.rows if row.status in statuses)

    @property
    def smallest(self) -> tuple[InstanceRow, ...]:
        """The minimal instances that break: no other one that breaks is within them.

        There may be several, since instances of several constants are only partially ordered.
        """
        broken = self.with_status(InstanceStatus.BREAKS)
        return tuple(
            row
            for row in broken
            # Each instance is within itself.
            if not any(other.instance.is_within(row.instance) for other in broken if other != row)
        )

    @property
    def differs(self) -> bool:
        """Whether the sweep contradicts the registry.

        A green contradicts it by breaking in any size. A red or witness contradicts it by breaking
        in another way, or by holding in every size although one is at least the registered size.
        """
        # Of reds and witnesses only: every violation of a green has the status BREAKS.
        if self.with_status(InstanceStatus.BREAKS_OTHERWISE):
            return True
        broken = self.with_status(InstanceStatus.BREAKS)
        if self.role is Role.GREEN:
            return bool(broken)
        holding = self.with_status(InstanceStatus.HOLDS)
        # A fault may need a minimal size, so a red that holds in smaller sizes is no surprise.
        is_large_enough = any(self.registered.is_within(row.instance) for row in holding)
        return is_large_enough and not broken


class SweptConstant(Struct, frozen=True):
    """A constant of the sweep.

    For a set, `elements` are its elements in the largest size, and `invented` those of them that
    the config does not have.
    """

    name: str
    elements: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()


class SweepResult(Struct, frozen=True, kw_only=True):
    """Result of one sweep of one claim."""

    format: int = FORMAT
    moltverify: str = __version__
    claim: str
    title: str
    constants: tuple[SweptConstant, ...]
    models: tuple[ModelSweep, ...]
    seconds: float
    interrupted: bool = False

    @property
    def rows(self) -> tuple[InstanceRow, ...]:
        """The rows of all models."""
        return tuple(row for model in self.models for row in model.rows)

    @property
    def exit_code(self) -> ExitCode:
        """Exit code of the command: interruption first, then a difference, then no verdict."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if any(model.differs for model in self.models):
            return ExitCode.DIFFERS
        is_unknown = any(row.status in UNKNOWN for row in self.rows)
        return ExitCode.NO_VERDICT if is_unknown else ExitCode.OK
