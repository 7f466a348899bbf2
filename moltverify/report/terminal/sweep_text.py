"""A sweep in the terminal: per model a table, bars on a logarithmic scale, and conclusions."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from moltverify.plural import counted
from moltverify.registry.records import Role
from moltverify.report.story.escaping import inert_line
from moltverify.report.story.sweep_scale import decades, figures, has_plot, scale_fraction
from moltverify.report.terminal.console import print_whole
from moltverify.report.terminal.trace_text import wrapped
from moltverify.sweep.results import (
    InstanceRow,
    InstanceStatus,
    ModelSweep,
    SweepResult,
    SweptConstant,
)

COUNTS = ("states", "growth", "depth", "seconds")
# A red that holds is neither good nor bad, because its fault may need a larger instance.
STYLES = {
    Role.GREEN: {InstanceStatus.HOLDS: "good", InstanceStatus.BREAKS: "bad"},
    Role.RED: {InstanceStatus.HOLDS: "quiet", InstanceStatus.BREAKS: "good"},
    Role.WITNESS: {InstanceStatus.HOLDS: "quiet", InstanceStatus.BREAKS: "good"},
}
# Statuses that mean the same for every role.
OTHERS = {
    InstanceStatus.BREAKS_OTHERWISE: "bad",
    InstanceStatus.EXCLUDED: "quiet",
    InstanceStatus.UNDECIDED: "unsure",
    InstanceStatus.ERROR: "bad",
}
WORDS = {
    InstanceStatus.HOLDS: "hold",
    InstanceStatus.BREAKS: "break",
    InstanceStatus.BREAKS_OTHERWISE: "break otherwise",
    InstanceStatus.EXCLUDED: "excluded",
    InstanceStatus.UNDECIDED: "not decided",
    InstanceStatus.ERROR: "failed",
}
MARKS = {
    InstanceStatus.HOLDS: "#",
    InstanceStatus.BREAKS: "x",
    InstanceStatus.BREAKS_OTHERWISE: "x",
}
FEWEST_WORDS = 24  # columns that a verdict gets at least in the lines after its first
LONGEST_BAR = 60  # columns
INDENT = "  "


def print_sweep(console: Console, result: SweepResult) -> None:
    """Print all models of a sweep and the closing line."""
    lead = f"{inert_line(result.claim)}  "
    for line in wrapped(inert_line(result.title), console.width, lead, INDENT * 2, ""):
        print_whole(console, Text(line.text))
    for constant in result.constants:
        print_words(console, elements_text(constant), "quiet")
    console.print()
    for model in result.models:
        print_model(console, model)
    print_sweep_sum(console, result)


def print_words(console: Console, words: str, style: str) -> None:
    """Print a sentence below the heading, wrapped."""
    if words:
        later = INDENT * 2
        for line in wrapped(inert_line(words), console.width, INDENT, later, style):
            print_whole(console, Text(line.text, line.style))


def elements_text(constant: SweptConstant) -> str:
    """Return which elements a set has in its sizes; empty for a number."""
    if not constant.elements:
        return ""
    own = constant.elements[: len(constant.elements) - len(constant.invented)]
    more = f"; invented: {', '.join(constant.invented)}" if constant.invented else ""
    return f"{constant.name} counts elements: {', '.join(own)}{more}"


def print_model(console: Console, model: ModelSweep) -> None:
    """Print one model: its table, its plot, and what its rows say together."""
    console.print(Text.assemble((inert_line(model.id), "name"), f"  {model.role.value}"))
    if model.role is not Role.GREEN:
        print_words(console, model.sentence, "quiet")
    if model.rows:
        print_sweep_table(console, model)
    for one in model.missing:
        print_words(console, f"not run: {one}", "unsure")
    if has_plot(model):
        console.print()
        print_plot(console, model)
    for words in conclusions(model):
        print_words(console, words, "moral")
    console.print()


def print_sweep_table(console: Console, model: ModelSweep) -> None:
    """Print a line per instance; the verdict is last and may take more lines."""
    names = [one.constant for one in model.registered.settings]
    cells = [[*names, *COUNTS], *(row_cells(row) for row in model.rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    padded = [
        INDENT + "  ".join(one.rjust(width) for one, width in zip(line, widths, strict=True)) + "  "
        for line in cells
    ]
    print_whole(console, Text(f"{padded[0]}verdict", "quiet"))
    for row, lead in zip(model.rows, padded[1:], strict=True):
        style = {**OTHERS, **STYLES[model.role]}[row.status]
        words = row.text + (" (registered)" if row.registered else "")
        later = " " * min(len(lead), max(console.width - FEWEST_WORDS, 0))
        for line in wrapped(inert_line(words), console.width, lead, later, style):
            # wrapped() returns lines without their parts, and only the verdict has a style.
            own = lead if line.text.startswith(lead) else later
            text = Text.assemble(own, (line.text[len(own) :], style))
            print_whole(console, text)


def row_cells(row: InstanceRow) -> list[str]:
    """Return the cells of an instance without its verdict."""
    return [
        *map(str, row.instance.sizes),
        figures(row),
        f"x{row.growth:.1f}" if row.growth else "",
        "-" if row.depth is None else f"{row.depth:,}",
        f"{row.seconds:.1f}",
    ]


def print_plot(console: Console, model: ModelSweep) -> None:
    """Print a bar per instance, of characters that can be told apart without colour."""
    most = decades(model.rows)
    print_words(console, legend(model), "quiet")
    names = [inert_line(str(row.instance)) for row in model.rows]
    figure_width = max(len(figures(row)) for row in model.rows)
    left = max(map(len, names))
    room = max(10, min(LONGEST_BAR, console.width - len(INDENT) - left - figure_width - 4))
    for name, row in zip(names, model.rows, strict=True):
        # On a logarithmic scale one state has the length 0, and would look like none.
        length = max(1, round(room * scale_fraction(row.distinct, most))) if row.distinct else 0
        bar = MARKS.get(row.status, "?") * length
        line = f"{INDENT}{name:<{left}} |{bar} {figures(row)}"
        print_whole(console, Text(line))
    print_whole(console, Text(f"{INDENT}{'':<{left}} {axis(most, room)}", "quiet"))


def legend(model: ModelSweep) -> str:
    """Return what the bars and their characters mean."""
    own = {MARKS.get(row.status, "?"): row.status for row in model.rows if row.distinct}
    words = {"#": "holds", "x": "breaks", "?": "neither"}
    signs = ", ".join(f"{sign} {words[sign]}" for sign in words if sign in own)
    return f"distinct states, logarithmic: {signs}"


def axis(most: int, room: int) -> str:
    """Return the scale below the bars: powers of ten, each where its bar would end."""
    line = "1"
    for power in range(1, most + 1):
        label = f"{10**power:,}"
        at = round(room * power / most) + 1 - len(label)
        # A label that would overlap the one before it is left out.
        if at > len(line):
            line = f"{line:<{at}}{label}"
    return line


def conclusions(model: ModelSweep) -> Iterator[str]:
    """Yield sentences about all rows of a model."""
    if model.role is Role.GREEN:
        broken = model.with_status(InstanceStatus.BREAKS, InstanceStatus.BREAKS_OTHERWISE)
        if broken:
            yield f"smallest instance that breaks: {with_lengths(model.smallest)}"
        elif holding := model.with_status(InstanceStatus.HOLDS):
            yield f"holds in {len(holding)} of {counted(len(model.rows), 'instance')}"
        return
    verb = "breaks" if model.role is Role.RED else "is reached"
    smallest = model.smallest
    if not smallest:
        if model.rows:
            yield f"no instance {verb}"
        return
    which = "instance that" if len(smallest) == 1 else "instances that"
    word = verb if len(smallest) == 1 else {"breaks": "break"}.get(verb, "are reached")
    yield f"smallest {which} {word}: {with_lengths(smallest)}"
    # Each of these could be the smallest instance instead.
    if below := unknown_below(model):
        yield f"smaller ones that are not decided: {'; '.join(below)}"


def with_lengths(rows: Sequence[InstanceRow]) -> str:
    """Return the instances with the lengths of their counterexamples."""
    return "; or ".join(
        f"{row.instance}; counterexample of {counted(row.length, 'state')}"
        if row.length
        else f"{row.instance}"
        for row in rows
    )


def unknown_below(model: ModelSweep) -> list[str]:
    """Return the undecided instances that are within one of the smallest that break."""
    rows = model.with_status(InstanceStatus.UNDECIDED, InstanceStatus.ERROR)
    unknown = [*(row.instance for row in rows), *model.missing]
    broken = [row.instance for row in model.smallest]
    return [str(one) for one in unknown if any(one.is_within(other) for other in broken)]


def print_sweep_sum(console: Console, result: SweepResult) -> None:
    """Print the closing line."""
    rows = result.rows
    statuses = [row.status for row in rows]
    counts = [
        f"{statuses.count(status)} {WORDS[status]}"
        for status in InstanceStatus
        if status in statuses
    ]
    missing = sum(len(model.missing) for model in result.models)
    if missing:
        counts.append(f"{missing} not run")
    if cached := sum(row.cached for row in rows):
        counts.append(f"{cached} cached")
    models, instances = counted(len(result.models), "model"), counted(len(rows), "instance")
    line = f"{models}, {instances}: {', '.join(counts) or 'none run'}"
    style = "good" if result.exit_code == 0 else "bad"
    console.print(Text.assemble((line, style), f" in {result.seconds:.1f} s"))
