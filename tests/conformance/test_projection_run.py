"""A projection as a real process: what it writes are calls, and anything else is a failure."""

import sys
from pathlib import Path
from textwrap import dedent
from threading import Event

import pytest

from moltverify.conformance.commands import StartedCommand
from moltverify.conformance.projection import Sample
from moltverify.conformance.projection_run import run_projection
from moltverify.conformance.protocol import ModelLine
from moltverify.conformance.replay import NotReplayedError
from moltverify.conformance.state_graph import graph_lines
from tests.conformance.graphs import DOOR

MODEL = ModelLine(
    model="door", constants={"Hands": ["ann"]}, parameters={"limit": 3}, settings={"loud": True}
)
# Not one line of moltverify: any language can do this.
PLAIN = """
import json, sys
model, *lines = map(json.loads, sys.stdin)
states = {one["number"]: one["values"] for one in lines if one["kind"] == "state"}
for step in lines:
    if step["kind"] == "step":
        outcome = [states[step["after"]]["door"], model["settings"], model["constants"]]
        state = states[step["before"]]["door"]
        print(json.dumps(
            {"action": step["action"], "state": state, "arguments": {}, "outcome": outcome}
        ))
"""


def project(script: str, folder: Path, deadline: float = 60.0) -> list[Sample]:
    start = StartedCommand((sys.executable, "-c", dedent(script)), {}, folder)
    return run_projection(MODEL, graph_lines(DOOR), start, Event(), deadline)


def test_a_projection_reads_the_model_and_the_graph(tmp_path: Path) -> None:
    samples = project(PLAIN, tmp_path)
    assert len(samples) == len(DOOR.steps)
    assert samples[2] == Sample("Shut", "open", {}, ["shut", {"loud": True}, {"Hands": ["ann"]}])


def test_a_projection_is_started_in_the_registrys_folder(tmp_path: Path) -> None:
    script = """
    import json, os
    print(json.dumps({"action": os.getcwd(), "state": 0, "arguments": 0, "outcome": 0}))
    """
    assert project(script, tmp_path)[0].action == str(tmp_path.resolve())


def test_a_projection_may_find_no_call(tmp_path: Path) -> None:
    assert project("", tmp_path) == []


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("raise SystemExit('no such model')", "exit code 1; it says: no such model"),
        ("print('{}'); raise SystemExit(3)", "the projection failed: it ended with exit code 3"),
        ("print('a call')", "the projection's lines are not those of the protocol"),
        ('print(\'{"action": "Open"}\')', "missing required field `state`"),
    ],
)
def test_a_projection_that_fails_is_named_with_its_words(
    tmp_path: Path, script: str, message: str
) -> None:
    with pytest.raises(NotReplayedError, match=message):
        project(script, tmp_path)


def test_a_projection_that_hangs_is_ended(tmp_path: Path) -> None:
    with pytest.raises(NotReplayedError, match="the projection failed: it was timed out"):
        project("import signal; signal.pause()", tmp_path, deadline=0.5)


def test_a_projection_that_is_not_there_does_not_start(tmp_path: Path) -> None:
    start = StartedCommand(("./projection",), {}, tmp_path)
    with pytest.raises(NotReplayedError, match=r"\./projection does not start: No such file"):
        run_projection(MODEL, graph_lines(DOOR), start, Event(), 5.0)
