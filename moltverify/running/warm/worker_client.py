"""One warm worker as its pool sees it: started, asked, ended."""

import os
import select
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
SAID = 2000  # bytes of a dead worker's last words


class WorkerDiedError(Exception):
    """The worker ended without an answer; the message says how."""


class Worker:
    """A child process with one Java virtual machine; usable until it says otherwise."""

    def __init__(self, machine: Machine, environment: Mapping[str, str]) -> None:
        self.machine = machine
        self.is_usable = True
        self.child = subprocess.Popen(
            # -P: nothing is imported from the folder where the worker happens to start.
            [sys.executable, "-P", "-m", "moltverify.running.warm.worker_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/",  # each run has its own working directory, and no module lies here
            env=dict(environment),
            start_new_session=True,
        )
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
            self.close()
            return Finished(self.child.returncode, end, time.monotonic() - started, ENGINE)
        if not line.endswith(b"\n"):
            raise self.died()
        answer = msgspec.json.decode(line, type=WorkerAnswer)
        self.is_usable = not answer.surprise
        return Finished(answer.exit_code, End.EXITED, answer.seconds, ENGINE)

    def send(self, line: bytes) -> None:
        """Write one line; raises BrokenPipeError if the worker is gone."""
        assert self.child.stdin is not None
        self.child.stdin.write(line + b"\n")
        self.child.stdin.flush()

    def wait(self, deadline: float, stop: Event, on_tick: Callable[[], None]) -> tuple[End, bytes]:
        """Wait for an answer, the deadline or the stop flag, whichever comes first."""
        assert self.child.stdout is not None
        while True:
            left = max(0.0, deadline - time.monotonic())
            if select.select([self.child.stdout], [], [], min(TICK, left))[0]:
                return End.EXITED, self.child.stdout.readline()
            if stop.is_set():
                return End.STOPPED, b""
            if left == 0:
                return End.TIMED_OUT, b""
            on_tick()

    def died(self) -> WorkerDiedError:
        """End what is left of the worker, and return the error that says how it ended."""
        assert self.child.stderr is not None
        os.set_blocking(self.child.stderr.fileno(), False)
        with suppress(subprocess.TimeoutExpired):
            self.child.wait(TICK)
        said = (self.child.stderr.read(SAID) or b"").decode("utf-8", "replace").strip()
        self.close()
        how = f"exit code {self.child.returncode}"
        last = said.rpartition("\n")[2]
        return WorkerDiedError(f"{how}: {last}" if last else how)

    def close(self) -> None:
        """End the worker, whatever it does, and reap it."""
        self.is_usable = False
        for stream in (self.child.stdin, self.child.stdout, self.child.stderr):
            assert stream is not None
            with suppress(BrokenPipeError):
                stream.close()
        self.child.kill()
        end_group(self.child)
