"""The recorder for Python: threads, processes, forks, kills and full disks."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import moltverify as mv
from moltverify.errors import EventError
from tests.recording.logs import assert_in_order, events_of, fields_of, run_python

WRITERS, EACH = 4, 300


def write_many(log: mv.Recorder, name: int) -> None:
    for number in range(EACH):
        log.event("step", name=name, number=number)


def assert_all_there(path: Path) -> None:
    events = events_of(path)
    assert_in_order(events)
    for name in range(WRITERS):
        numbers = [one["number"] for one in events if one["name"] == name]
        assert numbers == list(range(EACH))
    assert len(events) == WRITERS * EACH


def test_events_are_lines_in_their_order(tmp_path: Path) -> None:
    with mv.record(tmp_path / "log.jsonl") as log:
        log.event("ask", sender="alice", rows=[{"id": 1}])
        log.event("tick")
    events = events_of(tmp_path / "log.jsonl")
    assert fields_of(events) == [
        {"event": "ask", "sender": "alice", "rows": [{"id": 1}]},
        {"event": "tick"},
    ]
    assert_in_order(events)


def test_an_event_may_have_a_field_of_any_name_but_two(tmp_path: Path) -> None:
    with mv.record(tmp_path / "log.jsonl") as log:
        log.event("ask", self="a", kind="b", path="c", seq="d")
    [event] = fields_of(events_of(tmp_path / "log.jsonl"))
    assert event == {"event": "ask", "self": "a", "kind": "b", "path": "c", "seq": "d"}


def test_a_log_makes_its_folders_and_starts_empty_or_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "of" / "tests.jsonl"
    for append, count in ((False, 1), (True, 2), (False, 1)):
        with mv.record(path, append=append) as log:
            log.event("ask")
        assert len(events_of(path)) == count


def test_an_event_is_in_the_file_when_the_call_returns(tmp_path: Path) -> None:
    with mv.record(tmp_path / "log.jsonl") as log:
        log.event("ask")
        assert len(events_of(log.path)) == 1


def test_a_refused_event_leaves_no_trace_in_the_log(tmp_path: Path) -> None:
    with mv.record(tmp_path / "log.jsonl") as log:
        with pytest.raises(EventError):
            log.event("ask", senders={"alice"})
        log.event("ask", senders=["alice"])
    assert_in_order(events_of(tmp_path / "log.jsonl"))


def test_a_closed_log_refuses_events(tmp_path: Path) -> None:
    log = mv.record(tmp_path / "log.jsonl")
    log.close()
    log.close()
    with pytest.raises(EventError, match=r"event 'ask': the log /.*/log\.jsonl is closed"):
        log.event("ask")


def test_a_log_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        mv.record(tmp_path)


def test_threads_share_a_log(tmp_path: Path) -> None:
    with mv.record(tmp_path / "log.jsonl") as log, ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write_many, [log] * WRITERS, range(WRITERS)))
    assert_all_there(log.path)


def test_processes_that_are_given_a_log_append_to_it(tmp_path: Path) -> None:
    context = get_context("spawn")
    with (
        mv.record(tmp_path / "log.jsonl") as log,
        ProcessPoolExecutor(WRITERS, mp_context=context) as pool,
    ):
        list(pool.map(write_many, [log] * WRITERS, range(WRITERS)))
    assert_all_there(log.path)


def test_forks_write_under_names_of_their_own_even_while_a_thread_records(tmp_path: Path) -> None:
    code = """
log = mv.record(path)
stop = threading.Event()
def record():
    while not stop.is_set():
        log.event("parent")
thread = threading.Thread(target=record)
thread.start()
for _ in range(50):
    child = os.fork()
    if child == 0:
        log.event("child")
        log.event("child")
        os._exit(0)
    os.waitpid(child, 0)
stop.set()
thread.join()
"""
    answer = run_python(code, tmp_path / "log.jsonl")
    assert answer.returncode == 0, answer.stderr
    events = events_of(tmp_path / "log.jsonl")
    assert_in_order(events)
    children = {one["recorded"]["writer"] for one in events if one["event"] == "child"}
    parents = {one["recorded"]["writer"] for one in events if one["event"] == "parent"}
    assert (len(children), len(parents), children & parents) == (50, 1, set())


def test_a_signal_in_the_middle_of_an_event_may_record_one_too(tmp_path: Path) -> None:
    code = """
import signal
log = mv.record(path)
seen = []
def record(*_):
    log.event("signal")
    seen.append(1)
signal.signal(signal.SIGALRM, record)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
while len(seen) < 100:
    log.event("step")
signal.setitimer(signal.ITIMER_REAL, 0)
"""
    answer = run_python(code, tmp_path / "log.jsonl")
    assert answer.returncode == 0, answer.stderr
    events = events_of(tmp_path / "log.jsonl")
    assert sum(one["event"] == "signal" for one in events) >= 100
    assert sorted(one["recorded"]["seq"] for one in events) == list(range(1, len(events) + 1))


def test_a_killed_process_leaves_all_its_events(tmp_path: Path) -> None:
    code = """
import signal
log = mv.record(path)
for number in range(20):
    log.event("step", number=number)
os.kill(os.getpid(), signal.SIGKILL)
"""
    answer = run_python(code, tmp_path / "log.jsonl")
    assert answer.returncode == -signal.SIGKILL
    assert [one["number"] for one in events_of(tmp_path / "log.jsonl")] == list(range(20))


def test_an_event_that_does_not_fit_on_the_disk_is_an_error(tmp_path: Path) -> None:
    code = """
import resource
log = mv.record(path)
log.event("ask")
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
log.event("long", text="a" * 300)
"""
    answer = run_python(code, tmp_path / "log.jsonl")
    assert answer.returncode == 1
    assert "log.jsonl: only" in answer.stderr
    assert "bytes of an event fit" in answer.stderr
    assert not (tmp_path / "log.jsonl").read_bytes().endswith(b"\n")


def test_a_recording_program_loads_nothing_that_runs_models() -> None:
    answer = run_python("mv.record(path).close(); print(*sys.modules)", os.devnull)
    own = {name for name in answer.stdout.split() if name.startswith("moltverify.")}
    assert own == {
        "moltverify.errors",
        "moltverify.recording",
        *("moltverify.recording.event_line", "moltverify.recording.recorder"),
    }


def test_pytest_shows_the_line_that_records_what_json_cannot_hold(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(
        "import moltverify as mv\n\n\n"
        "def test_it(tmp_path):\n"
        "    with mv.record(tmp_path / 'log.jsonl') as log:\n"
        "        log.event('ask', tags={'a'})\n",
        encoding="utf-8",
    )
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", test.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ">           log.event('ask', tags={'a'})" in answer.stdout
    assert "E           pass strings, numbers, booleans, None, and lists" in answer.stdout
    assert "recorder.py" not in answer.stdout
