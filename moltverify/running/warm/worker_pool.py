"""Warm workers, lent to one model at a time."""

import shutil
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Event, Lock

from msgspec.structs import replace

from moltverify.running import process
from moltverify.running.process import Command, Finished
from moltverify.running.warm.worker_client import Worker, WorkerDiedError
from moltverify.running.warm.worker_command import Invocation, read_invocation
from moltverify.running.warm.worker_protocol import Machine


class WarmPool:
    """Starts workers as they are needed and keeps those that can be used again.

    `launch` stands where `process.run` does: same command, same end, same files. What no worker
    can do goes to the fallback. `renewing` finds the rewritten jar, if there is one.
    """

    def __init__(
        self,
        fallback: Callable[..., Finished] = process.run,
        renewing: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.fallback = fallback
        self.renewing = cache(renewing)
        self.idle: list[Worker] = []
        self.lock = Lock()

    def launch(
        self,
        command: Command,
        timeout: float,
        stop: Event | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> Finished:
        """Run the command's TLC in a worker; if the worker dies, once more in its own process.

        Raises OSError when neither can be started or an output file cannot be opened.
        """
        invocation = read_invocation(command, self.renewing())
        if invocation is None:
            return self.fallback(command, timeout, stop, on_tick)
        for file in (command.stdout, command.stderr):
            file.write_bytes(b"")
        started = time.monotonic()
        worker = self.take(invocation.machine, command.environment)
        try:
            finished = worker.run(invocation.request, timeout, stop, on_tick)
        except WorkerDiedError as error:
            clear(invocation)
            again = self.fallback(command, timeout, stop, on_tick)
            seconds = time.monotonic() - started
            return replace(
                again,
                seconds=seconds,
                note=f"the warm worker died ({error}); this is a second run, in its own process",
            )
        finally:
            self.give_back(worker)
        return finished

    def take(self, machine: Machine, environment: Mapping[str, str]) -> Worker:
        """Return an idle worker with such a machine, or a new one in place of an idle other."""
        with self.lock:
            fitting = [worker for worker in self.idle if worker.machine == machine]
            given_up = [] if fitting else self.idle[:1]
            for worker in (*fitting[:1], *given_up):
                self.idle.remove(worker)
        for worker in given_up:
            worker.close()
        return fitting[0] if fitting else Worker(machine, environment)

    def give_back(self, worker: Worker) -> None:
        """Keep a worker for the next model, or end it."""
        if not worker.is_usable:
            worker.close()
            return
        with self.lock:
            self.idle.append(worker)

    def close(self) -> None:
        """End all workers."""
        with self.lock:
            idle, self.idle = self.idle, []
        for worker in idle:
            worker.close()


def clear(invocation: Invocation) -> None:
    """Empty the folders that a dead run was writing to."""
    arguments = invocation.request.arguments
    named = {one.name: one.value for one in invocation.request.properties}
    folders = [named["java.io.tmpdir"], arguments[arguments.index("-metadir") + 1]]
    for folder in map(Path, folders):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
