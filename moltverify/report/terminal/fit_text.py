"""The answer about a log in the terminal."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from moltverify.plural import counted
from moltverify.registry.records import Claim
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.story.fit_story import (
    BLOCKED,
    allowed_sentences,
    fit_steps,
    size_words,
    violation_moral,
)
from moltverify.report.story.value_text import shown_value
from moltverify.report.terminal.console import print_lines
from moltverify.report.terminal.trace_text import Line, keep_together, step_lines, wrapped
from moltverify.tlc.trace import Trace
from moltverify.tracing.trace_answers import (
    CoverRow,
    FitAnswer,
    LoggedViolation,
    LogProof,
    Misfit,
    TraceReport,
)

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
    if report.coverage and not report.misfits:
        console.print()
        print_lines(console, map(Text, coverage_lines(report.coverage)))
    if report.proof:
        console.print()
        lines = proof_lines(report.proof, console.width)
        print_lines(console, (Text(line.text, style=line.style) for line in lines))
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
    if misfit.violation:
        print_violation(console, claim, misfit.violation, full)
        console.print()
    console.print(Text(f"{INDENT}{misfit.fitted} of {counted(misfit.events, 'event')}{of} fit"))
    if not misfit.violation:
        print_steps(console, claim, misfit.prefix, full)
    lines = list(reason_lines(claim, misfit, console.width))
    print_lines(console, (Text(line.text, style=line.style) for line in lines))


def print_violation(console: Console, claim: Claim, found: LoggedViolation, full: bool) -> None:
    """Print the behaviour of a design that breaks a property."""
    words = f"{found.model} has this behaviour: {found.sentence}"
    told = wrapped(inert(words), console.width, INDENT, INDENT, "quiet")
    print_lines(console, (Text(line.text, style=line.style) for line in told))
    print_steps(console, claim, found.behaviour, full)
    moral = wrapped(inert(violation_moral(found)), console.width, INDENT, INDENT, "moral")
    print_lines(console, (Text(line.text, style=line.style) for line in moral))


def print_steps(console: Console, claim: Claim, behaviour: Trace, full: bool) -> None:
    """Print the last steps of a behaviour, with `full` all of them."""
    steps = fit_steps(claim, behaviour)
    left_out = 0 if full else max(0, len(steps) - SHOWN_STEPS)
    digits = len(str(len(steps)))
    if left_out:
        console.print(Text(f"{INDENT}(the first {counted(left_out, 'state')}: --full)", "quiet"))
    for step in steps[left_out:]:
        lines = step_lines(step, console.width - len(INDENT), digits, full)
        print_lines(console, (Text(INDENT + line.text, style=line.style) for line in lines))


def reason_lines(claim: Claim, misfit: Misfit, width: int) -> Iterator[Line]:
    """Yield the event that does not fit, why, and what the model allows in its place."""
    if misfit.stopped:
        words = f"{misfit.stopped.place}: {misfit.stopped.text}"
        lead = f"{INDENT}does not fit: "
        yield from wrapped(inert(words), width, lead, INDENT + "  ", "moral")
    if misfit.names:
        names = ", ".join(f"{plain} is {name}" for plain, name in misfit.names.items())
        yield from wrapped(inert(names), width, f"{INDENT}  ", f"{INDENT}  ", "quiet")
    if not misfit.prefix.steps and not misfit.fitted:
        yield Line(f"{INDENT}  no initial state of the model is what the log shows", "step")
    for part in misfit.blocked:
        words = f"{BLOCKED[part.kind]}: {inert_line(part.text)}"
        yield from wrapped(words, width, f"{INDENT}  ", f"{INDENT}    ", "step")
        for one in part.values:
            text = keep_together(inert_line(shown_value(one.value)))
            yield from wrapped(
                text, width, f"{INDENT}    {inert_line(one.name)}: ", INDENT * 2, "state"
            )
        for value in part.modelled:
            text = keep_together(inert_line(shown_value(value)))
            yield from wrapped(text, width, f"{INDENT}    the model: ", INDENT * 2, "state")
    for design in misfit.designs:
        if not design.breaks:
            words = f"{design.model} has this behaviour: {design.sentence}"
            yield from wrapped(inert(words), width, f"{INDENT}  ", INDENT * 2, "step")
    steps = list(allowed_sentences(claim, misfit))
    if steps:
        yield Line(f"{INDENT}  the model allows here:", "step")
    for step, changes in steps:
        text = f"{step}  ({changes})" if changes else step
        yield from wrapped(text, width, f"{INDENT}    ", f"{INDENT}      ", "state")
    if misfit.more_allowed:
        yield Line(f"{INDENT}    and {counted(misfit.more_allowed, 'other step')}", "state")


def proof_lines(proof: LogProof, width: int) -> Iterator[Line]:
    """Yield what became of the seeded logs: those that fit, each with its reason."""
    rejected = proof.seeded - len(proof.accepted)
    words = f"{rejected} of {counted(proof.seeded, 'log')} with a seeded fault do not fit"
    yield Line(f"  {words}", "good" if proof.ok else "bad")
    for one in proof.accepted:
        steps = f" (it takes {', '.join(one.steps)})" if one.steps else ""
        text = f"{one.place} {one.kind}, {one.fault}, {one.words}: fits, for {one.reason}{steps}"
        yield from wrapped(inert(text), width, INDENT, INDENT + "  ", "state")
    for kind in proof.unnoticed:
        yield Line(f"{INDENT}nothing wrong about {inert_line(kind)} is noticed", "bad")


def coverage_lines(rows: tuple[CoverRow, ...]) -> Iterator[str]:
    """Yield a table of what occurred how often."""
    width = max(len(inert_line(row.name)) for row in rows)
    for row in rows:
        needed = f"  (at least {row.at_least:,})" if row.at_least else ""
        sign = "  TOO FEW" if row.is_thin else ""
        yield f"  {inert_line(row.name):<{width}}  {row.what:<13}  {row.occurred:>7,}{needed}{sign}"
