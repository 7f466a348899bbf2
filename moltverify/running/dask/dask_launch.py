"""The client's side of a run on Dask: send it, wait, bring back what TLC wrote."""

import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import Any, TypeAlias

import msgspec
from distributed import Client, Future, KilledWorker

from moltverify.file_access import sha256
from moltverify.running.command import TlcCommand
from moltverify.running.dask.run_on_dask import (
    Death,
    RunOnDask,
    WorkersDiedError,
    may_be_made_again,
)
from moltverify.running.dask.shipped_run import (
    ShippedAnswer,
    ShippedRun,
    WorkerVersions,
    shipped_run,
    unpack_answer,
)
from moltverify.running.dask.worker_plugin import (
    PROGRESS_TOPIC,
    keep_jar_on_worker,
    run_on_worker,
)
from moltverify.running.engines import RunSize
from moltverify.running.process import TICK, End, Finished
from moltverify.running.tethered_process import Launch
from moltverify.running.toolchain import Jar

ENGINE = "dask"
FETCH = 60.0  # seconds for an answer to come from its worker, then it is asked for again
# Seconds without any worker, after which a run fails. Batch systems may start one again until then.
PATIENCE = 60.0
LOOK = 5.0  # seconds between looks for workers
EVERYTHING = "all"  # Dask's own topic: what happens to workers and clients
# Of a future whose scheduler is gone, or has forgotten this client.
GONE = {"cancelled", "lost"}

Work: TypeAlias = Callable[[bytes], bytes]


