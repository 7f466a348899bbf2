"""The cost of moltverify itself as a suite grows: generated suites, cached and not."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from msgspec import Struct

from benchmarks.cases import MOLTVERIFY, moltverify, start
from benchmarks.measure import Case, peak_megabytes

PER_CLAIM = 5  # models: a green, a witness, three reds
MODULE = """---- MODULE {name} ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Step == x < 5 /\\ x' = x + 1
Reset == x = 5 /\\ x' = 0
Next == Step \\/ Reset
Spec == Init /\\ [][Next]_x
Bound == x <= 5
Full == x = 5
====
"""
RED = "---- MODULE {name}_{red} ----\nEXTENDS {name}\nStep{red} == x' = x + {by}\n====\n"


class Growth(Struct, frozen=True):
    """The cost of a suite with this many models: seconds without and with a cache, megabytes.

    Memory is that of moltverify's process alone.
    """

    models: int
    fresh: float
    cached: float
    memory: float


def grow(folder: Path, sizes: tuple[int, ...] = (10, 100, 1000, 5000)) -> Iterator[Growth]:
    """Measure suites of these many models."""
    for models in sizes:
        specs = folder / f"grown-{models}"
        write_suite(specs, models // PER_CLAIM)
        run = ("run", "--registry", str(specs), "-j2", "--quiet")
        store = folder / f"store-{models}"
        started = time.monotonic()
        moltverify(*run, store=store)
        fresh, again = time.monotonic() - started, time.monotonic()
        moltverify(*run, store=store)
        cached = time.monotonic() - again
        memory = peak_megabytes([*run, "--no-cache", "--store", str(store)])
        yield Growth(models, fresh, cached, memory)


def registry_cases(folder: Path, sizes: tuple[int, ...] = (1000, 5000)) -> list[Case]:
    """Return the cases that read registries of these many models and run none."""
    title, cases = "large registries", list[Case]()
    for command in ("list", "check-registry"):
        names = [f"moltverify {command}, {models:,} models" for models in sizes]
        for name, models in zip(names, sizes, strict=True):
            specs = folder / f"registry-{models}"
            if not specs.exists():
                write_suite(specs, models // PER_CLAIM)
            run = partial(start, MOLTVERIFY, command, "--registry", str(specs))
            cases.append(Case(name, title, run, names[0] if name != names[0] else ""))
    return cases


def write_suite(specs: Path, claims: int) -> None:
    """Write a registry with this many claims, and their specs."""
    specs.mkdir(parents=True)
    lines = ["suite: {title: Grown}", "groups: {all: All}", "claims:"]
    for number in range(claims):
        # Verdicts are shared by content: no two suites may have a model in common.
        lines += write_claim(specs, f"Of{claims}Counter{number}")
    (specs / "registry.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_claim(specs: Path, name: str) -> list[str]:
    """Write one claim's specs, and return its lines of the registry."""
    config = "SPECIFICATION Spec\nINVARIANT Bound\n"
    (specs / f"{name}.tla").write_text(MODULE.format(name=name), encoding="utf-8")
    (specs / f"{name}.cfg").write_text(config, encoding="utf-8")
    reds = []
    for red, by in (("A", 2), ("B", 3), ("C", 4)):
        module = RED.format(name=name, red=red, by=by)
        (specs / f"{name}_{red}.tla").write_text(module, encoding="utf-8")
        faulty = f"{config}CONSTANT Step <- Step{red}\n"
        (specs / f"{name}_{red}.cfg").write_text(faulty, encoding="utf-8")
        reds.append(
            f"  - {{id: {red.lower()}, fault: Too far., module: {name}_{red}.tla, violates: Bound}}"
        )
    return [
        f"- id: {name.lower()}",
        "  group: all",
        "  title: It stays below six",
        "  statement: It stays below six.",
        "  assumptions: [None.]",
        "  bounds: [Six values.]",
        f"  green: {{module: {name}.tla, distinct: 6}}",
        "  reaches: [{id: full, shows: It is full, state: Full}]",
        "  reds:",
        *reds,
        "  phrases:",
        "    {Init: Start, Step: Count, Reset: Again, StepA: Count, StepB: Count, StepC: Count}",
    ]
