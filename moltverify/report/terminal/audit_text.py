"""An audit in the terminal: findings by claim, the table of strength, surviving mutants."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from moltverify.audit.results import (
    AuditFinding,
    AuditResult,
    MutantResult,
    MutantStatus,
    Score,
    Strength,
    SwitchedOff,
)
from moltverify.plural import counted
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.terminal.console import print_whole
from moltverify.report.terminal.trace_text import wrapped

HEADS = ("claim", "states", "depth", "actions", "properties", "reds", "witnesses", "mutants")

# Heads of a table for the statuses of mutants, in the order of its columns.
STATUS_HEADS = {
    MutantStatus.KILLED: "killed",
    MutantStatus.NOTICED: "noticed",
    MutantStatus.SURVIVED: "survived",
    MutantStatus.UNDECIDED: "late",
    MutantStatus.EQUIVALENT: "equal",
    MutantStatus.ERRONEOUS: "broken",
}
# Short heads, for terminals of 80 columns.
NARROW = ("claim", "states", "deep", "act", "prop", "red", "wit", "mutants")


def print_findings(console: Console, findings: Sequence[AuditFinding]) -> None:
    """Print the findings, those that the registry allows last, with the reasons."""
    for one in sorted(findings, key=lambda finding: bool(finding.reason)):
        line = f":{one.line}" if one.line else ""
        place = f"{one.file}{line}" if one.file else ""
        head = f"{'allowed' if one.reason else 'hollow'}  "
        lead = Text.assemble(
            (head, "quiet" if one.reason else "bad"),
            (inert_line(one.claim or "suite"), "name"),
            f"  {inert_line(one.key)}",
        )
        # Without rich's own wrapping, so that a key or a path is copied in one piece.
        console.print(lead, soft_wrap=True)
        print_indented(console, [one.message])
        if place:
            console.print(Text(f"        {inert_line(place)}", "quiet"), soft_wrap=True)
        if one.reason:
            print_indented(console, [f"because: {one.reason}"])


def print_indented(console: Console, texts: Iterable[str]) -> None:
    """Print texts below their heading."""
    for text in texts:
        for line in wrapped(inert_line(text), console.width, " " * 8, " " * 8, ""):
            print_whole(console, Text(line.text))


def print_strength(console: Console, claims: Sequence[Strength]) -> None:
    """Print the strength of each claim, a line each."""
    rows = [claim_cells(one) for one in claims]
    print_audit_table(console, [HEADS, *rows], [NARROW, *rows])


def print_audit_table(
    console: Console, rows: Sequence[Sequence[str]], narrow: Sequence[Sequence[str]]
) -> None:
    """Print rows, the first of them heads; if they do not fit, the narrow ones."""
    wide = aligned_rows(rows, "  ")
    lines = wide if max(map(len, wide)) <= console.width else aligned_rows(narrow, " ")
    for number, line in enumerate(lines):
        print_whole(console, Text(line, "" if number else "quiet"))


def aligned_rows(rows: Sequence[Sequence[str]], gap: str) -> list[str]:
    """Return rows as lines, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(
            [cells[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        ).rstrip()
        for cells in rows
    ]


def claim_cells(one: Strength) -> tuple[str, ...]:
    """Return a claim's cells."""
    return (
        inert_line(one.claim),
        amount(one.distinct),
        amount(one.depth),
        f"{one.actions_taken}/{one.actions}",
        str(one.properties),
        str(one.reds),
        str(one.witnesses),
        score_text(one.score),
    )


def amount(number: int | None) -> str:
    """Return a number, or a dash for None."""
    return "-" if number is None else f"{number:,}"


def score_text(score: Score | None) -> str:
    """Return a score as a share and the numbers that it is made of."""
    if score is None:
        return "-"
    if score.note:
        return score.note
    if score.ratio is None:
        return f"none of {counted(score.unreached, 'mutant')} reached"
    killed = score.count(MutantStatus.KILLED)
    # An equivalent mutant cannot be killed, and an erroneous one tests nothing.
    relevant = sum(score.count(status) for status in MutantStatus) - score.count(
        MutantStatus.EQUIVALENT, MutantStatus.ERRONEOUS
    )
    left = f", {score.unreached} not reached" if score.unreached else ""
    return f"{score.ratio:.0%} ({killed}/{relevant}{left})"


def print_mutants(
    console: Console, claims: Sequence[Strength], shown: Sequence[MutantStatus]
) -> None:
    """Print the mutants that have one of the statuses, each with its change."""
    for claim in claims:
        for mutant in claim.score.mutants if claim.score else ():
            if mutant.status in shown:
                print_mutant(console, claim.claim, mutant)


def print_mutant(console: Console, claim: str, mutant: MutantResult) -> None:
    """Print one mutant: its place, its status, its change, and the behaviour that this allows."""
    what = f"{mutant.status.value}{f': {mutant.by}' if mutant.by else ''}"
    console.print(Text.assemble((inert_line(claim), "name"), f"  {inert_line(mutant.id)}"))
    for said in wrapped(inert_line(what), console.width, " " * 8, " " * 8, ""):
        print_whole(console, Text(said.text, "bad"))
    console.print(Text(f"        {inert_line(mutant.file)}:{mutant.line}", "quiet"), soft_wrap=True)
    # Not wrapped, because the first column of a diff says what a line is.
    for line in inert(mutant.diff).split("\n"):
        style = {"+": "added", "-": "removed"}.get(line[:1], "quiet")
        console.print(Text(f"        {line}", style), soft_wrap=True)
    print_indented(console, mutant.behaviour)


def print_statuses(console: Console, claims: Sequence[Strength]) -> None:
    """Print how many mutants there were, by operator and by status, and a line for all of them."""
    mutants = [one for claim in claims if claim.score for one in claim.score.mutants]
    if not mutants:
        return
    rows = [("change", "tried", *STATUS_HEADS.values())]
    rows += [
        (operator, *tallied([one.status for one in mutants if one.operator == operator]))
        for operator in sorted({one.operator for one in mutants})
    ]
    rows.append(("all", *tallied([one.status for one in mutants])))
    print_audit_table(console, rows, rows)
    console.print()


def tallied(statuses: Sequence[MutantStatus]) -> tuple[str, ...]:
    """Return how many statuses there are, and how many of each kind; none is a dash."""
    return (f"{len(statuses):,}", *(f"{statuses.count(status) or '-'}" for status in STATUS_HEADS))


def print_audit_sum(console: Console, result: AuditResult) -> None:
    """Print the closing line."""
    found = len(result.open)
    allowed = len(result.findings) - found
    unreached = sum(one.score.unreached for one in result.claims if one.score)
    parts = [counted(found, "hollow finding"), *([f"{allowed} allowed"] if allowed else [])]
    if result.unchecked:
        parts.append(f"{len(result.unchecked)} not checked")
    if unreached:
        parts.append(f"{counted(unreached, 'mutant')} not reached")
    line = f"{counted(len(result.claims), 'claim')}: {', '.join(parts)}"
    style = "bad" if found else "good"
    console.print(Text.assemble((line, style), f" in {result.seconds:.1f} s"))


def print_switched_off(console: Console, parts: Iterable[SwitchedOff]) -> None:
    """Print what constants switch off, a line for each constant of a module."""
    for one in parts:
        what = "constant" if len(one.constants) == 1 else "constants"
        head = f"off by {what} {', '.join(one.constants)}: "
        names = f"{', '.join(one.subjects)} ({', '.join(one.claims)})"
        for line in wrapped(inert_line(head + names), console.width, "", " " * 8, ""):
            print_whole(console, Text(line.text, "quiet"))


def print_notes(console: Console, notes: Iterable[str]) -> None:
    """Print sentences about files that were left aside."""
    for note in notes:
        console.print(Text(inert_line(note), "quiet"), soft_wrap=True)


def print_unchecked(console: Console, notes: Iterable[str]) -> None:
    """Print what could not be checked."""
    for note in notes:
        console.print(Text(f"not checked: {inert_line(note)}", "unsure"), soft_wrap=True)
