"""The results that a registry requires of models."""

from typing import TypeAlias

from msgspec import Struct

from moltverify.tlc.outcome import ViolationKind

# The invariant that is added to a witness; a state that violates it is the witness's state.
UNREACHED = "MoltverifyUnreached"


class CountBand(Struct, frozen=True):
    """A count of TLC's, `distinct`, `generated` or `depth`, from `least` to `most`."""

    count: str
    least: int
    most: int


# The tags are the kinds of expectations in results, so they are part of that format.
class MustHold(Struct, frozen=True, tag="holds"):
    """All properties hold, over exactly `distinct` states where the registry says how many.

    TLC's counts are in all `bands`. A `constant` model has no behaviour: it has no states, and its
    assumptions hold.
    """

    distinct: int | None = None
    constant: bool = False
    bands: tuple[CountBand, ...] = ()


class MustViolate(Struct, frozen=True, tag="violates"):
    """One named property of one kind breaks, in a counterexample of `length` states if stated."""

    property: str  # empty for a deadlock or an assumption
    kind: ViolationKind
    length: int | None = None
    route: tuple[str, ...] = ()


class MustReach(Struct, frozen=True, tag="reaches"):
    """Some reachable state satisfies `state`, the name of an operator or an expression.

    `never` is an invariant of the model's own config that such a state violates; without it one is
    added, and also if it is `among` several such invariants, of which TLC would find only one.
    """

    state: str
    never: str = ""
    among: bool = False

    @property
    def has_module(self) -> bool:
        """Whether TLC gets a module and a config that are made for the state."""
        return self.among or not self.never

    @property
    def invariant(self) -> str:
        """The invariant that a state of the witness violates."""
        return UNREACHED if self.has_module else self.never


Expectation: TypeAlias = MustHold | MustViolate | MustReach
