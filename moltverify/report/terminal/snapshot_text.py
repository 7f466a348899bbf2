"""What snapshots of a system's state say about claims, in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from moltverify.plural import counted
from moltverify.registry.records import Claim
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.story.snapshot_story import NOT_LOOKED_AT, sum_words
from moltverify.report.terminal.console import print_lines
from moltverify.report.terminal.fit_text import INDENT, print_fit
from moltverify.report.terminal.trace_text import wrapped
from moltverify.snapshots.snapshot_records import Skipped, TableRead
from moltverify.tracing.snapshot_answers import ClaimAnswer, SnapshotReport


def print_tables(console: Console, tables: Sequence[TableRead]) -> None:
    """Print what was read of each snapshot."""
    for number, one in enumerate(tables):
        if number == 0 or one.snapshot != tables[number - 1].snapshot:
            console.print(Text(inert_line(one.snapshot), "name"))
        what = f"{NOT_LOOKED_AT}, {one.missing}" if one.missing else counted(one.rows, "row")
        print_quiet(console, f"{one.table}: {what}")
        for skipped in one.skipped:
            print_quiet(console, f"{one.table}: {skipped_words(skipped)}")
    console.print()


def print_claim_answer(console: Console, claim: Claim, answer: ClaimAnswer, full: bool) -> None:
    """Print the answer about a claim, and what was not looked at."""
    if answer.report:
        print_fit(console, claim, answer.report, full)
    else:
        title = f"  {inert_line(claim.title)}"
        console.print(Text.assemble((claim.id, "name"), title), overflow="fold")
        print_quiet(console, f"{NOT_LOOKED_AT}: {answer.missing}")
    for skipped in answer.skipped:
        print_quiet(console, skipped_words(skipped))
    for sentence in answer.unseen:
        print_quiet(console, f"not shown by the tables: {sentence}")
    console.print()


def print_quiet(console: Console, text: str) -> None:
    """Print a quiet line, indented."""
    lines = wrapped(inert(text), console.width, "  ", INDENT, "quiet")
    print_lines(console, (Text(line.text, style=line.style) for line in lines))


def skipped_words(skipped: Skipped) -> str:
    """Return which rows were not looked at, and why."""
    return f"{counted(skipped.rows, 'row')} {NOT_LOOKED_AT}: {skipped.reason}"


def print_sum(console: Console, report: SnapshotReport) -> None:
    """Print how many claims have which answer."""
    console.print(Text(sum_words(report), "name"))
