"""A watch as JSON lines, one event each, for editors and other programs."""

from collections.abc import Callable
from typing import TypeAlias

import msgspec
from msgspec import Struct

from moltverify import __version__
from moltverify.report.story.diagnostics import Diagnostic, diagnostic_of, diagnostics_in
from moltverify.suite.events import Ended, Started
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict import Verdict
from moltverify.watching.watch_events import (
    Cause,
    Refused,
    RoundBegan,
    RoundCancelled,
    RoundEnded,
    RoundEvent,
    WatchEvent,
    Watching,
)

FORMAT_OF_WATCH = 1  # of the lines; a change that old readers would misread gets another number


class WatchingLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="watching"):
    """The models that are watched, and the folders of their files."""

    format: int = FORMAT_OF_WATCH
    moltverify: str = __version__
    models: tuple[str, ...]
    folders: tuple[str, ...]


class CheckingLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="checking"):
    """A round begins: its models, why it does, and the files that have changed."""

    round: int
    models: tuple[str, ...]
    cause: Cause
    changed: tuple[str, ...]


class StartedLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="started"):
    """The run of a model has begun; one whose verdict is kept ends without it."""

    round: int
    model: str


class VerdictLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="verdict"):
    """A model's result, as `run --json` has it, and its diagnostic unless it is as expected."""

    round: int
    model: str
    verdict: Verdict
    diagnostic: Diagnostic | None
    result: ModelResult


class CancelledLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="cancelled"):
    """A change has ended a round; verdicts that it did not give are not to come from it."""

    round: int


class RefusedLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="refused"):
    """Nothing can be checked before something is mended; the diagnostics are those with a place."""

    message: str
    hint: str
    diagnostics: tuple[Diagnostic, ...]


class CheckedLine(Struct, frozen=True, kw_only=True, tag_field="event", tag="checked"):
    """A round is over: the worst verdict of all watched models, and how many have each.

    `unchecked` counts the models without a verdict.
    """

    round: int
    seconds: float
    verdict: Verdict
    counts: dict[Verdict, int]
    unchecked: int


WatchLine: TypeAlias = (
    WatchingLine
    | CheckingLine
    | StartedLine
    | VerdictLine
    | CancelledLine
    | RefusedLine
    | CheckedLine
)


class WatchLines:
    """Writes what a watch reports, a line for each event."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write
        self.began: RoundBegan | None = None

    def __call__(self, event: WatchEvent) -> None:
        """Write an event."""
        if isinstance(event, RoundBegan):
            self.began = event
        line = self.line_of(event)
        if line is not None:
            self.write(msgspec.json.encode(line).decode())

    def line_of(self, event: WatchEvent) -> WatchLine | None:
        """Return an event's line; None for one that no reader needs."""
        match event:
            case Watching(_, models, folders):
                names = tuple(model.id for model in models)
                return WatchingLine(models=names, folders=tuple(map(str, folders)))
            case RoundBegan() as began:
                return CheckingLine(
                    round=began.round,
                    models=tuple(model.id for model in began.models),
                    cause=began.cause,
                    changed=tuple(map(str, began.changed)),
                )
            case RoundEvent() as news:
                return self.news_line(news)
            case RoundCancelled(number):
                return CancelledLine(round=number)
            case Refused(error):
                diagnostics = tuple(diagnostics_in(error))
                return RefusedLine(message=error.message, hint=error.hint, diagnostics=diagnostics)
            case RoundEnded() as ended:
                return CheckedLine(
                    round=ended.round,
                    seconds=ended.seconds,
                    verdict=ended.verdict,
                    counts=ended.counts,
                    unchecked=ended.unchecked,
                )

    def news_line(self, news: RoundEvent) -> WatchLine | None:
        """Return the line of an event of the suite."""
        match news.event:
            case Started(model):
                return StartedLine(round=news.round, model=model.id)
            case Ended(model, result):
                assert self.began
                return VerdictLine(
                    round=news.round,
                    model=model.id,
                    verdict=result.verdict,
                    diagnostic=diagnostic_of(self.began.registry, model, result),
                    result=result,
                )
        return None
