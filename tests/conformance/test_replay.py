"""A replay as a real process: what is sent, what is believed, and how it is ended."""

import json
import sys
from pathlib import Path
from textwrap import dedent
from threading import Event, Timer

import pytest

from moltverify.conformance.commands import StartedCommand
from moltverify.conformance.protocol import CallAnswer, Header
from moltverify.conformance.replay import NotReplayedError, Replay, replay
from tests.conformance.made import vector

HEADER = Header(
    model="door",
    package="/packages/door",
    folder="",
    clock=5,
    constants={"Hands": ["ann"]},
    parameters={"limit": 3},
    settings={"loud": True},
)
CALLS = [vector(1, {"door": "shut"}, "yes"), vector(2, {"door": "open"}, "no")]
# Answers each call with what it was told, and says in the first line what it read first.
ECHO = """
import json, os, sys
header = json.loads(sys.stdin.readline())
inside = os.path.isdir(header["folder"]) and not os.listdir(header["folder"])
header["folder"] = inside
files = [{"name": json.dumps(header), "digest": os.getcwd()}]
print(json.dumps({"ready": True, "files": files}))
for line in sys.stdin:
    print(json.dumps({"id": json.loads(line)["id"], "outcome": json.loads(line)}))
"""
READY = "print('{\"ready\": true}', flush=True)\n"


def run(script: str, folder: Path, deadline: float = 60.0, stop: Event | None = None) -> Replay:
    start = StartedCommand((sys.executable, "-c", dedent(script)), {}, folder)
    return replay(HEADER, CALLS, stop or Event(), start, deadline)


def test_the_command_reads_the_header_and_then_the_calls(tmp_path: Path) -> None:
    ran = run(ECHO, tmp_path)
    (file,) = ran.hello.files
    assert json.loads(file.name) == {
        "model": "door",
        "package": "/packages/door",
        "folder": True,
        "clock": 5,
        "constants": {"Hands": ["ann"]},
        "parameters": {"limit": 3},
        "settings": {"loud": True},
        "mutant": None,
    }
    assert ran.ended == ""


def test_the_command_is_never_told_what_the_model_allows(tmp_path: Path) -> None:
    assert run(ECHO, tmp_path).answers[1] == CallAnswer(
        1, {"id": 1, "action": "open", "state": {"door": "shut"}, "arguments": {}, "clock": 0}
    )


def test_the_command_is_started_where_it_is_said(tmp_path: Path) -> None:
    assert run(ECHO, tmp_path).hello.files[0].digest == str(tmp_path.resolve())


def test_what_is_not_there_to_be_replayed_is_no_failure(tmp_path: Path) -> None:
    ran = run('print(\'{"unavailable": "no door is here"}\')', tmp_path)
    assert (ran.hello.unavailable, ran.ended, ran.answers) == ("no door is here", "", {})


def test_a_command_that_dies_half_way_leaves_what_it_has_answered(tmp_path: Path) -> None:
    script = READY + "print('{\"id\": 1, \"outcome\": 0}'); print('{\"id\":', end=''); exit(7)"
    ran = run(script, tmp_path)
    assert ran.answers == {1: CallAnswer(1, 0)}
    assert ran.ended == "1 of 2 calls answered: it ended with exit code 7"


def test_its_last_words_are_passed_on(tmp_path: Path) -> None:
    script = READY + "import sys; sys.exit('x' * 400 + ' the hinge\\nbroke')"
    assert run(script, tmp_path).ended.endswith("xxx the hinge broke")
    assert len(run(script, tmp_path).ended) < 400


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("", "it writes nothing: it ended with exit code 0"),
        ("print('hello')", "its lines are not those of the protocol"),
        (READY + "print('hello')", "its lines are not those of the protocol"),
        (READY + "print('{\"outcome\": 1}')", r"missing required field `id`"),
        ("print('{}')", r'its first line says neither "ready" nor "unavailable"'),
        ('print(\'{"failed": "a hinge"}\')', r"the package cannot be loaded: a hinge"),
        (READY + "print('{\"id\": 9}')", r"it answers a call that was not made: 9"),
    ],
)
def test_a_command_that_breaks_the_protocol_is_not_believed(
    tmp_path: Path, script: str, message: str
) -> None:
    with pytest.raises(NotReplayedError, match=message):
        run(script, tmp_path)


def test_a_command_that_hangs_is_ended_at_its_deadline(tmp_path: Path) -> None:
    ran = run(READY + "import signal; signal.pause()", tmp_path, deadline=0.5)
    assert ran.ended.startswith("0 of 2 calls answered: it was timed out after")


def test_a_command_is_ended_when_the_run_is_stopped(tmp_path: Path) -> None:
    stop = Event()
    timer = Timer(0.5, stop.set)
    timer.start()
    try:
        ran = run(READY + "import signal; signal.pause()", tmp_path, stop=stop)
    finally:
        timer.cancel()
    assert ran.ended.startswith("0 of 2 calls answered: it was stopped after")


def test_a_command_that_is_not_there_does_not_start(tmp_path: Path) -> None:
    start = StartedCommand(("./door",), {}, tmp_path)
    with pytest.raises(NotReplayedError, match=r"\./door does not start: No such file"):
        replay(HEADER, CALLS, Event(), start, 5.0)
