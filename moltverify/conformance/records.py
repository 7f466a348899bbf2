"""What is replayed, as frozen records: packages, vectors, and what a replay found."""

from enum import Enum
from pathlib import Path

from msgspec import Struct

from moltverify.conformance.plain import Json


class Package(Struct, frozen=True):
    """A release on npm and the registry's SHA-512 of its archive, `sha512-...` in base64."""

    name: str
    version: str
    integrity: str

    @property
    def label(self) -> str:
        """The release as npm writes it."""
        return f"{self.name}@{self.version}"


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


class Mutant(Struct, frozen=True):
    """A wrong implementation: a text of a file in dist/ replaced by another; `why` says the bug."""

    file: str
    old: str
    new: str
    why: str = ""


class Header(Struct, frozen=True, kw_only=True):
    """The first line that the implementation's side reads: what to load, and how it is scaled.

    `constants` are the model's, `parameters` the implementation's, `settings` the adapter's own;
    `folder` is a temporary one that is removed afterwards.
    """

    adapter: str
    package: str
    folder: str
    clock: int
    constants: Json
    parameters: Json
    settings: Json
    mutant: Mutant | None = None


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


class Answer(Struct, frozen=True):
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


class Difference(Struct, frozen=True):
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

    model: str
    reason: str
    when: tuple[tuple[str, Json], ...] = ()
    code: tuple[tuple[str, Json], ...] = ()
    since: str = ""
    until: str = ""


class Counterpart(Struct, frozen=True, kw_only=True):
    """How a claim is replayed, or, without an adapter, the reason why it cannot be.

    `omits` says which part of the model has no counterpart, if only a part has one.
    """

    claim: str
    adapter: str = ""
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
