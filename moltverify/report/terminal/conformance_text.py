"""Conformance in the terminal: a table of claims and releases, each drift as a story, the sum."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from moltverify.conformance.bisection import drift_ranges
from moltverify.conformance.records import Status
from moltverify.conformance.results import ConformanceResult, ReplayFinding, status_counts
from moltverify.report.story.drift_story import story
from moltverify.report.story.escaping import inert, inert_line
from moltverify.report.terminal.console import print_whole
from moltverify.report.terminal.trace_text import wrapped

STYLES = {
    Status.CONFORMS: "good",
    Status.STRICTER: "good",
    Status.IN_PART: "unsure",
    Status.LAXER: "bad",
    Status.HAS_FAULT: "bad",
    Status.HAS_NOT: "good",
    Status.CANNOT_TELL: "unsure",
    Status.NO_COUNTERPART: "quiet",
    Status.SYMBOL_MOVED: "unsure",
    Status.COULD_NOT_LOAD: "unsure",
    Status.NOT_RUN: "unsure",
}


def print_conformance(console: Console, result: ConformanceResult) -> None:
    """Print the table, then the reasons and drifts, then the sum."""
    print_replay_table(console, result.findings)
    print_reasons(console, result.findings)
    for alike in alike_findings(result.findings):
        print_stories(console, alike)
    for name in result.came_back:
        print_wrapped(console, f"it had gone and is back: {inert_line(name)}", "", "  ", "bad")
    for name in result.otherwise:
        print_wrapped(console, f"the record differs for {name}", "", "  ", "unsure")
    if result.otherwise:
        mend = "write it again with moltverify conform --record, and its pages with moltverify docs"
        print_wrapped(console, mend, "", "  ", "quiet")
        console.print()
    print_replay_sum(console, result)


def print_replay_table(console: Console, findings: Sequence[ReplayFinding]) -> None:
    """Print one line per model, one column per release."""
    releases = list(dict.fromkeys(finding.label for finding in findings))
    cells = {(finding.model, finding.label): cell_text(finding) for finding in findings}
    rows = [[Text("claim"), *(Text(inert_line(label)) for label in releases)]]
    for model in dict.fromkeys(finding.model for finding in findings):
        name = Text(inert_line(model), style="name")
        rows.append([name, *(cells.get((model, label), Text("")) for label in releases)])
    widths = [max(row[column].cell_len for row in rows) for column in range(len(rows[0]))]
    # Columns cannot be followed in a table whose rows are wrapped.
    if sum(widths) + 2 * len(widths) - 2 > console.width:
        print_list(console, findings)
        return
    for row in rows:
        for text, width in zip(row, widths, strict=True):
            text.pad_right(width - text.cell_len + 2)
        print_whole(console, Text.assemble(*row))
    console.print()


def print_list(console: Console, findings: Sequence[ReplayFinding]) -> None:
    """Print for each model its results, each with its releases below: a table in narrow form."""
    for model in dict.fromkeys(finding.model for finding in findings):
        print_whole(console, Text(inert_line(model), style="name"))
        own = [finding for finding in findings if finding.model == model]
        # By its plain text, because rich's Text cannot be a key.
        for plain, text in {text.plain: text for text in map(cell_text, own)}.items():
            labels = ", ".join(one.label for one in own if cell_text(one).plain == plain)
            print_whole(console, Text("  ") + text)
            print_wrapped(console, labels, " " * 6, " " * 6, "quiet")
    console.print()


def cell_text(finding: ReplayFinding) -> Text:
    """Return what a table's cell says."""
    style = STYLES[finding.status]
    if finding.status in {Status.CONFORMS, Status.IN_PART} and not finding.differing:
        return Text(f"{finding.status.value} {calls_text(finding)}", style=style)
    if finding.status in {Status.LAXER, Status.STRICTER, Status.IN_PART}:
        counts = f"{finding.differing:,} of {calls_text(finding)}"
        known = "" if finding.new else ", known"
        return Text(f"{finding.status.value} {counts}{known}", style=style)
    return Text(finding.status.value, style=style)


