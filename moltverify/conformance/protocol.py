"""The JSON lines between moltverify and the commands of a registry: docs/conformance.md.

A projection reads a `ModelLine` and the state graph, and writes samples. A command that replays
reads a `Header` and a `Call` for each vector; it writes a `Hello` and a `CallAnswer` for each.
"""

from enum import Enum

from msgspec import Struct

from moltverify.conformance.json_values import Json


# A projection reads this line, states and steps in one stream, so each line names its kind.
class ModelLine(Struct, frozen=True, kw_only=True, tag_field="kind", tag="model"):
    """The first line that a projection reads: as in `Header`, without what belongs to a release."""

    model: str
    constants: Json
    parameters: Json
    settings: Json


class PlantedBug(Struct, frozen=True):
    """A wrong implementation: in a file below dist/, a text is replaced; `why` describes the bug.

    The harness refuses to load a file that does not contain the old text exactly once.
    """

    file: str
    old: str
    new: str
    why: str = ""


class Header(Struct, frozen=True, kw_only=True):
    """The first line that a replaying command reads: what to load, and how it is scaled.

    `constants` are the model's, `parameters` the file's, `settings` the claim's own. `package` is
    the folder of an unpacked release, empty for a command that replays its own project. `folder` is
    empty and temporary; `clock` is the time of the calls in milliseconds since 1970.
    """

    model: str
    package: str
    folder: str
    clock: int
    constants: Json
    parameters: Json
    settings: Json
    mutant: PlantedBug | None = None


class Call(Struct, frozen=True):
    """The part of a vector that a command reads: never the outcomes that the model allows."""

    id: int
    action: str
    state: Json
    arguments: Json
    clock: int


class AbsenceCause(Enum):
    """Why a release has nothing to call: it lacks it, keeps it to itself, or cannot be loaded."""

    ABSENT = "absent"
    MOVED = "moved"
    UNLOADABLE = "unloadable"


class LoadedFile(Struct, frozen=True):
    """A file that was loaded: its name, and a digest of its text without the product's name."""

    name: str
    digest: str


# Of the records that a command writes, msgspec ignores unknown keys: a command may know a later
# version of the protocol.
class Hello(Struct, frozen=True):
    """The first line that a command writes: `ready`, or why there is nothing to replay against.

    `failed` says that it could not be tried. Releases with equal `files` have the same code.
    `packages` are those that the code used and that are not installed.
    """

    ready: bool = False
    files: tuple[LoadedFile, ...] = ()
    unavailable: str = ""
    cause: AbsenceCause = AbsenceCause.ABSENT
    packages: tuple[str, ...] = ()
    failed: str = ""


class ScheduleOutcome(Struct, frozen=True):
    """An outcome of a call under many schedules: in how many it occurs, and one of them."""

    outcome: Json
    runs: int
    schedule: tuple[str, ...] = ()


class CallAnswer(Struct, frozen=True):
    """The result of a call: an outcome, an error, or why this release has nothing to call.

    `outcomes` replace the outcome where the call was made under many schedules. `packages` are
    those that were used and that are not installed.
    """

    id: int
    outcome: Json = None
    outcomes: tuple[ScheduleOutcome, ...] = ()
    error: str = ""
    absent: str = ""
    cause: AbsenceCause = AbsenceCause.ABSENT
    packages: tuple[str, ...] = ()
