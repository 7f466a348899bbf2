"""What a log says about a claim's green, as data for every form of report."""

from enum import Enum

from msgspec import Struct

from moltverify.errors import ExitCode
from moltverify.tlc.trace import Trace
from moltverify.tracing.event_log import LogFile


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

    `what` is `event`, `hidden action` or `state`. Events and hidden actions are counted, and of
    states each segment's up to the number that is needed.
    """

    name: str
    what: str
    occurred: int
    at_least: int = 0

    @property
    def is_thin(self) -> bool:
        """Whether it occurred too seldom."""
        return self.occurred < self.at_least


class StoppedEvent(Struct, frozen=True):
    """The event at which a log stops to fit: its place, its kind, and its line as JSON."""

    place: str
    kind: str
    text: str


class Misfit(Struct, frozen=True, kw_only=True):
    """Segments with the same events that do not fit, by their keys.

    `fitted` of `events` fit; `stopped` is the one after them. `prefix` is a behaviour of the design
    as long as that, and `places` has for each of its states the line of the event that led there,
    or nothing for a hidden step.
    """

    keys: tuple[str, ...]
    events: int
    fitted: int
    stopped: StoppedEvent | None
    prefix: Trace = Trace()
    places: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the log stops to fit."""
        return self.stopped.place if self.stopped else ""


class TraceReport(Struct, frozen=True, kw_only=True):
    """The answer about logs, and all that it stands on.

    `segments` of the log have `distinct` different sequences of events. `misfits` are the first of
    those that do not fit. `unjudged` are properties about which no finite log says anything.
    """

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
    moltverify: str = ""
    jar: str = ""

    @property
    def exit_code(self) -> int:
        """The exit code of the command."""
        return self.answer.exit_code
