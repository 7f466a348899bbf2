"""Warm workers, lent to one model at a time."""

import shutil
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Event, Lock

from msgspec.structs import replace

from moltverify.running.command import TlcCommand
from moltverify.running.process import Finished
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.warm.worker_client import Worker, WorkerDiedError
from moltverify.running.warm.worker_command import machine_for, request_for
from moltverify.running.warm.worker_protocol import Machine


class WarmPool:
    """Starts workers as they are needed and keeps those that can be used again.

    `launch` has the same effects as `launch_alone`: same end, same files. Commands for which no
    worker can be started are passed to `fallback`. `renewing` finds the rewritten jar, if any.
    """

    def __init__(
        self,
        fallback: Launch = launch_alone,
        renewing: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.fallback = fallback
        self.renewing = cache(renewing)
        self.idle: list[Worker] = []
        self.lock = Lock()

    def launch(
        self,
        command: TlcCommand,
        timeout: float,
        stop: Event | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> Finished:
        """Run TLC in a worker; if the worker dies, once more in a process of its own.

        Raises OSError when neither can be started or an output file cannot be opened.
        """
        machine = machine_for(command, self.renewing())
        if machine is None:
            return self.fallback(command, timeout, stop, on_tick)
        for file in (command.output, command.errors):
            file.write_bytes(b"")
        started = time.monotonic()
        worker = self.take(machine, command.environment)
        try:
            finished = worker.run(request_for(command), timeout, stop, on_tick)
        except WorkerDiedError as error:
            clear(command)
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


def clear(command: TlcCommand) -> None:
    """Empty the folders that a dead run was writing to."""
    for folder in (command.private.temporary, command.private.states):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
