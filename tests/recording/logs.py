"""What tests of the recorders ask of a log."""

import json
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
        at = event["at"]
        clocks[at["writer"]].append(at["ns"])
        assert at["seq"] == len(clocks[at["writer"]])
    assert all(found == sorted(found) for found in clocks.values())


def fields_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events without what the recorder adds."""
    return [{name: value for name, value in one.items() if name != "at"} for one in events]
