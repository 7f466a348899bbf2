"""`moltverify watch` as a real process whose events a test waits for."""

import json
import os
import queue
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

from tests.cli.processes import PATIENCE, PROGRAM, is_running, wait_until
from tests.conftest import java_children

Event = dict[str, Any]


class Watch:
    """A watch that prints events as JSON."""

    def __init__(self, program: "subprocess.Popen[str]") -> None:
        self.program = program
        self.seen: list[Event] = []
        self.waiting: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        Thread(target=self.read, daemon=True).start()

    def read(self) -> None:
        """Queue each event, and None at the end."""
        assert self.program.stdout
        for line in self.program.stdout:
            self.waiting.put(json.loads(line))
        self.waiting.put(None)

    def next(self, kind: str) -> Event:
        """Return the next event of a kind; the others stay in `seen`."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            event = self.waiting.get(timeout=PATIENCE)
            assert event, f"the watch ended: {self.error()}"
            self.seen.append(event)
            if event["event"] == kind:
                return event
        raise AssertionError(f"no {kind}, but {[one['event'] for one in self.seen]}")

    def round(self) -> tuple[list[str], dict[str, str]]:
        """Return the models of the next round that ends, and its verdicts."""
        models: list[str] = []
        verdicts: dict[str, str] = {}
        while (event := self.any())["event"] != "checked":
            if event["event"] == "checking":
                models, verdicts = event["models"], {}
            if event["event"] == "verdict":
                verdicts[event["model"]] = event["verdict"]
        return sorted(models), verdicts

    def any(self) -> Event:
        """Return the next event of any kind."""
        event = self.waiting.get(timeout=PATIENCE)
        assert event, f"the watch ended: {self.error()}"
        self.seen.append(event)
        return event

    def error(self) -> str:
        """Return what an ended watch printed as errors."""
        assert self.program.stderr
        return self.program.stderr.read()

    def workers(self) -> list[int]:
        """Return the processes of the watch that run models."""
        return java_children(self.program.pid, workers=True)


@contextmanager
def watch(*arguments: str, cwd: Path, env: dict[str, str]) -> Iterator[Watch]:
    """Start a watch; it has ended after the block, with all that it started."""
    with subprocess.Popen(
        [*PROGRAM, "watch", "--json", *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        started = Watch(program)
        try:
            yield started
        finally:
            workers = started.workers() if program.poll() is None else []
            program.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                program.wait(PATIENCE)
            program.kill()
            wait_until(lambda: [] if any(map(is_running, workers)) else [1])


def save(file: Path, text: str) -> None:
    """Write a file as editors do: another one beside it, which takes its name."""
    other = file.with_name(f".{file.name}.{os.getpid()}")
    other.write_text(text, encoding="utf-8")
    other.replace(file)


def change(file: Path, old: str, new: str) -> None:
    """Replace a text that must be there, as editors save it."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    save(file, text.replace(old, new))
