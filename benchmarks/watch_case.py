"""`moltverify watch` beside plain TLC: from saving a module to its verdict.

Both check a model of a few thousand states: that of the large case, in a small size.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.cases import MOLTVERIFY, Plain
from benchmarks.measure import Case, Held
from moltverify.registry.load import load_registry
from moltverify.running.toolchain import find_toolchain

SPECS = Path(__file__).parent / "specs"
SIZE, STATES = 16, 17**3
SECTION = f"from saving a module of {STATES:,} states to its verdict"
PLAIN = "save: plain TLC"


@contextmanager
def watch_cases(folder: Path) -> Iterator[list[Case]]:
    """Yield the cases; the watch goes on until the block ends."""
    specs = small_specs(folder / "watched")
    model = load_registry(specs / "registry.yaml").claim("grid").models[0]
    plain = Plain([model], find_toolchain(None, os.environ), folder / "watched-plain")
    with watched(specs) as save:
        yield [
            Case(PLAIN, SECTION, partial(plain.run, 1)),
            Case("save: moltverify watch", SECTION, save.run, PLAIN, held=save.held),
        ]


def small_specs(folder: Path) -> Path:
    """Write the small model and its registry, and return their folder."""
    folder.mkdir()
    for name in ("Grid.tla", "Grid.cfg", "Grid_Loose.tla", "Grid_Loose.cfg", "registry.yaml"):
        text = (SPECS / name).read_text(encoding="utf-8")
        text = text.replace("Size = 216", f"Size = {SIZE}").replace("10218313", str(STATES))
        (folder / name).write_text(text.replace("workers: 2, ", ""), encoding="utf-8")
    return folder


class Saves:
    """Saves a module that is watched, again and again, and waits for the verdict of each."""

    def __init__(self, program: "subprocess.Popen[bytes]", module: Path) -> None:
        self.program, self.module = program, module
        self.text = module.read_text(encoding="utf-8")

    def run(self) -> None:
        """Save the module with another comment, as an editor does, and wait for its verdict."""
        # Another process may have made the rounds before this one.
        other = self.module.with_suffix(".new")
        other.write_text(f"{self.text}\\* {os.urandom(8).hex()}\n", encoding="utf-8")
        other.replace(self.module)
        assert self.next("verdict")["verdict"] == "as expected"

    def next(self, event: str) -> dict[str, object]:
        """Return the next event of a kind."""
        assert self.program.stdout
        # Unbuffered, because runs are made in processes of their own.
        while line := self.program.stdout.readline():
            found: dict[str, object] = json.loads(line)
            if found["event"] == event:
                return found
        raise RuntimeError("the watch has ended")

    def held(self) -> Held:
        """Return what the watch and its worker have used so far."""
        return Held.of(self.program.pid)


@contextmanager
def watched(specs: Path) -> Iterator[Saves]:
    """Watch the small model, and end the watch afterwards."""
    command = [MOLTVERIFY, "watch", "grid:", "--green", "--json", "--no-cache"]
    with subprocess.Popen(
        [*command, "--registry", str(specs / "registry.yaml")],
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        bufsize=0,
    ) as program:
        saves = Saves(program, specs / "Grid.tla")
        try:
            saves.next("checked")
            # The first saves meet workers that have just started, as those of a user do.
            for _ in range(3):
                saves.run()
            yield saves
        finally:
            program.terminate()
