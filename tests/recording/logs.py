"""What tests of the recorders ask of a log."""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any


def events_of(log: Path) -> list[dict[str, Any]]:
    """Return the events of a log, whose lines must all be whole."""
    text = log.read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def assert_in_order(events: list[dict[str, Any]]) -> None:
    """Each writer has numbered its lines from 1 without a gap, by a clock that never goes back."""
    clocks: dict[str, list[int]] = defaultdict(list)
    for event in events:
        at = event["recorded"]
        clocks[at["writer"]].append(at["ns"])
        assert at["seq"] == len(clocks[at["writer"]])
    assert all(found == sorted(found) for found in clocks.values())


def fields_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events without what the recorder adds."""
    return [{name: value for name, value in one.items() if name != "recorded"} for one in events]


def run_python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program that has `mv` and its arguments."""
    head = "import os, sys, threading\nimport moltverify as mv\npath = sys.argv[1]\n"
    return subprocess.run(
        [sys.executable, "-c", head + code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
