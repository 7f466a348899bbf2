"""What a log says about a claim's green, as data for every form of report."""

from enum import Enum

from msgspec import Struct

from moltverify import __version__
from moltverify.errors import ExitCode
from moltverify.tla.value_types import Value
from moltverify.tlc.trace import Step, Trace
from moltverify.tracing.event_log import LogFile

FORMAT_OF_REPORTS = 1


class FitAnswer(Enum):
    """The answer about a log, and its word."""

    FITS = "fits"
    DOES_NOT_FIT = "does not fit"
    VIOLATES = "violates"
    THIN = "thin"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"

    @property
    def exit_code(self) -> int:
        """The exit code: 0 only for a log that fits, 3 where nothing is shown."""
        if self is FitAnswer.FITS:
            return ExitCode.OK
        found = self in {FitAnswer.DOES_NOT_FIT, FitAnswer.VIOLATES}
        return ExitCode.DIFFERS if found else ExitCode.NO_VERDICT


class CoverRow(Struct, frozen=True):
    """How often something occurred in the fitting segments, and how often it must.

    `what` is `event`, `action`, `hidden action` or `state`. Hidden actions and states are counted
    in each segment up to the number that is needed, or to 1.
    """

    name: str
    what: str
    occurred: int
    at_least: int = 0

    @property
    def is_thin(self) -> bool:
        """Whether it occurred too seldom."""
        return self.occurred < self.at_least


class NamedValue(Struct, frozen=True):
    """A variable, a name or an expression by its text, and its value."""

    name: str
    value: Value


class BlockedPart(Struct, frozen=True):
    """The first condition of an event's step that no step satisfies, and the values in it.

    `kind` is `action` for a condition of the action, else `before` or `after`: what the event
    shows. For `after`, `modelled` are the values that the model can have there.
    """

    kind: str
    text: str
    values: tuple[NamedValue, ...] = ()
    modelled: tuple[Value, ...] = ()


class DesignOfLog(Struct, frozen=True):
    """A red that has a behaviour like a segment, or the green with a property broken.

    `breaks` is the property that the behaviour breaks, if it breaks one.
    """

    model: str
    sentence: str
    breaks: str = ""


class LoggedViolation(Struct, frozen=True, kw_only=True):
    """A behaviour of `model` that shows all events of a segment, and breaks a property.

    `state` is the number of the first state in which the property is broken, or with `by_step` of
    the state to which the step leads that breaks it. `places` are as those of a prefix.
    """

    model: str
    sentence: str
    property: str
    says: str = ""
    state: int
    by_step: bool = False
    behaviour: Trace
    places: tuple[str, ...]


class StoppedEvent(Struct, frozen=True):
    """The event at which a log stops to fit: its place, its kind, and its line as JSON."""

    place: str
    kind: str
    text: str


class Misfit(Struct, frozen=True, kw_only=True):
    """Segments with the same events that do not fit, by their keys.

    `fitted` of `events` fit; `stopped` is the one after them. `blocked` says why, for each way to
    take its step, and `allowed` are the first steps that the design allows in its place. `designs`
    are those that have the whole behaviour. `prefix` is a behaviour of the green as long as what
    fits, and `places` has for each of its states the line of the event that led there, or nothing
    for a hidden step. `names` are what ids in the states are called in the log.
    """

    keys: tuple[str, ...]
    events: int
    fitted: int
    stopped: StoppedEvent | None
    blocked: tuple[BlockedPart, ...] = ()
    allowed: tuple[Step, ...] = ()
    more_allowed: int = 0
    designs: tuple[DesignOfLog, ...] = ()
    violation: LoggedViolation | None = None
    names: dict[str, str] = {}  # msgspec makes a new dict for each misfit
    prefix: Trace = Trace()
    places: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the log stops to fit."""
        return self.stopped.place if self.stopped else ""


class AcceptedLog(Struct, frozen=True):
    """A seeded log that fits all the same: the fault, the event, and why the model allows it.

    `steps` are the actions that the model takes there; none where they were not looked up.
    """

    fault: str
    place: str
    kind: str
    words: str
    reason: str
    steps: tuple[str, ...]


class LogProof(Struct, frozen=True):
    """What becomes of logs with one seeded fault each.

    `unnoticed` are the kinds of events about which no seeded fault is noticed.
    """

    seeded: int
    accepted: tuple[AcceptedLog, ...]
    unnoticed: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether at least half of the seeded logs are rejected, and some for each kind."""
        return 2 * len(self.accepted) <= self.seeded and not self.unnoticed and self.seeded > 0


class TraceReport(Struct, frozen=True, kw_only=True):
    """The answer about logs, and all that it stands on.

    `segments` of the log have `distinct` different sequences of events. `misfits` are the first of
    those that do not fit, `unjudged` properties about which no finite log says anything. `jar` is
    the SHA-256 of the jar.
    """

    format: int = FORMAT_OF_REPORTS
    moltverify: str = __version__
    claim: str
    title: str
    answer: FitAnswer
    reason: str
    logs: tuple[LogFile, ...] = ()
    events: int = 0
    ignored: int = 0
    segments: int = 0
    distinct: int = 0
    fitting: int = 0
    misfits: tuple[Misfit, ...] = ()
    coverage: tuple[CoverRow, ...] = ()
    unjudged: tuple[str, ...] = ()
    states: int = 0
    seconds: float = 0.0
    jar: str = ""
    release: str | None = None
    proof: LogProof | None = None

    @property
    def ok(self) -> bool:
        """Whether the log fits."""
        return self.answer is FitAnswer.FITS

    @property
    def exit_code(self) -> int:
        """The exit code of the command."""
        if self.ok and self.proof is not None and not self.proof.ok:
            return ExitCode.DIFFERS
        return self.answer.exit_code
