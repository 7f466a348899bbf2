"""A small model with three kinds of gates, and how its slices are run."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from moltverify.registry.load import load_registry
from moltverify.registry.records import Model
from moltverify.running.engine_selection import LaunchFor
from moltverify.running.toolchain import Toolchain
from moltverify.suite import loop as suite
from moltverify.suite.loop import SuiteEvent
from moltverify.suite.results import ModelResult
from moltverify.suite.verdict_cache import VerdictCache

# A gate of each kind counts to four. `Leaks` lets gate 2 go further, `Sticks` stops gate 3.
MODULE = r"""---- MODULE Gate ----
EXTENDS Naturals
VARIABLES kind, x
vars == <<kind, x>>
Init == kind \in 1..3 /\ x = 0
Step(most) == x < most /\ x' = x + 1 /\ UNCHANGED kind
Next == Step(4)
Leaks == Step(IF kind = 2 THEN 5 ELSE IF kind = 3 THEN 6 ELSE 4)
Sticks == Step(IF kind = 3 THEN 2 ELSE 4)
Turns == Step(4) \/ (x = 3 /\ kind = 1 /\ kind' = 2 /\ UNCHANGED x)
Spec == Init /\ [][Next]_vars /\ WF_vars(Next)
Low == x <= 4
Ends == <>(x = 4)
IsOne == kind = 1
====
"""
CONFIG = "SPECIFICATION Spec\nINVARIANT Low\nPROPERTY Ends\n"
REGISTRY = """suite: {{title: Gates}}
claims:
  - id: gate
    deadlock: allowed
    green: {{module: Gate.tla{green}}}
    reds:
{reds}
"""
LEAKS = "      - {id: leaks, replaces: {Next: Leaks}, violates: Low}\n"
STICKS = "      - {id: sticks, replaces: {Next: Sticks}, violates: Ends}\n"
REDS = LEAKS + STICKS


class SliceBench:
    """Loads the models of a folder and runs them in warm workers."""

    def __init__(self, folder: Path, toolchain: Toolchain, launch_for: LaunchFor) -> None:
        self.folder = folder
        self.events: list[SuiteEvent] = []
        self.settings = suite.SuiteSettings(
            toolchain=toolchain,
            folder=folder / "runs" / "now",
            jobs=2,
            engine=lambda _: nullcontext(launch_for),
        )
        self.write("Gate.tla", MODULE)
        self.write("Gate.cfg", CONFIG)

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def models(self, *slices: str, green: str = "", reds: str = REDS) -> tuple[Model, ...]:
        """Return the models of the claim with these slices; more keys of the green are a text."""
        quoted = ", ".join(f"'{one}'" for one in slices)
        more = f", slice: [{quoted}]" if slices else ""
        self.write("registry.yaml", REGISTRY.format(green=more + green, reds=reds))
        return load_registry(self.folder / "registry.yaml").models

    def with_cache(self) -> None:
        """Keep verdicts from now on."""
        cache = VerdictCache(self.folder / "cache", self.settings.toolchain)
        self.settings = replace(self.settings, cache=cache)

    def run(self, models: Sequence[Model]) -> list[ModelResult]:
        """Run the models together."""
        return suite.check_models(models, self.settings, Event(), self.events.append)

    def green(self, *slices: str, more: str = "") -> ModelResult:
        """Run the green with these slices."""
        [result] = self.run(self.models(*slices, green=more)[:1])
        return result


def answer(result: ModelResult) -> tuple[object, ...]:
    """Return what a result in slices shares with that of the whole model."""
    counts = result.statistics
    return result.verdict, result.outcome, counts.distinct, counts.generated, counts.depth


@pytest.fixture
def bench(tmp_path: Path, toolchain: Toolchain, launch_for: LaunchFor) -> SliceBench:
    """A project with one green and two reds."""
    return SliceBench(tmp_path, toolchain, launch_for)