class DaskLauncher:
    """Makes runs of TLC on a cluster; several threads may ask at a time.

    `work` is the function that workers call, `run_on_worker` but in measurements.
    """

    def __init__(
        self, client: Client, versions: WorkerVersions, jar: Jar, work: Work = run_on_worker
    ) -> None:
        self.client, self.versions, self.work = client, versions, work
        self.digests = {jar.path: jar.digest}
        self.runs: dict[str, RunOnDask] = {}
        self.sent: set[tuple[str, str]] = set()
        self.lock, self.sending = Lock(), Lock()
        client.subscribe_topic(PROGRESS_TOPIC, self.take_progress)
        client.subscribe_topic(EVERYTHING, self.take_event)

    def close(self) -> None:
        """Ask for no further events: the scheduler would write to a client that is gone."""
        for topic in (PROGRESS_TOPIC, EVERYTHING):
            self.client.unsubscribe_topic(topic)

    def launch_for(self, size: RunSize) -> Launch:
        """Return the launch for runs of a size, with the effects of `launch_alone`."""

        def launch(
            command: TlcCommand,
            timeout: float,
            stop: Event | None = None,
            on_tick: Callable[[], None] = lambda: None,
        ) -> Finished:
            return self.run(command, size, timeout, stop or Event(), on_tick)

        return launch

    def run(
        self,
        command: TlcCommand,
        size: RunSize,
        timeout: float,
        stop: Event,
        on_tick: Callable[[], None],
    ) -> Finished:
        """Run TLC on a worker, or fail with OSError if no worker can make the run."""
        started = time.monotonic()
        jars = self.jars_of(command)
        run = shipped_run(command, size, timeout, self.versions, tuple(jars))
        # `on_tick` reads the first file before anything has come back.
        for file in (command.output, command.errors):
            file.write_bytes(b"")
        deaths: list[Death] = []
        while True:
            try:
                answer = self.asked(run, command, stop, on_tick, deaths)
            except WorkersDiedError:
                if not may_be_made_again(deaths):
                    raise
                continue
            if answer is None:
                return Finished(-15, End.STOPPED, time.monotonic() - started, ENGINE)
            if answer.refusal:
                raise OSError(f"the Dask worker {answer.worker} is another one: {answer.refusal}")
            if not answer.missing:
                break
            self.send_jars(answer, jars)
        unpack_answer(answer, command)
        notes = [retry_note(one.worker, answer.worker) for one in deaths]
        note = "; ".join(filter(None, [*notes, answer.note]))
        return Finished(answer.exit_code, answer.end, answer.seconds, ENGINE, note)

    def asked(
        self,
        run: ShippedRun,
        command: TlcCommand,
        stop: Event,
        on_tick: Callable[[], None],
        deaths: list[Death],
    ) -> ShippedAnswer | None:
        """Return the answer of a worker, or None if `stop` was set; adds to the deaths."""
        key = f"moltverify-{uuid.uuid4().hex}"
        encoded = msgspec.msgpack.encode(run)
        with self.lock:
            # `pure` would let Dask take two equal runs for one.
            future = self.client.submit(self.work, encoded, key=key, pure=False)
            self.runs[key] = on_dask = RunOnDask(future)
        try:
            if not self.waited(on_dask, command, stop, on_tick):
                return None
            return msgspec.msgpack.decode(self.fetched(future), type=ShippedAnswer)
        finally:
            deaths += on_dask.deaths
            with self.lock:
                del self.runs[key]
            # Of a finished one too, so that the scheduler forgets it now. A run that still goes on
            # ends when its worker sees this.
            with suppress(Exception):
                future.cancel()

    def waited(
        self, run: RunOnDask, command: TlcCommand, stop: Event, on_tick: Callable[[], None]
    ) -> bool:
        """Wait for the end of a run; return whether it came before `stop` was set.

        Raises OSError if it will not come.
        """
        seen = looked = time.monotonic()
        while not run.done.wait(TICK):
            if stop.is_set():
                return False
            if tail := run.take_tail():
                command.output.write_bytes(tail)
            on_tick()
            now = time.monotonic()
            if now - looked > LOOK:
                looked = now
                seen = now if self.has_workers() else seen
                if now - seen > PATIENCE:
                    raise OSError(f"the cluster has had no worker for {PATIENCE:.0f} s")
        return True

    def has_workers(self) -> bool:
        """Tell whether the cluster has a worker; raises OSError if the scheduler is gone."""
        if self.client.status != "running":
            raise OSError("the connection to Dask's scheduler was lost")
        with suppress(OSError, TimeoutError):
            return bool(self.client.nthreads())
        return False

    def fetched(self, future: Future[bytes]) -> bytes:
        """Return what a finished run's worker answers; raises OSError for what went wrong there."""
        while True:
            if future.status in GONE:
                raise OSError("the connection to Dask's scheduler was lost")
            try:
                encoded = future.result(timeout=FETCH)
            except TimeoutError:
                continue
            except KilledWorker as error:
                what = f"{error.allowed_failures + 1} Dask workers died while they had this run"
                raise WorkersDiedError(what) from error
            except CancelledError as error:
                raise OSError("the connection to Dask's scheduler was lost") from error
            except Exception as error:
                # Whatever a worker raises; without this package it cannot even read the request.
                raise OSError(f"a Dask worker failed: {type(error).__name__}: {error}") from error
            if not isinstance(encoded, bytes):
                raise OSError(f"a Dask worker answered {type(encoded).__name__} and no bytes")
            return encoded

    def jars_of(self, command: TlcCommand) -> dict[str, Path]:
        """Return a command's jars by their SHA-256, TLC's own first; raises OSError."""
        for jar in (command.jar, *command.class_path):
            if jar not in self.digests:
                self.digests[jar] = sha256(jar)
        return {self.digests[jar]: jar for jar in (command.jar, *command.class_path)}

    def send_jars(self, answer: ShippedAnswer, jars: Mapping[str, Path]) -> None:
        """Send a worker the jars that it asked for, each once; raises OSError."""
        with self.sending:
            for digest in answer.missing:
                if (answer.worker, digest) in self.sent:
                    continue
                content = jars[digest].read_bytes()
                try:
                    self.client.run(keep_jar_on_worker, digest, content, workers=[answer.worker])
                except Exception as error:
                    # The worker may have died meanwhile; the run goes to another one then.
                    if answer.worker not in self.client.nthreads():
                        continue
                    raise OSError(f"{answer.worker} took no {jars[digest]}: {error}") from error
                self.sent.add((answer.worker, digest))

    def take_progress(self, event: tuple[float, Any]) -> None:
        """Keep the end of TLC's output for the thread that waits for this run."""
        message = event[1]
        if run := self.runs.get(message["key"]):
            run.tail = message["tail"]

    def take_event(self, event: tuple[float, Any]) -> None:
        """Note for each run that it was on a worker that died, or that its answer was."""
        message = event[1]
        if message.get("action") == "remove-worker" and not message.get("expected"):
            for kind in ("processing-tasks", "lost-computed-tasks"):
                for key in message.get(kind, ()):
                    if run := self.runs.get(key):
                        run.note_death(message["worker"])


def retry_note(died: str, answered: str) -> str:
    """Return the note of a result whose run was made again."""
    return f"the Dask worker {died} died; this is another run, on {answered}"
