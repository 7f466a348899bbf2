"""`python -m benchmarks.own_models`: a suite as people bring it, on a jar that is not known.

A generated suite with a library folder, a second jar, recursion, PlusCal, Unicode and proofs runs
once on plain TLC, two at a time, and once on moltverify with an empty cache, so that the comparison
of workers and processes (`running.warm.self_check`) is part of the time.
"""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path

from benchmarks.cases import Plain, moltverify
from benchmarks.measure import Case, measure, ratio
from moltverify.registry.load import load_registry
from moltverify.running.toolchain import find_jar, find_toolchain

PER_CLAIM = 2  # a green and a red
BODY = """VARIABLE x
Init == x = 0
Next == x' = Step(x)
Spec == Init /\\ [][Next]_x
"""
PLUSCAL = """(*--algorithm count
variable x = 0;
begin
  Loop: while TRUE do x := Step(x) end while;
end algorithm; *)
\\* BEGIN TRANSLATION
VARIABLE x
vars == << x >>
Init == (* Global variables *)
        /\\ x = 0
Next == x' = Step(x)
Spec == Init /\\ [][Next]_vars
\\* END TRANSLATION
"""
PROOF = (
    "THEOREM Safe == Spec => []Inv\n<1>1. Init => Inv\n  BY DEF Init, Inv\n<1>2. QED\n  OBVIOUS\n"
)
# What each kind of module extends, how it steps, what it is made of, and what follows.
SUM = "RECURSIVE Sum(_)\nSum(n) == IF n = 0 THEN 0 ELSE n + Sum(n - 1)\n"
KINDS = (
    ("Common", "Step(n) == Bump(n)", BODY, ""),
    ("Doubling", "Step(n) == (Twice(n) + 1) % 6", BODY, ""),
    (
        "TLC",
        f"{SUM}Step(n) == (Sum(n) + 1) % 6",
        BODY,
        "",
    ),
    ("TLC", "Step(n) == (n + 1) % 6", PLUSCAL, ""),
    ("TLC", '\\* zählt → weiter\nName == "grün"\nStep(n) == (n + 1) % 6', BODY, ""),
    ("TLC", "Step(n) == (n + 1) % 6", BODY, PROOF),
)
COMMON = "---- MODULE Common ----\nEXTENDS Naturals\nBump(n) == (n + 1) % 6\n====\n"
DOUBLING = "---- MODULE Doubling ----\nEXTENDS Halving\nTwice(n) == n + n\n====\n"
HALVING = "---- MODULE Halving ----\nEXTENDS Naturals\nHalf(n) == n \\div 2\n====\n"
REGISTRY = """suite:
  title: Brought along
  tla2tools: {{path: tla2tools.jar, sha256: {jar}}}
defaults:
  library: [common, {{jar: library.jar, sha256: {library}, trusted: true}}]
groups: {{all: All}}
claims:
"""
CLAIM = """  - id: c{number}
    group: all
    title: Claim {number}
    statement: The counter stays small.
    green: {{module: M{number}.tla, distinct: {distinct}}}
    reds: [{{id: bad, fault: It leaps., module: M{number}_Bad.tla, violates: Inv}}]
"""


def write_suite(specs: Path, modules: int) -> Path:
    """Write a suite with this many modules, and return its registry."""
    (specs / "common").mkdir(parents=True)
    (specs / "common" / "Common.tla").write_text(COMMON)
    jar, library = specs / "tla2tools.jar", specs / "library.jar"
    shutil.copyfile(find_jar(None, {}).path, jar)
    # Another digest than that of any release.
    with zipfile.ZipFile(jar, "a") as made:
        made.comment = b"a copy"
    with zipfile.ZipFile(library, "w") as made:
        made.writestr("Doubling.tla", DOUBLING)
        made.writestr("Halving.tla", HALVING)
    text = REGISTRY.format(jar=digest(jar), library=digest(library))
    for number in range(modules // PER_CLAIM):
        text += write_claim(specs, number)
    registry = specs / "registry.yaml"
    registry.write_text(text)
    return registry


def write_claim(specs: Path, number: int) -> str:
    """Write the modules and configs of a claim, and return its entry."""
    uses, step, body, more = KINDS[number % len(KINDS)]
    name = f"M{number}"
    head = f"---- MODULE {name} ----\nEXTENDS Naturals, {uses}\n"
    (specs / f"{name}.tla").write_text(f"{head}{step}\n{body}Inv == x < 6\n{more}====\n")
    bad = f"---- MODULE {name}_Bad ----\nEXTENDS {name}\nBad(n) == n + 7\n====\n"
    (specs / f"{name}_Bad.tla").write_text(bad)
    config = "SPECIFICATION Spec\nINVARIANT Inv\n"
    (specs / f"{name}.cfg").write_text(config)
    (specs / f"{name}_Bad.cfg").write_text(f"{config}CONSTANT Step <- Bad\n")
    return CLAIM.format(number=number, distinct=len(states(number % len(KINDS))))


def states(kind: int) -> set[int]:
    """Return the values that the counter of a kind of module has."""
    steps = {1: lambda n: (2 * n + 1) % 6, 2: lambda n: (n * (n + 1) // 2 + 1) % 6}
    found, value = set[int](), 0
    while value not in found:
        found.add(value)
        value = steps.get(kind, lambda n: (n + 1) % 6)(value)
    return found


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def cases_of(registry: Path, folder: Path) -> list[Case]:
    """Return plain TLC and moltverify over a suite."""
    toolchain = find_toolchain(registry.with_name("tla2tools.jar"), os.environ)
    plain = Plain(load_registry(registry).models, toolchain, folder / "plain")
    cache = Path(os.environ["MOLTVERIFY_CACHE"])
    run = partial(moltverify, "run", "--registry", str(registry), "-j2", store=folder / "store")
    name, title = "plain TLC, two at a time", "models brought along"
    return [
        Case(name, title, partial(plain.run, 2)),
        Case("moltverify", title, run, name, partial(shutil.rmtree, cache, ignore_errors=True)),
    ]


def main() -> None:
    """Measure, and print how long moltverify takes beside plain TLC."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.own_models", description=__doc__)
    parser.add_argument("--modules", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moltverify-benchmark-") as name:
        folder = Path(name)
        os.environ["MOLTVERIFY_CACHE"] = str(folder / "cache")
        registry = write_suite(folder / "specs", options.modules)
        plain, ours = measure(
            cases_of(registry, folder), options.rounds, partial(print, file=sys.stderr)
        )
    print(
        f"moltverify takes {1 / ratio(ours, plain):.2f} of the time of plain TLC, and "
        f"{ours.cpu / plain.cpu:.2f} of its processor time"
    )


if __name__ == "__main__":
    main()
