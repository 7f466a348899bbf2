"""The answer about a log in the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from moltverify.plural import counted
from moltverify.registry.records import Claim
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.story.fit_story import fit_steps
from moltverify.report.terminal.console import print_lines
from moltverify.report.terminal.trace_text import step_lines, wrapped
from moltverify.tracing.trace_answers import CoverRow, FitAnswer, Misfit, TraceReport

STYLES_OF_ANSWERS = {
    FitAnswer.FITS: "good",
    FitAnswer.DOES_NOT_FIT: "bad",
    FitAnswer.VIOLATES: "bad",
}
INDENT = " " * 4
SHOWN_STEPS = 12  # the last ones of a prefix


def print_fit(console: Console, claim: Claim, report: TraceReport, full: bool = False) -> None:
    """Print the answer about a log, with `full` all steps and their whole states."""
    title = f"  {inert_line(claim.title)}" if claim.title != claim.id else ""
    console.print(Text.assemble((claim.id, "name"), title), overflow="fold")
    style = STYLES_OF_ANSWERS.get(report.answer, "unsure")
    lead = f"  {report.answer.value.upper()}: "
    lines = wrapped(inert(report.reason), console.width, lead, INDENT, style)
    print_lines(console, (Text(line.text, style=line.style) for line in lines))
    for one in report.misfits:
        print_misfit(console, claim, one, full)
    if report.coverage:
        console.print()
        print_lines(console, map(Text, coverage_lines(report.coverage)))
    for name in report.unjudged:
        console.print(
            Text(f"  not judged: {inert_line(name)} (no finite log can break it)", "quiet")
        )
    console.print(Text(f"  {size_words(report)}", "quiet"))


def print_misfit(console: Console, claim: Claim, misfit: Misfit, full: bool) -> None:
    """Print the longest prefix as a story, and the event that does not fit."""
    named = ", ".join(key for key in misfit.keys[:3] if key)
    more = f" and {len(misfit.keys) - 3} more" if len(misfit.keys) > 3 else ""
    of = f" of {inert_line(named)}{more}" if named else ""
    console.print()
    console.print(Text(f"{INDENT}{misfit.fitted} of {counted(misfit.events, 'event')}{of} fit:"))
    steps = fit_steps(claim, misfit)
    left_out = 0 if full else max(0, len(steps) - SHOWN_STEPS)
    digits = len(str(len(steps)))
    if left_out:
        console.print(Text(f"{INDENT}(the first {counted(left_out, 'state')}: --full)", "quiet"))
    for step in steps[left_out:]:
        lines = step_lines(step, console.width - len(INDENT), digits, full)
        print_lines(console, (Text(INDENT + line.text, style=line.style) for line in lines))
    if misfit.stopped:
        console.print()
        words = f"{misfit.stopped.place}: {misfit.stopped.text}"
        lead = f"{INDENT}does not fit: "
        lines = wrapped(inert(words), console.width, lead, INDENT + "  ", "moral")
        print_lines(console, (Text(line.text, style=line.style) for line in lines))


def coverage_lines(rows: tuple[CoverRow, ...]) -> Iterator[str]:
    """Yield a table of what occurred how often."""
    width = max(len(inert_line(row.name)) for row in rows)
    for row in rows:
        needed = f"  (at least {row.at_least:,})" if row.at_least else ""
        sign = "  TOO FEW" if row.is_thin else ""
        yield f"  {inert_line(row.name):<{width}}  {row.what:<13}  {row.occurred:>7,}{needed}{sign}"


def size_words(report: TraceReport) -> str:
    """Return the size of the log and of the search in words."""
    parts = [counted(report.events, "event")]
    if report.ignored:
        parts.append(f"{report.ignored:,} ignored")
    if report.segments > 1:
        parts.append(f"{counted(report.segments, 'segment')}, {report.distinct:,} different")
    parts.append(f"{counted(report.states, 'state')} in {report.seconds:.1f} s")
    return "; ".join(parts)
