"""A pool of warm workers, each used by one run at a time."""

import os
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event, Lock

from msgspec.structs import replace

from moltverify.running.child_environment import java_environment
from moltverify.running.command import TlcCommand
from moltverify.running.process import Finished
from moltverify.running.tethered_process import Launch, launch_alone
from moltverify.running.warm.worker_client import Worker, WorkerDiedError
from moltverify.running.warm.worker_command import machine_for, request_for
from moltverify.running.warm.worker_protocol import Machine


class WarmPool:
    """Starts workers on demand and keeps those that can be used again.

    `launch` has the same effects as `launch_alone`: the same result and the same files. Commands
    for which no worker can be started are passed to `fallback`. `renewing` returns the rewritten
    jar for the library jars of a run, or None.
    """

    def __init__(
        self,
        fallback: Launch = launch_alone,
        renewing: Callable[[tuple[Path, ...]], Path | None] = lambda _: None,
    ) -> None:
        self.fallback = fallback
        # Making a rewritten jar takes time, so it happens once, at the first use.
        self.renewing = cache(renewing)
        self.making = Lock()
        self.idle: list[Worker] = []
        self.is_closed = False
        self.lock = Lock()

    def launch(
        self,
        command: TlcCommand,
        timeout: float,
        stop: Event | None = None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> Finished:
        """Run TLC in a worker; if the worker dies, repeat the run in a process of its own.

        Raises OSError when neither can be started or an output file cannot be opened.
        """
        machine = self.machine(command)
        if machine is None:
            return self.fallback(command, timeout, stop, on_tick)
        # A worker opens the files later than `on_tick` reads them, and may die before that.
        for file in (command.output, command.errors):
            file.write_bytes(b"")
        started = time.monotonic()
        worker = self.take(machine)
        try:
            finished = worker.run(request_for(command), timeout, stop, on_tick)
        except WorkerDiedError as error:
            # A worker's death may come from earlier runs, so it says nothing about this model.
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

    def machine(self, command: TlcCommand) -> Machine | None:
        """Return the virtual machine for a command; None if it has to run in a process."""
        with self.making:
            made = self.renewing(command.class_path)
        # Without a rewritten jar a worker loads TLC's own, and no library.
        return None if made is None and command.class_path else machine_for(command, made)

    def take(self, machine: Machine) -> Worker:
        """Return an idle worker with this machine, or a new one that replaces another idle one."""
        with self.lock:
            fitting = [worker for worker in self.idle if worker.machine == machine]
            # Each worker holds a heap: their number must not exceed the number of parallel runs.
            replaced = [] if fitting else self.idle[:1]
            for worker in (*fitting[:1], *replaced):
                self.idle.remove(worker)
        # Outside the lock: closing waits for a process, and starting one takes long.
        for worker in replaced:
            worker.close()
        return fitting[0] if fitting else Worker(machine, java_environment(os.environ))

    def give_back(self, worker: Worker) -> None:
        """Keep a usable worker for the next run; close another one."""
        with self.lock:
            # A run may end after the pool was closed: Dask does not wait for the runs of a worker.
            if worker.is_usable and not self.is_closed:
                self.idle.append(worker)
                return
        worker.close()

    def close(self) -> None:
        """Close all idle workers, and from now on each worker when its run has ended."""
        with self.lock:
            idle, self.idle, self.is_closed = self.idle, [], True
        for worker in idle:
            worker.close()


def clear(command: TlcCommand) -> None:
    """Empty the folders that the dead worker's run wrote to, for the repeated run."""
    for folder in (command.private.temporary, command.private.states):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
