"""The parent's side of one warm worker: start it, send runs, read answers, end it."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Event

import msgspec

from moltverify.running.process import TICK, End, Finished, end_group
from moltverify.running.warm.worker_protocol import Machine, Request, WorkerAnswer

ENGINE = "warm"
LONGEST_ANSWER = 65536  # bytes
STDERR_LIMIT = 2000  # bytes of a dead worker's standard error; its last line is reported


class WorkerDiedError(Exception):
    """The worker ended without an answer; the message has its exit code and its last line."""


class Worker:
    """A child process with one Java virtual machine.

    `is_usable` is False once the worker was closed or its answer asked for no further run.
    """

    def __init__(self, machine: Machine, environment: Mapping[str, str]) -> None:
        self.machine = machine
        self.is_usable = True
        self.child = subprocess.Popen(
            # -P: no import from the working directory, which a user could have filled.
            [sys.executable, "-P", "-m", "moltverify.running.warm.worker_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",  # each run has its own working directory, and no module lies here
            env=dict(environment),
            start_new_session=True,
        )
        # A worker that died already is reported by `run`, which can read why.
        with suppress(BrokenPipeError):
            self.send(msgspec.json.encode(machine))

    def run(
        self, request: Request, timeout: float, stop: Event | None, on_tick: Callable[[], None]
    ) -> Finished:
        """Run one model to its end, the timeout (seconds) or the stop flag.

        Raises WorkerDiedError when the worker ends without an answer.
        """
        started = time.monotonic()
        try:
            self.send(msgspec.json.encode(request))
            end, line = self.wait(started + timeout, stop or Event(), on_tick)
        except BrokenPipeError as error:
            raise self.died() from error
        if end is not End.EXITED:
            # TLC has no way to end one run: the virtual machine has to go.
            self.close()
            return Finished(self.child.returncode, end, time.monotonic() - started, ENGINE)
        # The end of the stream, also inside a line: the worker died.
        if not line.endswith(b"\n"):
            raise self.died()
        try:
            answer = msgspec.json.decode(line, type=WorkerAnswer)
        except (ValueError, RecursionError) as error:
            # A model can reach the descriptors of its worker, which is not used again.
            self.close()
            raise WorkerDiedError("its answer is none") from error
        self.is_usable = not answer.retire_reason
        return Finished(answer.exit_code, End.EXITED, answer.seconds, ENGINE)

    def send(self, line: bytes) -> None:
        """Write one line; raises BrokenPipeError if the worker has ended."""
        assert self.child.stdin is not None
        self.child.stdin.write(line + b"\n")
        self.child.stdin.flush()

    def wait(self, deadline: float, stop: Event, on_tick: Callable[[], None]) -> tuple[End, bytes]:
        """Wait for the first of: an answer, the deadline, the stop flag."""
        assert self.child.stdout is not None
        answers, line = self.child.stdout.fileno(), b""
        while True:
            left = max(0.0, deadline - time.monotonic())
            # Not readline(), which waits without a deadline for the rest of half a line.
            if select.select([answers], [], [], min(TICK, left))[0]:
                part = os.read(answers, LONGEST_ANSWER)
                line += part
                if not part or line.endswith(b"\n"):
                    return End.EXITED, line
            if len(line) > LONGEST_ANSWER:
                return End.EXITED, b"\n"  # no answer is so long
            if stop.is_set():
                return End.STOPPED, b""
            if left == 0:
                return End.TIMED_OUT, b""
            on_tick()

    def died(self) -> WorkerDiedError:
        """End the worker, and return the error with its exit code and its last line."""
        assert self.child.stderr is not None
        # The worker may still be alive, and a blocking read would wait for its end.
        os.set_blocking(self.child.stderr.fileno(), False)
        # `close` kills, and the signal would replace the worker's own exit code.
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(TICK)
        errors = (self.child.stderr.read(STDERR_LIMIT) or b"").decode("utf-8", "replace").strip()
        self.close()
        status = f"exit code {self.child.returncode}"
        last_line = errors.rpartition("\n")[2]
        return WorkerDiedError(f"{status}: {last_line}" if last_line else status)

    def close(self) -> None:
        """Kill the worker, also during a run, and reap it."""
        self.is_usable = False
        for stream in (self.child.stdin, self.child.stdout, self.child.stderr):
            assert stream is not None
            # Closing flushes what a failed `send` left in the buffer.
            with suppress(BrokenPipeError):
                stream.close()
        # At once, without SIGTERM and grace: a worker has nothing to clean up.
        end_group(self.child, signal.SIGKILL)
