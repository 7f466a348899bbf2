"""What a model must do."""

from typing import TypeAlias

from msgspec import Struct

from moltverify.tlc.outcome import ViolationKind


class Holds(Struct, frozen=True, tag="holds"):
    """All properties hold, over exactly `distinct` states where the registry says how many."""

    distinct: int | None = None


class Violates(Struct, frozen=True, tag="violates"):
    """One named property of one kind breaks, in a counterexample of `length` states if stated."""

    property: str
    kind: ViolationKind
    length: int | None = None
    route: tuple[str, ...] = ()


class Reaches(Struct, frozen=True, tag="reaches"):
    """Some reachable state satisfies the operator named `state`."""

    state: str


Expectation: TypeAlias = Holds | Violates | Reaches
