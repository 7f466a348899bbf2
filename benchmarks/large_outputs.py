"""`python -m benchmarks.large_outputs`: much output, long traces and large states.

Written to docs/performance.md. Memory is that of moltverify's own process.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import peak_megabytes
from benchmarks.page import put_section

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
FORMATS = ("json", "junit", "sarif", "html", "markdown")
MODULE = """---- MODULE M ----
EXTENDS Naturals, Sequences, TLC
VARIABLE x
{body}
====
"""
# A line of 10,000 characters in each of 30,000 states: 300 MB.
PRINTING = """Line[n \\in 0 .. 10] == IF n = 0 THEN "0123456789" ELSE Line[n - 1] \\o Line[n - 1]
Init == x = 0
Next == x < 30000 /\\ PrintT(Line[10]) /\\ x' = x + 1
Inv == x >= 0"""
LONG = """Init == x = 0
Next == x' = x + 1
Inv == x < 20000"""
WIDE = """Init == x = [i \\in 1 .. 1500 |-> [status |-> "idle", by |-> "nobody", at |-> 0]]
Next == \\E i \\in 1 .. 2 : x' = [x EXCEPT ![i].at = @ + 1]
Inv == x[1].at < 20"""


GREEN = "green: {module: M.tla}"
RED = "reds: [{id: red, module: M.tla, violates: Inv}]"


class Large(NamedTuple):
    """A model whose output is large; `entry` is what the registry says of it."""

    name: str
    body: str
    entry: str


CASES = (
    Large("300 MB of output", PRINTING, GREEN),
    Large("a counterexample of 20,000 states", LONG, RED),
    Large("a counterexample of 21 states of 1,500 records", WIDE, RED),
)


def rows(folder: Path) -> Iterator[str]:
    """Yield a line of the table for each model: a run alone, and one with all reports."""
    for number, case in enumerate(CASES):
        specs = folder / str(number)
        write_model(specs, case)
        run = ["run", "--registry", str(specs), "--no-cache", "--quiet", "--store"]
        reports = {name: specs / f"report.{name}" for name in FORMATS}
        asked = [f"--report={name}={file}" for name, file in reports.items()]
        seconds, memory = measured([*run, str(specs / "store")])
        more, peak = measured([*run, str(specs / "store"), *asked])
        page = reports["html"].stat().st_size / 1e6
        yield (
            f"| {case.name} | {seconds:.1f} | {memory:.0f} | {more:.1f} | {peak:.0f} | {page:.1f} |"
        )


def measured(arguments: list[str]) -> tuple[float, float]:
    """Run moltverify; return seconds by the clock and megabytes."""
    began = time.monotonic()
    memory = peak_megabytes(arguments)
    return time.monotonic() - began, memory


def write_model(specs: Path, case: Large) -> None:
    """Write a registry with one model."""
    specs.mkdir()
    (specs / "M.tla").write_text(MODULE.format(body=case.body))
    (specs / "M.cfg").write_text("INIT Init\nNEXT Next\nINVARIANT Inv\n")
    (specs / "registry.yaml").write_text(
        f"claims:\n- id: large\n  deadlock: allowed\n  {case.entry}\n"
    )


def main() -> None:
    """Measure, and replace the section of the page."""
    with tempfile.TemporaryDirectory(prefix="moltverify-large-") as name:
        lines = [*rows(Path(name))]
    intro = (
        "Written by `python -m benchmarks.large_outputs`. Seconds are those of the whole command "
        "with TLC's; memory is that of moltverify's own process. Reports are "
        f"{', '.join(FORMATS)}."
    )
    head = "| model | seconds | megabytes | with reports, seconds | megabytes | page, MB |"
    table = [head, "| --- | ---: | ---: | ---: | ---: | ---: |", *lines]
    section = "\n".join(["## Large outputs", "", intro, "", *table])
    put_section(PAGE, section)
    print(section)


if __name__ == "__main__":
    main()
