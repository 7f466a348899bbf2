"""Make docs/performance.md and docs/performance.svg from measurements."""

import os
import platform
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.growth import Growth
from benchmarks.measure import Measured, ratio
from moltverify.report.html.bars_svg import Bar, BarSection, bars_svg

COLUMNS = ("seconds", "fastest to slowest", "processor seconds", "megabytes", "ratio", "against")
REASONS = Path(__file__).with_name("reasons.md")
LAST = "## What makes the difference"  # the head of REASONS
# What programs with measurements of their own have written, by `put_section`.
APART = re.compile(r"^## (?:Large outputs|The service)$.*?(?=^## )", re.MULTILINE | re.DOTALL)
HEADER = """# Performance

Written by `make benchmark`; do not edit. Rounds, each with every case once: {rounds}; on {cores}
cores ({machine}), Java {java}, {jar}. Seconds are medians by the clock; processor time is that of
all processes together, memory that of the largest one. A ratio of 8 means: eight times as fast as
the case in the last column; it is the median of the rounds' ratios. Plain TLC is
`java -cp tla2tools.jar tlc2.TLC`, one virtual machine per model, without further flags unless the
table says otherwise.

![Seconds by the clock](performance.svg)
"""


def page(
    measured: Sequence[Measured],
    growth: Sequence[Growth],
    rounds: int,
    java: int,
    jar: str,
) -> str:
    """Return the page."""
    head = HEADER.format(
        rounds=rounds,
        cores=os.cpu_count(),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        java=java,
        jar=jar,
    )
    return "\n".join([head, *tables(measured), *growth_table(growth), REASONS.read_text("utf-8")])


def with_sections_apart(text: str, earlier: str) -> str:
    """Return a page with the sections of an earlier one that other programs have written."""
    reasons = REASONS.read_text("utf-8")
    return text.replace(reasons, "".join(APART.findall(earlier)) + reasons)


def put_section(page: Path, section: str) -> None:
    """Put a section into a page, in place of the one with its head, or before the last one."""
    head, text = section.partition("\n")[0], page.read_text(encoding="utf-8")
    old = re.search(rf"^{re.escape(head)}$.*?(?=^## )", text, re.MULTILINE | re.DOTALL)
    text = text.replace(old[0], "") if old else text
    page.write_text(text.replace(LAST, f"{section.rstrip()}\n\n{LAST}"), encoding="utf-8")


def tables(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of one table per section."""
    named = {one.case.name: one for one in measured}
    for section in dict.fromkeys(one.case.section for one in measured):
        yield f"## {section[0].upper()}{section[1:]}\n"
        yield f"| case | {' | '.join(COLUMNS)} |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
        for one in measured:
            if one.case.section == section:
                yield row(one, named.get(one.case.against))
        yield ""


def row(one: Measured, against: Measured | None) -> str:
    """Return one line of a table."""
    walls = [cost.wall for cost in one.costs]
    times = (
        f"{one.wall:.2f} | {min(walls):.2f} to {max(walls):.2f} | {one.cpu:.2f} | {one.memory:.0f}"
    )
    compared = f"{ratio(one, against):.2f} | {against.case.name}" if against else " | "
    return f"| {one.case.name} | {times} | {compared} |"


def growth_table(growth: Sequence[Growth]) -> Iterator[str]:
    """Yield the lines about the cost of a growing suite, if it was measured."""
    if not growth:
        return
    yield "## As a suite grows\n"
    yield "Models of six states; memory is that of moltverify's process alone.\n"
    yield "| models | seconds | seconds if nothing changed | megabytes |"
    yield "| ---: | ---: | ---: | ---: |"
    for one in growth:
        yield f"| {one.models:,} | {one.fresh:.1f} | {one.cached:.2f} | {one.memory:.0f} |"
    yield ""


def plot(measured: Sequence[Measured]) -> str:
    """Return bars of seconds as SVG; each section has its own scale."""
    sections = []
    for section in dict.fromkeys(one.case.section for one in measured):
        chosen = [one for one in measured if one.case.section == section]
        longest = max(one.wall for one in chosen)
        sections.append(BarSection(head=section, bars=tuple(bar(one, longest) for one in chosen)))
    return bars_svg("Seconds", sections)


def bar(one: Measured, longest: float) -> Bar:
    """Return the bar of one case."""
    return Bar(
        name=one.case.name,
        share=one.wall / longest,
        says=f"{one.wall:.2f} s",
        kind="ours" if "moltverify" in one.case.name else "other",
    )
