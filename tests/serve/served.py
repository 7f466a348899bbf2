"""A service as a real process, and a client of it."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.cli.processes import PATIENCE

ENDS = {"done", "failed", "cancelled", "interrupted"}


class Service:
    """A running service: its process, its log so far, and a client."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[dict[str, Any]] = []
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.url = self.logged("listening")["url"]
        self.logged("opened")
        self.client = httpx.Client(base_url=self.url, timeout=PATIENCE)

    def read(self) -> None:
        """Take in the log, line by line."""
        assert self.process.stderr
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(json.loads(line) if line.startswith("{") else {"event": line})
                self.changed.notify_all()

    def logged(self, event: str, number: int = 1) -> dict[str, Any]:
        """Wait until an event was logged a number of times, and return its last line."""

        def found() -> list[dict[str, Any]]:
            return [line for line in self.lines if line["event"] == event]

        with self.changed:
            there = self.changed.wait_for(lambda: len(found()) >= number, PATIENCE)
            assert there, self.lines
            return found()[-1]

    def ask(self, status: int = 202, **request: object) -> dict[str, Any]:
        """Ask for a job and return the answer, which must have a status."""
        answer = self.client.post("/api/jobs", json=request)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def states(self, digest: str) -> list[dict[str, Any]]:
        """Return all states of a job that a reader of its events sees, until it ends."""
        with self.client.stream("GET", f"/api/jobs/{digest}/events") as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = list(answer.iter_lines())
        return [json.loads(line.removeprefix("data: ")) for line in lines if line[:6] == "data: "]

    def finished(self, digest: str) -> dict[str, Any]:
        """Wait for the end of a job and return its last state."""
        last = self.states(digest)[-1]
        assert last["state"] in ENDS
        return last

    def result(self, digest: str) -> dict[str, Any]:
        """Wait for a result and return it."""
        assert self.finished(digest)["state"] == "done"
        found: dict[str, Any] = self.client.get(f"/api/jobs/{digest}/result").json()
        return found

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal the service, wait for its end and return its exit code."""
        self.client.close()
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        return code


@contextmanager
def serving(project: Path, environment: dict[str, str], **limits: object) -> Iterator[Service]:
    """Start a service about a project with some limits, and end it afterwards."""
    file = project / "limits.json"
    file.write_text(json.dumps(limits))
    with subprocess.Popen(
        [sys.executable, "-m", "moltverify", "serve", "--port", "0", "--limits", str(file)],
        cwd=project,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            service = Service(process)
            # Also after a failed test: an open connection would fail another one.
            with service.client:
                yield service
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
