"""`python -m benchmarks.traces`: how long logs of many events take to be compared with a model.

The model is that of the bundled claim pairing-cap, its log that of channels whose senders ask by
chance; the passing of time is hidden. No cache knows an answer about a log.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from moltverify.plural import counted

SPECS = Path(__file__).parents[1] / "specs"
MODULES = ("pairing/PairingCap", "pairing/PairingRows", "shared/BoundedAge")
CAP, TTL, SENDERS = 2, 1, 4
REGISTRY = """\
suite: {title: A log of many events}
claims:
  - id: pairing-cap
    green: {module: PairingCap.tla}
    trace:
      per: channel
      events:
        created: {action: 'Ask(event.channel, event.sender)'}
        refreshed: {action: 'AskAgain(event.channel, event.sender)'}
        refused: {action: 'Refuse(event.channel, event.sender)'}
      hidden: {PassTime: 2}
      constants:
        Channels: '{e.channel : e \\in Events}'
        Senders: '{e.sender : e \\in Events}'
"""
IDS = "      ids: [channel, sender]\n"


class LogSize(Struct, frozen=True):
    """How many events a log has, in how many segments, and whether its names are only ids."""

    events: int
    segments: int
    ids: bool = True

    def __str__(self) -> str:
        plain = "" if self.ids else ", without `ids`"
        return f"{self.events:,} events, {counted(self.segments, 'segment')}{plain}"


SIZES = (
    LogSize(1_000, 100),
    LogSize(10_000, 1_000),
    LogSize(10_000, 1_000, ids=False),
    LogSize(10_000, 10),
    LogSize(10_000, 1),
    LogSize(100_000, 10_000),
    LogSize(100_000, 100),
)


def channel_events(channel: str, count: int, chance: random.Random) -> Iterator[dict[str, object]]:
    """Yield what happens on one channel; requests grow old unseen between events."""
    ages: dict[str, int] = {}
    for _ in range(count):
        for _ in range(chance.choice((0, 0, 1, 2))):
            ages = {name: age + 1 for name, age in ages.items()}
        ages = {name: age for name, age in ages.items() if age <= TTL}
        sender = f"{channel}-{chance.randrange(SENDERS)}"
        kind = "refreshed" if sender in ages else "created" if len(ages) < CAP else "refused"
        if kind == "created":
            ages[sender] = 0
        yield {"event": kind, "channel": channel, "sender": sender, "at": chance.random()}


def write_case(folder: Path, size: LogSize) -> None:
    """Write the registry, the modules and the log."""
    specs = folder / "specs"
    specs.mkdir()
    for name in MODULES:
        shutil.copy(SPECS / f"{name}.tla", specs)
    shutil.copy(SPECS / "pairing" / "PairingCap.cfg", specs)
    registry = REGISTRY + (IDS if size.ids else "")
    (specs / "registry.yaml").write_text(registry, encoding="utf-8")
    chance = random.Random(1)  # noqa: S311 - the same log each time
    with (folder / "app.log").open("w", encoding="utf-8") as log:
        for number in range(size.segments):
            each = size.events // size.segments
            for event in channel_events(f"channel{number}", each, chance):
                log.write(json.dumps(event) + "\n")


def measured_case(size: LogSize) -> str:
    """Return a row of the table: the clock, the processor's time, the largest process."""
    with tempfile.TemporaryDirectory(prefix="moltverify-traces-") as name:
        folder = Path(name)
        write_case(folder, size)
        command = [sys.executable, "-P", "-m", "moltverify", "trace", "pairing-cap", "app.log"]
        start = time.perf_counter()
        with (folder / "answer.txt").open("wb") as answer:
            child = subprocess.Popen(command, cwd=folder, stdout=answer, stderr=answer)
            # Of this process and all that it has waited for.
            _, _, used = os.wait4(child.pid, 0)
        clock = time.perf_counter() - start
        said = (folder / "answer.txt").read_text(encoding="utf-8")
    assert "FITS" in said, said
    processor, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return f"| {size} | {clock:.1f} s | {processor:.1f} s | {memory:,.0f} MB |"


def main() -> None:
    """Measure and print a table."""
    print("| log | time | processor | memory of the largest process |")
    print("| --- | --- | --- | --- |")
    for size in SIZES:
        print(measured_case(size), flush=True)


if __name__ == "__main__":
    main()
