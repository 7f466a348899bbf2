"""What a worker says, whatever it is, within the run's deadline."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest

from moltverify.running.process import End
from moltverify.running.warm.worker_client import Worker, WorkerDiedError
from moltverify.running.warm.worker_protocol import Machine, Request

ANSWER = r'{"exit_code":0,"seconds":1.5}\n'
REQUEST = Request(
    arguments=(), properties=(), folder=str(Path("/")), stdout="/dev/null", stderr="/dev/null"
)


def worker_that(does: str) -> Worker:
    """Return a client whose worker reads a request and then runs this code."""
    code = f"import sys, time; out = sys.stdout.write; input(); {does}; sys.stdout.flush()"
    worker = Worker.__new__(Worker)
    worker.machine = Machine("", (), "")
    worker.is_usable = True
    worker.child = subprocess.Popen(
        [sys.executable, "-u", "-c", f"{code}; time.sleep(600)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    return worker


def test_an_answer_in_two_parts_is_an_answer() -> None:
    worker = worker_that(f"out({ANSWER[:9]!r}); time.sleep(0.3); out({ANSWER[9:-2]!r} + chr(10))")
    finished = worker.run(REQUEST, 60.0, None, lambda: None)
    assert (finished.end, finished.exit_code, finished.seconds) == (End.EXITED, 0, 1.5)
    assert worker.is_usable
    worker.close()


def test_half_a_line_ends_at_the_deadline() -> None:
    worker = worker_that(f"out({ANSWER[:9]!r})")
    started = time.monotonic()
    assert worker.run(REQUEST, 2.0, None, lambda: None).end is End.TIMED_OUT
    assert time.monotonic() - started < 30
    assert not worker.is_usable


def test_half_a_line_ends_with_the_stop_flag() -> None:
    worker, stop = worker_that(f"out({ANSWER[:9]!r})"), Event()
    stop.set()
    assert worker.run(REQUEST, 600.0, stop, lambda: None).end is End.STOPPED


@pytest.mark.parametrize(
    "does",
    [
        "out('garbage' + chr(10))",
        "out(chr(10))",
        "out('{}' + chr(10))",
        "out('[' * 60000 + chr(10))",
        "sys.stdout.buffer.write(bytes([255, 0, 10]))",
        f"out({ANSWER[:-2]!r} + chr(10) + 'more' + chr(10))",
        "out('x' * 10 ** 7)",
    ],
)
def test_what_is_no_answer_is_the_end_of_the_worker(does: str) -> None:
    worker = worker_that(does)
    with pytest.raises(WorkerDiedError):
        worker.run(REQUEST, 60.0, None, lambda: None)
    assert not worker.is_usable
    assert worker.child.poll() is not None
