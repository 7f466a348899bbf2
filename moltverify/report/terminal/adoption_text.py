"""An adoption in the terminal: what was found, what is written, what a person should look at."""

from collections.abc import Iterable, Sequence
from os.path import relpath
from pathlib import Path

from rich.console import Console
from rich.text import Text

from moltverify.adoption.adopt import Adoption
from moltverify.adoption.plan import AdoptionPlan
from moltverify.adoption.records import PairedModel, SkippedFile
from moltverify.adoption.tlc_command import search_text
from moltverify.plural import counted
from moltverify.report.story.escaping import display_width, inert_line
from moltverify.report.terminal.console import print_whole
from moltverify.report.terminal.trace_text import wrapped
from moltverify.tlc.outcome import ViolationKind


def print_found(console: Console, models: Sequence[PairedModel], modules: int) -> None:
    """Print how many models there are, and by which rules their modules were found."""
    configs = counted(len(models), "config")
    console.print(Text(f"{configs} of {counted(modules, 'module')}", "name"))
    rules = [rule_words(one) for one in models]
    counts = sorted({one: rules.count(one) for one in rules}.items(), key=lambda one: -one[1])
    if counts:
        words = ", ".join(f"{number} by {rule}" for rule, number in counts)
        print_indented_text(console, f"paired: {words}")


def rule_words(model: PairedModel) -> str:
    """Return the rule by which a model's module was found; places of one file count as one."""
    how = model.how
    if how.startswith("its line "):
        return "a line in the config"
    return how.partition(":")[0]


def print_indented_text(console: Console, text: str, style: str = "") -> None:
    """Print a text in lines of the console's width, indented."""
    for line in wrapped(inert_line(text), console.width, "  ", "    ", style):
        print_whole(console, Text(line.text, style))


def print_pairs(
    console: Console, heading: str, pairs: Iterable[tuple[str, str]], style: str = ""
) -> None:
    """Print a table of two columns below a heading; nothing without rows."""
    rows = [(inert_line(one), inert_line(other)) for one, other in pairs]
    if not rows:
        return
    console.print()
    print_whole(console, Text(heading, style or "name"))
    # Most paths have room, and what follows can still be read.
    width = min(max(display_width(one) for one, _ in rows), console.width * 3 // 5)
    before = ""
    for name, text in rows:
        lead = "" if name == before else name
        before = name
        indent = " " * (width + 4)
        first = f"  {lead}{' ' * (width - display_width(lead))}  "
        # A long path has a line of its own, so that it can be copied in one piece.
        if display_width(lead) > width:
            print_whole(console, Text(f"  {lead}"))
            first = indent
        for line in wrapped(text, console.width, first, indent, ""):
            print_whole(console, Text(line.text))


def print_skipped(console: Console, skipped: Iterable[SkippedFile], here: Path) -> None:
    """Print the files that are not adopted, each with the reason."""
    pairs = [(path_from(one.file, here), one.reason) for one in skipped]
    print_pairs(console, f"skipped {counted(len(pairs), 'file')}", pairs, "quiet")


def path_from(file: Path, here: Path) -> str:
    """Return a path as a person in the folder `here` would write it."""
    return str(file.relative_to(here)) if file.is_relative_to(here) else relpath(file, here)


def print_adoption(console: Console, adoption: Adoption, here: Path) -> None:
    """Print what became of the models, the hollow ones last."""
    plan = adoption.plan
    print_pairs(
        console,
        "left out, with a comment in the registry",
        [(path_from(one.config, here), one.reason) for one in plan.left_out],
        "unsure",
    )
    print_pairs(
        console,
        "cut short, in the tier nightly: whether it holds is not known",
        [
            (path_from(one.green.config, here), f"{one.id}: moltverify run --tier nightly")
            for one in plan.claims
            if one.green and one.green.cut_short
        ],
        "unsure",
    )
    print_pairs(
        console,
        "random traces, as in your own files: no proof",
        [
            (path_from(one.paired.config, here), search_text(one.paired.search))
            for one in adoption.runs
            if one.paired.search
        ],
        "unsure",
    )
    print_pairs(
        console,
        "not what your own files say",
        [(path_from(one.config, here), one.what) for one in adoption.conflicts],
        "bad",
    )
    print_pairs(
        console,
        "breaks, and nothing says that it should",
        [
            (path_from(one, here), broken_text(adoption, one))
            for one in adoption.unforeseen
            if not is_witness(adoption, one)
        ],
        "bad",
    )
    hollow = [(path_from(one.config, here), one.what) for one in adoption.hollow]
    print_pairs(console, f"hollow: {counted(len(hollow), 'finding')}", hollow, "bad")


def is_witness(adoption: Adoption, config: Path) -> bool:
    """Tell whether a config became a witness: a broken probe is what its author wanted."""
    claims = adoption.plan.claims
    return any(one.config == config for claim in claims for one in claim.witnesses)


def broken_text(adoption: Adoption, config: Path) -> str:
    """Return how the model of a config is expected to break from now on."""
    reds = [red for claim in adoption.plan.claims for red in claim.reds if red.config == config]
    if not reds:
        return "left out"
    if reds[0].kind is ViolationKind.DEADLOCK:
        return "a deadlock; if the model may end, adopt it with --no-deadlock"
    return f"the {reds[0].kind.value} {reds[0].property}".rstrip()


def print_plan_sum(console: Console, plan: AdoptionPlan) -> None:
    """Print how many entries of each kind there are."""
    greens = sum(1 for one in plan.claims if one.green and not one.grows)
    reds = sum(len(one.reds) for one in plan.claims)
    witnesses = sum(len(one.witnesses) for one in plan.claims)
    parts = [
        counted(greens, "green"),
        counted(reds, "red"),
        *([f"{witnesses:,} witness{'' if witnesses == 1 else 'es'}"] if witnesses else []),
        *([f"{len(plan.left_out)} left out"] if plan.left_out else []),
    ]
    console.print()
    line = f"{counted(len(plan.claims), 'claim')}: {', '.join(parts)}"
    console.print(Text(line, "good" if plan.claims else "unsure"))
