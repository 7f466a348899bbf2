"""The replays in progress: one line on a terminal, and lines from time to time elsewhere."""

import time
from collections.abc import Callable
from threading import Lock
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from moltverify.conformance.replay_events import Exploring, Fetching, ReplayEvent, Replaying
from moltverify.conformance.results import ReplayFinding
from moltverify.plural import counted
from moltverify.report.story.escaping import inert_line
from moltverify.report.terminal.console import print_whole

PAUSE = 10.0  # seconds between two lines where there is no terminal
FIRST = 0.02  # the part of the replays after which the time left can be estimated


class ReplayProgressLine:
    """Listens to a replay's events and keeps a line at the bottom of the terminal up to date.

    Without a terminal, a line is printed at most every ten seconds. `clock` returns seconds.
    """

    def __init__(
        self, console: Console, total: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.console = console
        self.clock = clock
        self.started = self.printed = clock()
        self.total = total
        self.done = 0
        self.fetching = ""
        self.models: dict[str, str] = {}
        self.lock = Lock()
        self.live: Live | None = None
        if console.is_terminal:
            # Only an event changes the line, so there is nothing to redraw between events.
            self.live = Live(
                console=console, get_renderable=self.line, auto_refresh=False, transient=True
            )

    def __enter__(self) -> "ReplayProgressLine":
        if self.live:
            self.live.start(refresh=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.live:
            self.live.stop()

    def __call__(self, event: ReplayEvent) -> None:
        """Take one event, from any thread."""
        with self.lock:
            self.take(event)
        # Without the lock, which `line` takes when rich calls it.
        if self.live:
            self.live.refresh()
        elif self.clock() - self.printed >= PAUSE:
            self.printed = self.clock()
            line = self.line()
            line.rstrip()  # where nothing goes on, the line ends with blanks
            print_whole(self.console, line)

    def take(self, event: ReplayEvent) -> None:
        """Update the state of the line."""
        match event:
            case Fetching(release):
                self.fetching = release
            # No event says that a release was fetched, so the next event of a model does.
            case Exploring(model):
                self.fetching = ""
                self.models[model] = "explored by TLC"
            case Replaying(model, release):
                self.models[model] = f"against {release}"
            case ReplayFinding(model=model):
                self.fetching = ""
                self.done += 1
                self.models.pop(model, None)

    def line(self) -> Text:
        """Return the line as it is now."""
        with self.lock:
            activities = [f"fetching {self.fetching}"] if self.fetching else []
            activities += [f"{model} {activity}" for model, activity in self.models.items()]
        text = (
            f"{self.done} of {counted(self.total, 'replay')}{self.left()}"
            f"  {inert_line('; '.join(activities))}"
        )
        return Text(text, style="quiet", no_wrap=True, overflow="ellipsis")

    def left(self) -> str:
        """Return the time that the other replays take if they are as fast; empty at first."""
        elapsed = self.clock() - self.started
        if elapsed < PAUSE or self.done < max(1, FIRST * self.total):
            return ""
        seconds = elapsed / self.done * (self.total - self.done)
        return f", {round(seconds / 60)} min left" if seconds > 90 else f", {seconds:.0f} s left"
