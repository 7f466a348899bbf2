"""Recorded runs of TLC 2.15 (old), 2.19 (new), 2.20 (nightly), cc6b616 (head), and expectations.

The expectations were derived from the raw text, the exit codes and TLC's source, not from the
reader under test.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moltverify.tlc.output import Reading, read_output

JARS = ("old", "new", "nightly", "head")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class RecordedRun:
    """One run of one jar: raw standard output and error, and the exit code."""

    case: str
    jar: str
    rc: int
    out: str
    err: str


@dataclass(frozen=True)
class Expected:
    """The expected reading of a run; fields that do not apply are empty."""

    case: str
    jar: str
    outcome: str
    what: str
    property: str
    steps: str
    ending: str


@cache
def recorded_runs() -> dict[tuple[str, str], RecordedRun]:
    """Return all recorded runs by case and jar."""
    with gzip.open(_HERE / "corpus" / "recorded_runs.jsonl.gz", "rt", encoding="utf-8") as lines:
        runs = [RecordedRun(**json.loads(line)) for line in lines]
    return {(run.case, run.jar): run for run in runs}


def recorded(case: str, jar: str = "old") -> RecordedRun:
    """Return one recorded run."""
    return recorded_runs()[case, jar]


@cache
def reading(case: str, jar: str = "old") -> Reading:
    """Return the reading of one recorded run."""
    run = recorded(case, jar)
    return read_output(run.out, run.rc, run.err)


def expectations() -> Iterator[Expected]:
    """Yield the expectation of every recorded run, from the table beside this file."""
    with (_HERE / "expected_outcomes.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", restval=""):
            jars = row.pop("jars")
            for jar in JARS if jars == "all" else jars.split(","):
                yield Expected(jar=jar, **row)
