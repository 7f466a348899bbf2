"""The events of a watch as JSON lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from moltverify.errors import ToolchainError
from moltverify.report.files.json_schema import watch_schema
from moltverify.report.files.watch_lines import WatchLines
from moltverify.suite.events import Ended, Progressed, Started
from moltverify.suite.verdict import Verdict
from moltverify.tlc.progress import Progress
from moltverify.watching.watch_events import (
    Cause,
    Refused,
    RoundBegan,
    RoundCancelled,
    RoundEnded,
    RoundEvent,
    WatchEvent,
    Watching,
)
from tests.report import sample

SCHEMA = Draft202012Validator(json.loads(watch_schema()))
MODELS = {model.id: model for model in sample.registry().models}


def lines_of(*events: WatchEvent) -> list[dict[str, Any]]:
    lines: list[str] = []
    write = WatchLines(lines.append)
    for event in events:
        write(event)
    found = [json.loads(line) for line in lines]
    for one in found:
        SCHEMA.validate(one)
    return found


def began(*names: str) -> RoundBegan:
    return RoundBegan(
        round=3,
        registry=sample.registry(),
        models=tuple(MODELS[name] for name in names),
        cause=Cause.CHANGE,
        changed=(Path("/specs/Door.tla"),),
    )


def test_each_event_is_a_line_that_the_schema_admits() -> None:
    found = lines_of(
        Watching(sample.registry(), (MODELS["door"],), (Path("/specs"),)),
        began("door"),
        RoundEvent(3, Started(MODELS["door"])),
        RoundEvent(3, Ended(MODELS["door"], sample.model("door"))),
        RoundCancelled(3),
        Refused(ToolchainError("there is no Java", "install one")),
        RoundEnded(round=3, seconds=0.5, counts={Verdict.AS_EXPECTED: 1}, unchecked=0),
    )
    assert [one.pop("event") for one in found] == [
        "watching",
        "checking",
        "started",
        "verdict",
        "cancelled",
        "refused",
        "checked",
    ]
    assert found[1] == {
        "round": 3,
        "models": ["door"],
        "cause": "change",
        "changed": ["/specs/Door.tla"],
    }
    assert found[3]["diagnostic"] is None
    assert found[5] == {"message": "there is no Java", "hint": "install one", "diagnostics": []}
    assert found[6]["verdict"] == "as expected"


def test_a_verdict_that_is_not_as_expected_has_a_diagnostic_and_the_whole_result() -> None:
    _, found = lines_of(began("torn"), RoundEvent(3, Ended(MODELS["torn"], sample.model("torn"))))
    assert (found["diagnostic"]["line"], found["diagnostic"]["column"]) == (7, 19)
    assert found["result"]["outcome"]["type"] == "failed"


def test_progress_is_no_event() -> None:
    progress = Progress(generated=9, distinct=5, queue=1, depth=2)
    assert lines_of(RoundEvent(3, Progressed(MODELS["door"], progress))) == []


@pytest.mark.parametrize(
    "line", [{}, {"event": "unheard"}, {"event": "cancelled"}, {"event": "checking", "round": 1}]
)
def test_the_schema_admits_no_other_line(line: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SCHEMA.validate(line)
