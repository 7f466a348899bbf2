"""What a model must do."""

from typing import TypeAlias

from msgspec import Struct

from moltverify.tlc.outcome import ViolationKind


class MustHold(Struct, frozen=True, tag="holds"):
    """All properties hold, over exactly `distinct` states where the registry says how many."""

    distinct: int | None = None


class MustViolate(Struct, frozen=True, tag="violates"):
    """One named property of one kind breaks, in a counterexample of `length` states if stated."""

    property: str
    kind: ViolationKind
    length: int | None = None
    route: tuple[str, ...] = ()


class MustReach(Struct, frozen=True, tag="reaches"):
    """Some reachable state satisfies the operator named `state`."""

    state: str


Expectation: TypeAlias = MustHold | MustViolate | MustReach
