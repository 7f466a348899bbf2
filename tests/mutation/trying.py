"""Try the mutants of a registry's only claim in warm workers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from moltverify import suite
from moltverify.audit.bench import STAND_IN, Bench
from moltverify.audit.records import Score
from moltverify.engine.choose import Engine, Sizes, open_engine
from moltverify.mutation.whole import Budget, mutate
from moltverify.registry.load import load_registry
from moltverify.toolchain import find_toolchain

ENOUGH = Budget(seconds=100, jobs=2)


@contextmanager
def bench_in(folder: Path, stop: Event) -> Iterator[Bench]:
    """Yield a bench with warm workers that keeps what it learns in a folder."""
    toolchain = find_toolchain(None, os.environ)
    with open_engine(Engine.WARM, [STAND_IN], toolchain, Sizes({})) as launch_for:
        settings = suite.Settings(
            toolchain=toolchain, folder=folder / "run", jobs=2, launch_for=launch_for
        )
        yield Bench(settings, folder, stop, again=False)


def score_of(specs: Path, folder: Path, budget: Budget, stop: Event | None = None) -> Score:
    """Return the score of the only claim in a folder."""
    registry = load_registry(specs / "registry.yaml")
    with bench_in(folder, stop or Event()) as bench:
        [score] = mutate(registry.claims, bench, budget, lambda _: None).values()
    return score
