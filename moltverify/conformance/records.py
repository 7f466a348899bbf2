"""What is replayed, as frozen records: packages, vectors, and what a replay found."""

from enum import Enum
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.json_values import Json


class Package(Struct, frozen=True):
    """A release on npm and the registry's SHA-512 of its archive, `sha512-...` in base64.

    What a command replays is a release too; it has no integrity value, and may have no version.
    """

    name: str
    version: str
    integrity: str = ""

    @property
    def label(self) -> str:
        """The release as npm writes it."""
        return f"{self.name}@{self.version}" if self.version else self.name


class Vector(Struct, frozen=True, kw_only=True):
    """One call to replay: what is there, what is called and when, and what may come of it.

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


class Call(Struct, frozen=True):
    """The part of a vector that the implementation's side is told: never what is expected."""

    id: int
    action: str
    state: Json
    arguments: Json
    clock: int


class PlantedBug(Struct, frozen=True):
    """A wrong implementation: a text of a file in dist/ replaced by another; `why` says the bug."""

    file: str
    old: str
    new: str
    why: str = ""


class Header(Struct, frozen=True, kw_only=True):
    """The first line that the implementation's side reads: what to load, and how it is scaled.

    `constants` are the model's, `parameters` the implementation's, `settings` the adapter's own;
    `folder` is a temporary one that is removed afterwards. A command of another project is told
    no adapter and no package.
    """

    model: str
    adapter: str
    package: str
    folder: str
    clock: int
    constants: Json
    parameters: Json
    settings: Json
    mutant: PlantedBug | None = None


class LoadedFile(Struct, frozen=True):
    """A file that was loaded, with the digest of its text but for the product's name."""

    name: str
    digest: str


class Hello(Struct, frozen=True):
    """The first line that the implementation's side writes."""

    ready: bool = False
    files: tuple[LoadedFile, ...] = ()
    unavailable: str = ""
    failed: str = ""


class Seen(Struct, frozen=True):
    """An outcome of a call that was made under many schedules: in how many, and one of them."""

    outcome: Json
    runs: int
    schedule: tuple[str, ...] = ()


class CallAnswer(Struct, frozen=True):
    """What a call came to, the error that it ended with, or what is not there to be called.

    `outcomes` stand in for the outcome where a call was made under many schedules.
    """

    id: int
    outcome: Json = None
    outcomes: tuple[Seen, ...] = ()
    error: str = ""
    absent: str = ""


class Status(Enum):
    """What a replay says about a model and a release."""

    CONFORMS = "CONFORMS"
    DRIFT = "DRIFT"
    NO_COUNTERPART = "NO COUNTERPART"
    NOT_RUN = "NOT RUN"


class VectorDifference(Struct, frozen=True):
    """A vector, and the outcome that no step of the model has; `known` is the reason on record.

    Under many schedules, `runs` of `of` had this outcome, and `schedule` is one of them.
    """

    vector: Vector
    observed: Json
    known: str = ""
    runs: int = 1
    of: int = 1
    schedule: tuple[str, ...] = ()


class KnownDrift(Struct, frozen=True, kw_only=True):
    """A difference on record: for which models and releases, where, and why.

    `when` are values that the vector's state and arguments have, by path, and `code` those that
    the implementation's outcome has; empty is everywhere.
    """

    models: tuple[str, ...]
    reason: str
    when: tuple[tuple[str, Json], ...] = ()
    code: tuple[tuple[str, Json], ...] = ()
    since: str = ""
    until: str = ""


class Projection(Struct, frozen=True, kw_only=True):
    """Which variables of a model are a call's, by name; empty is all, and of arguments none.

    `calls` are the actions that are calls. `given` are variables before a step, `arguments` and
    `observe` variables after it.
    """

    calls: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    observe: tuple[str, ...] = ()


class Program(Struct, frozen=True, kw_only=True):
    """A command that replays calls: its arguments, what it is a release of, seconds at most."""

    command: tuple[str, ...]
    release: Package
    projection: Projection = Projection()
    timeout: float = 60.0


class Counterpart(Struct, frozen=True, kw_only=True):
    """How a claim is replayed: by an adapter or a program, or else the reason why it cannot be.

    `omits` says which part of the model has no counterpart, if only a part has one.
    """

    claim: str
    adapter: str = ""
    program: Program | None = None
    none: str = ""
    omits: str = ""
    deterministic: bool = True
    constants: tuple[tuple[str, str], ...] = ()


class Conformance(Struct, frozen=True, kw_only=True):
    """The registry of conformance: releases, how each claim is replayed, and known drifts."""

    file: Path
    packages: tuple[Package, ...]
    parameters: tuple[tuple[str, Json], ...]
    counterparts: tuple[Counterpart, ...]
    drifts: tuple[KnownDrift, ...]

    def releases_of(self, counterpart: Counterpart | None) -> tuple[Package, ...]:
        """Return what a claim is replayed against: its program's own release, or all packages."""
        program = counterpart.program if counterpart else None
        return (program.release,) if program else self.packages

    def of(self, claim: str) -> Counterpart | None:
        """Return how a claim is replayed, if the registry says it."""
        return next((one for one in self.counterparts if one.claim == claim), None)
