"""What is replayed, as frozen records: releases, vectors, and how each claim is replayed."""

from enum import Enum
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.json_values import Json
from moltverify.releases.package import Package

NAME = "conformance.yaml"  # the file beside the registry that says it
DEADLINE = 180.0  # seconds for all calls of one model on one release: ten times what they take
OWN_DEADLINE = 60.0  # seconds, where the command replays its own project


class Vector(Struct, frozen=True, kw_only=True):
    """One call to replay: the state before it, the call, its time, and the outcomes allowed.

    `clock` is the time of the call in milliseconds since 1970; `digest` is that of the model.
    """

    id: int
    claim: str
    model: str
    digest: str
    action: str
    state: Json
    arguments: Json
    clock: int
    allowed: tuple[Json, ...]


class Status(Enum):
    """What a replay says about a model and a release; ordered, the last is the worst.

    HAS_NOT, CANNOT_TELL and HAS_FAULT are about reds only, the others about greens. CONFORMS and
    STRICTER are good news: all calls were made, and the code allows no more than the model. The
    release does not have what NO_COUNTERPART is about; what SYMBOL_MOVED is about it has where a
    replay does not reach it; what COULD_NOT_LOAD is about could not be loaded.
    """

    CONFORMS = "CONFORMS"
    HAS_NOT = "HAS NOT"
    STRICTER = "STRICTER"
    IN_PART = "IN PART"
    NO_COUNTERPART = "NO COUNTERPART"
    SYMBOL_MOVED = "SYMBOL MOVED"
    COULD_NOT_LOAD = "COULD NOT LOAD"
    CANNOT_TELL = "CANNOT TELL"
    NOT_RUN = "NOT RUN"
    # The worst, because a difference is certain, even if some calls were not answered.
    LAXER = "LAXER"
    HAS_FAULT = "HAS THE FAULT"

    def __lt__(self, other: "Status") -> bool:
        order = list(Status)
        return order.index(self) < order.index(other)


class Direction(Enum):
    """Whether the code allows less than the model, or more; without an order it counts as more."""

    STRICTER = "stricter"
    LAXER = "laxer"


class Order(Struct, frozen=True):
    """The values at a path of an outcome, from the strictest to the most permissive.

    With `more`, the value is a list or a number, and each further element allows more.
    """

    path: str
    values: tuple[Json, ...] = ()
    more: bool = False


class VectorDifference(Struct, frozen=True):
    """A vector, and an outcome that no step of the model has; `known` is the reason on record.

    Under many schedules, `runs` of `of` have this outcome, and `schedule` is one of them.
    """

    vector: Vector
    observed: Json
    known: str = ""
    runs: int = 1
    of: int = 1
    schedule: tuple[str, ...] = ()
    direction: Direction = Direction.LAXER


class KnownDrift(Struct, frozen=True, kw_only=True):
    """A difference on record: for which models, in which calls, and why.

    `when` are values in the vector's state and arguments, by path, and `code` values in the
    implementation's outcome; empty matches every call. Which releases have it, the record says.
    """

    models: tuple[str, ...]
    reason: str
    when: tuple[tuple[str, Json], ...] = ()
    code: tuple[tuple[str, Json], ...] = ()


class Projection(Struct, frozen=True, kw_only=True):
    """Which variables of a model make up a call, by name; empty is all, and for arguments none.

    `calls` are the actions that are calls. `given` are variables before a step, `arguments` and
    `observe` variables after it. With a `command`, that command projects and the others are empty.
    """

    calls: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    observe: tuple[str, ...] = ()
    command: tuple[str, ...] = ()


class Program(Struct, frozen=True, kw_only=True):
    """A command that replays calls: its arguments, its settings, and its own release.

    Without a release of its own it replays each of the registered packages. `timeout` is in
    seconds; None is the default, which `deadline` knows.
    """

    command: tuple[str, ...]
    release: Package | None = None
    projection: Projection = Projection()
    settings: tuple[tuple[str, Json], ...] = ()
    timeout: float | None = None

    @property
    def deadline(self) -> float:
        """After how many seconds the command, or its projection, is ended."""
        return self.timeout or (OWN_DEADLINE if self.release else DEADLINE)


class Counterpart(Struct, frozen=True, kw_only=True):
    """How a claim is replayed: by a program, or else the reason why it cannot be.

    `omits` says which part of the model has no counterpart, if only a part has one. `orders` say
    which outcomes allow more than others.
    """

    claim: str
    program: Program | None = None
    none: str = ""
    omits: str = ""
    deterministic: bool = True
    orders: tuple[Order, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()


class Conformance(Struct, frozen=True, kw_only=True):
    """The registry of conformance: releases, how each claim is replayed, and known drifts.

    `dependencies` is the file with the pinned packages that the releases import, if any, and
    `published` the file with all published releases. `planted` is the file with bugs to plant.
    """

    file: Path
    packages: tuple[Package, ...]
    dependencies: Path | None = None
    published: Path | None = None
    planted: Path | None = None
    parameters: tuple[tuple[str, Json], ...]
    counterparts: tuple[Counterpart, ...]
    drifts: tuple[KnownDrift, ...]

    @property
    def folder(self) -> Path:
        """The folder in which commands are started."""
        return self.file.resolve().parent

    def releases_of(self, counterpart: Counterpart | None) -> tuple[Package, ...]:
        """Return what a claim is replayed against: its program's own release, or all packages."""
        program = counterpart.program if counterpart else None
        return (program.release,) if program and program.release else self.packages

    def of(self, claim: str) -> Counterpart | None:
        """Return how a claim is replayed, if the registry says it."""
        return next((one for one in self.counterparts if one.claim == claim), None)