def calls_text(finding: ReplayFinding) -> str:
    """Return the number of calls replayed, and of all calls if this release lacks some."""
    of = f" ({finding.vectors:,})" if finding.absent else ""
    return f"{finding.replayed:,}{of}"


def print_reasons(console: Console, findings: Sequence[ReplayFinding]) -> None:
    """Print why models have no counterpart or were not run, each reason once per model."""
    told: set[tuple[str, str]] = set()
    for finding in findings:
        if finding.reason and (finding.model, finding.reason) not in told:
            told.add((finding.model, finding.reason))
            line = f"{finding.model}: {finding.status.value}: {inert_line(finding.reason)}"
            print_wrapped(console, line, "", "  ", STYLES[finding.status])
    # What a model omits is the same for all releases, so it is printed once.
    for model, omits in dict.fromkeys((one.model, one.omits) for one in findings if one.omits):
        told.add((model, omits))
        print_wrapped(console, f"{model}: not replayed: {inert_line(omits)}", "", "  ", "quiet")
    if told:
        console.print()


def alike_findings(findings: Sequence[ReplayFinding]) -> list[list[ReplayFinding]]:
    """Return the findings with examples in groups that have the same model, counts and examples."""
    # A list instead of a dict: examples have JSON values, which cannot be part of a key.
    groups: list[list[ReplayFinding]] = []
    for finding in findings:
        same = (one for one in groups if one[0].model == finding.model and alike(one[0], finding))
        if finding.examples:
            group = next(same, None)
            if group is None:
                groups.append([finding])
            else:
                group.append(finding)
    return groups


def alike(one: ReplayFinding, other: ReplayFinding) -> bool:
    """Tell whether two findings have the same counts and examples."""
    return (
        difference_counts_text(one) == difference_counts_text(other)
        and one.examples == other.examples
    )


def print_stories(console: Console, findings: Sequence[ReplayFinding]) -> None:
    """Print the minimal example of each drift: state, call, and outcomes of model and code."""
    finding = findings[0]
    labels = ", ".join(one.label for one in findings)
    style = "bad" if finding.new else "unsure"
    heading = inert_line(f"{finding.model} and {labels}: {difference_counts_text(finding)}")
    print_wrapped(console, heading, "", "  ", style)
    for example in finding.examples:
        told = [*story(example), *([("on record", example.known)] if example.known else [])]
        for label, words in told:
            print_wrapped(console, f"{label:<12}{inert(words)}", "  ", " " * 14, "")
        console.print()


def difference_counts_text(finding: ReplayFinding) -> str:
    """Return how many calls differ, and how many of them are on record."""
    known = f", {finding.known:,} of them on record" if finding.new and finding.known else ""
    known = known or (", all of them on record" if finding.known else "")
    verb = "show the fault" if finding.status is Status.HAS_FAULT else "differ"
    return f"{finding.differing:,} of {finding.replayed:,} calls {verb}{known}"


def print_ranges(console: Console, findings: Sequence[ReplayFinding]) -> None:
    """Print for each drift the first and the last release that have it."""
    for model in dict.fromkeys(finding.model for finding in findings):
        own = [finding for finding in findings if finding.model == model]
        for one in drift_ranges(own):
            fixed = f", fixed in {one.fixed}" if one.fixed else ", and still there"
            span = one.first if one.first == one.last else f"{one.first} to {one.last}"
            reason = inert_line(one.reason or "a difference without a reason on record")
            print_wrapped(console, f"{model}: {span}{fixed}: {reason}", "", "  ", "")


def print_wrapped(console: Console, text: str, first: str, later: str, style: str) -> None:
    """Print a text in lines that fit."""
    for line in wrapped(text, console.width, first, later, style):
        print_whole(console, Text(line.text, style=style))


def print_replay_sum(console: Console, result: ConformanceResult) -> None:
    """Print the number of findings by status, and how many calls were replayed."""
    statuses = ", ".join(
        f"{n} {status.value}" for status, n in status_counts(result.findings).items()
    )
    # The code of such a release was replayed once, for the release that it names.
    calls = sum(finding.replayed for finding in result.findings if not finding.same_as)
    console.print(
        Text(f"{statuses or 'nothing to replay'}; {calls:,} calls in {result.seconds:.1f} s")
    )
