"""One line on a terminal that shows the models in progress; no output to anything else."""

import time
from threading import Lock
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from moltverify.plural import counted
from moltverify.suite import loop as suite
from moltverify.tlc.progress import Progress


class ProgressLine:
    """Listens to a suite's events and keeps a line at the bottom of the terminal up to date."""

    def __init__(self, console: Console, total: int) -> None:
        self.total = total
        self.ended = 0
        self.running: dict[str, tuple[float, str]] = {}
        # Events come from the suite's threads, and rich draws from a thread of its own.
        self.lock = Lock()
        self.live: Live | None = None
        if console.is_terminal:
            # rich asks for the line at each refresh, so the seconds advance without an event.
            self.live = Live(
                console=console, get_renderable=self.line, refresh_per_second=8, transient=True
            )

    def __enter__(self) -> "ProgressLine":
        if self.live:
            self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.live:
            self.live.stop()

    def __call__(self, event: suite.SuiteEvent) -> None:
        """Take one event, from any thread."""
        with self.lock:
            match event:
                case suite.Started(model):
                    self.running[model.id] = (time.monotonic(), "")
                case suite.Progressed(model, progress):
                    self.running[model.id] = (self.running[model.id][0], progress_counts(progress))
                case suite.Answered(model):
                    self.running.pop(model.id, None)
                case suite.Ended(model):
                    self.ended += 1
                    # A model with a cached verdict ends without a start.
                    self.running.pop(model.id, None)

    def line(self) -> Text:
        """Return the line as it is now."""
        now = time.monotonic()
        with self.lock:
            running = [
                f"{name}{words} {now - since:.0f} s"
                for name, (since, words) in self.running.items()
            ]
        text = f"{self.ended} of {counted(self.total, 'model')}  {'; '.join(running)}"
        return Text(text, style="quiet", no_wrap=True, overflow="ellipsis")


def progress_counts(progress: Progress) -> str:
    """Return the counts of a run so far; those that TLC does not print are left out."""
    words = ((progress.distinct, "states"), (progress.queue, "in the queue"))
    return "".join(f" {number:,} {what}," for number, what in words if number is not None)
