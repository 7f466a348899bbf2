"""`python -m benchmarks.recording`: how many events a second the recorders write."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import moltverify as mv
from moltverify.recording.node_recorder import node_recorder

EVENTS, ROUNDS, THREADS = 100_000, 5, 4
NODE = """
import { record } from "./record.mjs";
const log = record("node.jsonl");
for (let round = 0; round < %d; round++) {
  const start = process.hrtime.bigint();
  for (let attempt = 0; attempt < %d; attempt++) log.event("ask", { user: "ann", code: "x1", attempt });
  console.log(Number(process.hrtime.bigint() - start) / 1e9);
}
"""  # noqa: E501 - JavaScript


def write_events(log: mv.Recorder, count: int) -> None:
    """Record events with three fields."""
    for attempt in range(count):
        log.event("ask", user="ann", code="x1", attempt=attempt)


def python_seconds(folder: Path, work: Callable[[mv.Recorder], object]) -> Iterator[float]:
    """Yield how long each round of work takes."""
    for _ in range(ROUNDS):
        with mv.record(folder / "python.jsonl") as log:
            start = time.perf_counter()
            work(log)
            yield time.perf_counter() - start


def in_threads(log: mv.Recorder) -> None:
    """Record the events in several threads."""
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write_events, [log] * THREADS, [EVENTS // THREADS] * THREADS))


def node_seconds(folder: Path) -> list[float]:
    """Return how long each round takes in Node."""
    (folder / "record.mjs").write_text(node_recorder(), encoding="utf-8")
    (folder / "many.mjs").write_text(NODE % (ROUNDS, EVENTS), encoding="utf-8")
    node = shutil.which("node")
    assert node, "Node is not on the PATH"
    answer = subprocess.run(
        [node, "many.mjs"], cwd=folder, check=True, capture_output=True, text=True
    )
    return [float(one) for one in answer.stdout.split()]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="moltverify-recording-") as name:
        folder = Path(name)
        measured = {
            "Python": list(python_seconds(folder, lambda log: write_events(log, EVENTS))),
            f"Python, {THREADS} threads": list(python_seconds(folder, in_threads)),
            "Node": node_seconds(folder),
        }
    for what, seconds in measured.items():
        middle = statistics.median(seconds)
        print(f"{what:20} {EVENTS / middle:9,.0f} events/s {middle / EVENTS * 1e6:6.1f} us each")


if __name__ == "__main__":
    main()
