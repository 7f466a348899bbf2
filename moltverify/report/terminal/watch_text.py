"""A watch in the terminal: each verdict as it comes, diagnostics with their places, a tally."""

from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from moltverify.errors import MoltverifyError
from moltverify.plural import counted
from moltverify.registry.records import Claim, Model, Registry
from moltverify.report.story.diagnostics import (
    Diagnostic,
    diagnostic_of,
    diagnostics_in,
)
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.terminal.console import (
    STYLES,
    Show,
    name_of,
    print_lines,
    print_trace,
    print_whole,
    result_lines,
    wants_trace,
)
from moltverify.report.terminal.error_text import caret_lines, error_of, placed_failure
from moltverify.report.terminal.progress import ProgressLine
from moltverify.suite.events import Ended
from moltverify.suite.results import ModelResult
from moltverify.tlc.trace import Place
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

FEW_CLAIMS = 3  # with more claims, a round prints only what is not as expected
FEW_FILES = 3  # that a line names
WORDS = {
    Cause.START: "",
    Cause.ALL: ": all",
    Cause.FAILED: ": those that failed",
    Cause.REST: ": the rest",
}
# Only what went wrong has its counterexample shown.
SHOW = Show(traces=False)


class WatchText:
    """Prints what a watch reports; `progress` is the console of the line for running models.

    Each round is between a line that begins with "checking" and one that begins with "watching",
    by which editors tell when their list of diagnostics is complete.
    """

    def __init__(self, console: Console, progress: Console, full: bool, keys: str = "") -> None:
        self.console, self.progress = console, progress
        self.full, self.keys = full, keys
        self.line: ProgressLine | None = None
        self.round: RoundBegan | None = None
        self.claim = ""
        self.errors: set[tuple[str, Place | None]] = set()

    def __call__(self, event: WatchEvent) -> None:
        """Print an event."""
        match event:
            case Watching(_, models, folders):
                claims = len({model.claim for model in models})
                words = f"{counted(len(models), 'model')} of {counted(claims, 'claim')}"
                self.say(Text(f"{words}, with files in {counted(len(folders), 'folder')}", "quiet"))
            case RoundBegan() as began:
                self.begin(began)
            case RoundEvent(_, inner):
                if self.line:
                    self.line(inner)
                if isinstance(inner, Ended):
                    self.print_result(inner.model, inner.result)
            case RoundCancelled():
                self.end_line()
                self.say(Text("  out of date: the files have changed", "unsure"))
            case Refused(error):
                self.refuse(error)
            case RoundEnded() as ended:
                self.print_tally(ended)

    def begin(self, began: RoundBegan) -> None:
        """Print what a round checks and why, and show its progress from now on."""
        self.round, self.claim = began, ""
        self.errors.clear()
        why = f": {changed_words(began.changed)}" if began.changed else WORDS.get(began.cause, "")
        self.say(Text.assemble((f"checking {counted(len(began.models), 'model')}", "name"), why))
        self.line = ProgressLine(self.progress, len(began.models))
        self.line.__enter__()

    def end_line(self) -> None:
        """Remove the line of progress."""
        if self.line:
            self.line.__exit__(None, None, None)
        self.line = None

    def print_result(self, model: Model, result: ModelResult) -> None:
        """Print a verdict, and if it is not as expected what is wrong, where, and the story."""
        assert self.round
        if result.ok and len({one.claim for one in self.round.models}) > FEW_CLAIMS:
            return
        registry = self.round.registry
        claim = registry.claim(model.claim)
        self.print_claim(claim)
        failed = placed_failure(result)
        if failed and (failed.message, failed.place) not in self.errors:
            # Before the verdict, and once for all models that it takes down.
            self.errors.add((failed.message, failed.place))
            self.print_diagnostic(registry, model, result)
            assert failed.place
            error = error_of(registry, failed.place, failed.message, [result])
            print_lines(self.console, caret_lines(error))
        names = [name_of(result), *(m.name for m in self.round.models if m.claim == claim.id)]
        lines = result_lines(self.console, result, max(map(len, names)), bool(failed), "above")
        print_lines(self.console, lines)
        if not result.ok and not failed:
            self.print_diagnostic(registry, model, result)
        if wants_trace(result, SHOW):
            print_trace(self.console, claim, result, self.full)

    def print_claim(self, claim: Claim) -> None:
        """Print a claim's head, unless the last verdict was of the same one."""
        if claim.id != self.claim:
            self.claim = claim.id
            title = f"  {inert_line(claim.title)}" if claim.title != claim.id else ""
            self.say(Text.assemble((claim.id, "name"), title))

    def print_diagnostic(self, registry: Registry, model: Model, result: ModelResult) -> None:
        """Print the diagnostic with a result and its place."""
        if diagnostic := diagnostic_of(registry, model, result):
            print_lines(self.console, diagnostic_lines(diagnostic))

    def refuse(self, error: MoltverifyError) -> None:
        """Print an error; if it is one of the registry, each mistake with its place."""
        if self.line is None:
            self.say(Text("checking the registry", "name"))
        self.end_line()
        lines = [line for one in diagnostics_in(error) for line in diagnostic_lines(one)]
        print_lines(self.console, lines or [Text(f"error: {inert(error.message)}", "bad")])
        if error.hint:
            self.say(Text(f"hint: {inert(error.hint)}"))

    def print_tally(self, ended: RoundEnded) -> None:
        """Print how all watched models stand."""
        self.end_line()
        words = [f"{number} {verdict.value}" for verdict, number in ended.counts.items()]
        words += [f"{ended.unchecked} not checked"] if ended.unchecked else []
        models = counted(sum(ended.counts.values()) + ended.unchecked, "model")
        took = f" in {ended.seconds:.1f} s" if ended.seconds else ""
        style = STYLES[ended.verdict]
        line = (f"watching {models}: {', '.join(words) or 'none'}", style)
        keys = f"   {self.keys}" if self.keys else ""
        self.say(Text.assemble(line, took, (keys, "quiet")))

    def say(self, text: Text) -> None:
        """Print a line with all its characters."""
        print_whole(self.console, text)


def changed_words(files: tuple[Path, ...]) -> str:
    """Return which files have changed, the first few by name."""
    names = [inert_line(short_path(str(file))) for file in files[:FEW_FILES]]
    more = len(files) - len(names)
    return f"{', '.join(names)}{f' and {more} more' if more else ''} changed"


def short_path(file: str) -> str:
    """Return a path relative to the current folder if it is inside, else as it is."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return file


def diagnostic_lines(diagnostic: Diagnostic) -> Iterator[Text]:
    """Yield a diagnostic in the form of compilers; editors read its first line."""
    column = "" if diagnostic.column is None else f":{diagnostic.column}"
    at = f"{inert_line(short_path(diagnostic.file))}:{diagnostic.line}{column}: "
    first, *more = inert(diagnostic.message).split("\n")
    style = "unsure" if diagnostic.severity == "warning" else "bad"
    yield Text.assemble((at, "name"), (f"{diagnostic.severity}: ", style), first)
    yield from (Text(f"  {line.strip()}") for line in more if line.strip())
