"""What a sweep found, as frozen records with one JSON form."""

from enum import Enum

from msgspec import Struct

from moltverify import __version__
from moltverify.errors import ExitCode
from moltverify.registry.records import Role
from moltverify.sweep.ranges import Instance

FORMAT = 1  # of the JSON form


class InstanceFate(Enum):
    """What became of one instance; a witness breaks, as TLC sees it, where it is reached."""

    HOLDS = "holds"
    BREAKS = "breaks"
    OTHERWISE = "breaks otherwise"
    EXCLUDED = "excluded"
    UNDECIDED = "not decided"
    ERROR = "error"


class InstanceRow(Struct, frozen=True, kw_only=True):
    """One instance: its counts, by the clock its seconds, what came of it and in which words.

    Depth and `length`, that of the counterexample, are in states. `growth` is the factor between
    the distinct states of this row and those of the row before, if only the last constant differs
    and both were explored to the end.
    """

    instance: Instance
    fate: InstanceFate
    says: str
    distinct: int | None = None
    depth: int | None = None
    seconds: float
    length: int | None = None
    growth: float | None = None
    registered: bool = False
    cached: bool = False


class ModelSweep(Struct, frozen=True, kw_only=True):
    """One model in all sizes; `registered` is the instance that its config describes."""

    id: str
    role: Role
    sentence: str
    registered: Instance
    rows: tuple[InstanceRow, ...]
    missing: tuple[Instance, ...] = ()

    def of_fate(self, *fates: InstanceFate) -> tuple[InstanceRow, ...]:
        """Return the rows that met one of these fates."""
        return tuple(row for row in self.rows if row.fate in fates)

    @property
    def smallest(self) -> tuple[InstanceRow, ...]:
        """The instances that break while none within them does."""
        broken = self.of_fate(InstanceFate.BREAKS)
        return tuple(
            row
            for row in broken
            if not any(other.instance.is_within(row.instance) for other in broken if other != row)
        )

    @property
    def differs(self) -> bool:
        """Whether a green breaks, or anything else holds at its registered size and ever after."""
        if self.of_fate(InstanceFate.OTHERWISE):
            return True
        if self.role is Role.GREEN:
            return bool(self.of_fate(InstanceFate.BREAKS))
        large = [
            r for r in self.of_fate(InstanceFate.HOLDS) if self.registered.is_within(r.instance)
        ]
        return bool(large) and not self.of_fate(InstanceFate.BREAKS)


class SweptConstant(Struct, frozen=True):
    """A constant of the sweep: the elements that sizes count, and those of them made up."""

    name: str
    elements: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()


class SweepResult(Struct, frozen=True, kw_only=True):
    """What came of one sweep."""

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
        """The exit code that says the same."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if any(model.differs for model in self.models):
            return ExitCode.DIFFERS
        open_ones = [
            row for row in self.rows if row.fate in {InstanceFate.UNDECIDED, InstanceFate.ERROR}
        ]
        return ExitCode.NO_VERDICT if open_ones else ExitCode.OK
